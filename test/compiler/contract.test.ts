/**
 * Contractions against three nested loops: any ranks, sizes and strides; every orientation of
 * larger products; convolutions; no store outside of the result; the same bits for any cut of the
 * work.
 */

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type ContractSpec,
  lowerContract,
} from '../../src/compiler/lower/contract/lower-contract.js';
import type { Launch } from '../../src/compiler/lower/launch.js';
import type { ContractAttrs } from '../../src/graph/ops.js';
import { contiguousStrides, numel, type Shape } from '../../src/graph/shape.js';
import type { Target } from '../../src/kernel/ir.js';
import { wasmTarget } from '../../src/wasm/render.js';
import { toJavaScript } from '../kernel/render-javascript.js';
import { type Compile, Machine } from './run-launches.js';

type DType = ContractSpec['dtype'];

/** An operand before it has memory. */
interface View {
  readonly shape: Shape;
  readonly strides: readonly number[];
}
interface Problem {
  readonly attrs: ContractAttrs;
  readonly dtype: DType;
  readonly a: View;
  readonly b: View;
}

const arrays = { float32: Float32Array, float64: Float64Array, int32: Int32Array };
const dtypes: readonly DType[] = ['float32', 'float64', 'int32'];
/** Relative to the sum of |a||b|. */
const tolerances: { readonly [D in DType]: number } = { float32: 2e-4, float64: 1e-12, int32: 0 };

/** Byte that surrounds every buffer, to notice a store outside. */
const guard = 0xa5;

/** The elements of a view in row-major order, as positions from its first element. */
function positions({ shape, strides }: View): Int32Array {
  let list = Int32Array.of(0);
  for (const [d, size] of shape.entries()) {
    const stride = strides[d] ?? 0;
    const longer = new Int32Array(list.length * size);
    list.forEach((start, k) => {
      for (let i = 0; i < size; i++) longer[k * size + i] = start + i * stride;
    });
    list = longer;
  }
  return list;
}

function plain(shape: Shape): View {
  return { shape, strides: contiguousStrides(shape) };
}

/** What kernels are written for, and who renders them; by default WebAssembly. */
interface Platform {
  readonly target: Target;
  readonly compile?: Compile;
}

/** Multiplies on a machine, with the launch cut at multiples of its grain where `cut` says. */
function run(
  problem: Problem,
  cut: (launch: Launch) => readonly number[] = () => [],
  { target, compile }: Platform = { target: wasmTarget },
) {
  const { attrs, dtype, a, b } = problem;
  const sizes = [
    ...a.shape.slice(0, attrs.batch + attrs.m),
    ...b.shape.slice(attrs.batch, attrs.batch + attrs.n),
  ];
  const count = numel(sizes);
  const machine = new Machine(16 << 20, compile, guard);
  const operand = (view: View, seed: number) => {
    const all = positions(view);
    const low = all.reduce((x, y) => Math.min(x, y), 0);
    const high = all.reduce((x, y) => Math.max(x, y), 0);
    const values = new arrays[dtype](high - low + 1);
    for (let i = 0; i < values.length; i++) values[i] = noise(seed, i, dtype);
    const buffer = machine.allocate(values.byteLength);
    machine.bytes(buffer).set(new Uint8Array(values.buffer));
    return {
      view: { ...view, buffer, offset: -low },
      values: Float64Array.from(all, (p) => values[p - low] ?? 0),
    };
  };
  const [left, right] = [operand(a, 1), operand(b, 2)];
  const out = machine.allocate(count * arrays[dtype].BYTES_PER_ELEMENT);
  const spec = { attrs, dtype, a: left.view, b: right.view, out };
  const launches = lowerContract(spec, (bytes) => machine.allocate(bytes), target);
  for (const launch of launches) {
    const call = machine.prepare(launch);
    const edges = [0, ...cut(launch), launch.range];
    for (let i = 1; i < edges.length; i++) call(edges[i - 1], edges[i]);
  }
  const bytes = machine.bytes(out).slice();
  const result = new arrays[dtype](bytes.buffer);
  const border = [...machine.bytes(out, 64, 64), ...machine.bytes(out, -out.bytes, 64)];
  const K = numel(a.shape.slice(attrs.batch + attrs.m));
  return { result, border, a: left.values, b: right.values, K, launches };
}

/** Small integers, or numbers in [-1, 1), the same for the same position. */
function noise(seed: number, index: number, dtype: DType): number {
  const bits = Math.imul(index + 1, 0x9e3779b1) ^ Math.imul(seed, 0x85ebca6b);
  const mixed = Math.imul(bits ^ (bits >>> 15), 0x2c1b3c6d);
  return dtype === 'int32' ? mixed >> 16 : mixed / 2 ** 31;
}

/** Three nested loops over the operands' elements. */
function naive({ attrs, a, b, dtype }: Problem, left: Float64Array, right: Float64Array) {
  const batch = numel(a.shape.slice(0, attrs.batch));
  const M = numel(a.shape.slice(attrs.batch, attrs.batch + attrs.m));
  const N = numel(b.shape.slice(attrs.batch, attrs.batch + attrs.n));
  const K = numel(a.shape.slice(attrs.batch + attrs.m));
  const sums: number[] = [];
  const sizes: number[] = [];
  for (let i = 0; i < batch * M * N; i++) {
    const row = Math.floor(i / N);
    const column = Math.floor(row / M) * N + (i % N);
    let sum = 0;
    let size = 0;
    for (let k = 0; k < K; k++) {
      const x = left[row * K + k] ?? 0;
      const y = right[column * K + k] ?? 0;
      sum = dtype === 'int32' ? (sum + Math.imul(x, y)) | 0 : sum + x * y;
      size += Math.abs(x * y);
    }
    sums.push(sum);
    sizes.push(size);
  }
  return { sums, sizes };
}

function check(problem: Problem, platform?: Platform): void {
  const { result, border, a, b } = run(problem, undefined, platform);
  const { sums, sizes } = naive(problem, a, b);
  expect(result.length).toBe(sums.length);
  const tolerance = tolerances[problem.dtype];
  const wrong = sums.findIndex(
    (sum, i) => !(Math.abs((result[i] ?? Number.NaN) - sum) <= tolerance * (sizes[i] ?? 0)),
  );
  expect(wrong === -1 ? '' : `[${wrong}] is ${result[wrong]}, not ${sums[wrong]}`).toBe('');
  expect(border.every((byte) => byte === guard)).toBe(true);
}

function matrices(M: number, N: number, K: number, dtype: DType = 'float32'): Problem {
  const attrs = { batch: 0, m: 1, n: 1, k: 1 };
  return { attrs, dtype, a: plain([M, K]), b: plain([N, K]) };
}

/** Transposes the last two dims of a matrix's memory. */
function turned({ shape: [rows = 0, columns = 0] }: View): View {
  return { shape: [rows, columns], strides: [1, rows] };
}

/** Rows and columns of `count` stretches of `length` neighbours, with gaps between them. */
function stretches(M: number, N: number, count: number, length: number): Problem {
  const rows = (n: number): View => ({
    shape: [n, count, length],
    strides: [count * (length + 1), length + 1, 1],
  });
  const attrs = { batch: 0, m: 1, n: 1, k: 2 };
  return { attrs, dtype: 'float32', a: rows(M), b: rows(N) };
}

/** Images convolved with 3x3 filters: a repeats the filters for each image, b has windows. */
function convolution(images: number, C: number, O: number, size: number, dtype: DType): Problem {
  const [out, plane] = [size - 2, size * size];
  return {
    attrs: { batch: 1, m: 1, n: 2, k: 3 },
    dtype,
    a: { shape: [images, O, C, 3, 3], strides: [0, C * 9, 9, 3, 1] },
    b: { shape: [images, out, out, C, 3, 3], strides: [C * plane, size, 1, plane, size, 1] },
  };
}

/** The gradient of the filters of `convolution`. */
function filterGradient(images: number, C: number, O: number, size: number, dtype: DType): Problem {
  const [out, plane] = [size - 2, size * size];
  return {
    attrs: { batch: 0, m: 1, n: 3, k: 3 },
    dtype,
    a: { shape: [O, images, out, out], strides: [out * out, O * out * out, out, 1] },
    b: { shape: [C, 3, 3, images, out, out], strides: [plane, size, 1, C * plane, size, 1] },
  };
}

/** Operands whose rows are neighbours, and steps of k are not. */
function outOfStep(M: number, N: number, K: number): Problem {
  const problem = matrices(M, N, K);
  return { ...problem, a: turned(problem.a), b: turned(problem.b) };
}

/** Strides of some arrangement of the dims: any order, flips, broadcasts, gaps, overlaps. */
function arrangement(shape: Shape): fc.Arbitrary<View> {
  const dims = shape.map((_, d) => d);
  return fc
    .record({
      order: fc.shuffledSubarray(dims, { minLength: dims.length }),
      style: fc.array(
        fc.constantFrom('plain', 'plain', 'plain', 'flip', 'repeat', 'gap', 'overlap'),
        {
          minLength: dims.length,
          maxLength: dims.length,
        },
      ),
      isRowMajor: fc.boolean(),
    })
    .map(({ order, style, isRowMajor }) => {
      const strides = new Array<number>(shape.length).fill(0);
      let next = 1;
      for (const d of isRowMajor ? [...dims].reverse() : order) {
        const factor = { plain: 1, flip: -1, repeat: 0, gap: 2, overlap: 1 }[style[d] ?? 'plain'];
        strides[d] = next * factor;
        if (style[d] !== 'repeat' && style[d] !== 'overlap') {
          next *= Math.max(1, (shape[d] ?? 1) * Math.abs(factor));
        }
      }
      return { shape, strides };
    });
}

const problems: fc.Arbitrary<Problem> = fc
  .record({
    batch: sizes([3, 3]),
    m: sizes([40, 9, 4]),
    n: sizes([130, 9, 4]),
    k: sizes([70, 9, 4]),
    dtype: fc.constantFrom<DType>('float32', 'float32', 'float64', 'int32'),
  })
  .chain(({ batch, m, n, k, dtype }) =>
    fc.record({
      attrs: fc.constant({ batch: batch.length, m: m.length, n: n.length, k: k.length }),
      dtype: fc.constant(dtype),
      a: arrangement([...batch, ...m, ...k]),
      b: arrangement([...batch, ...n, ...k]),
    }),
  );

/**
 * Sizes of as many dims as there are limits, or fewer. One dim has up to the first limit, two up to
 * the second, and so on: one reaches over the edges of tiles and vectors, and several stay few
 * elements together.
 */
function sizes(limits: readonly number[]): fc.Arbitrary<number[]> {
  return fc.integer({ min: 0, max: limits.length }).chain((rank) => {
    const max = limits[rank - 1] ?? 1;
    const size = fc.oneof({ weight: 20, arbitrary: fc.integer({ min: 1, max }) }, fc.constant(0));
    return fc.array(size, { minLength: rank, maxLength: rank });
  });
}

describe('lowerContract', () => {
  it('multiplies any views as three nested loops do', () => {
    fc.assert(
      fc.property(problems, (problem) => check(problem)),
      { seed: 7, numRuns: 200 },
    );
  });

  it.each([
    { ...wasmTarget, lanes: 8, registers: 16 },
    { ...wasmTarget, lanes: 16, registers: 32 },
  ])('multiplies with vectors of $lanes lanes', (target) => {
    const platform = { target, compile: toJavaScript };
    fc.assert(
      fc.property(problems, (problem) => check(problem, platform)),
      { seed: 8, numRuns: 50 },
    );
    // Stretches of k that end within a vector, and such that hold several.
    for (const length of [2, 3, 7, 18, 37]) check(stretches(13, 50, 5, length), platform);
  });

  const shapes: readonly Problem[] = [
    matrices(1, 1, 1),
    matrices(5, 7, 0),
    matrices(0, 7, 5),
    matrices(100, 16, 16),
    matrices(37, 41, 300),
    matrices(97, 200, 530),
    matrices(3, 12, 1024),
    matrices(1, 70, 131),
    matrices(70, 3, 131),
    matrices(33, 35, 300, 'float64'),
    matrices(33, 35, 300, 'int32'),
  ];
  it.each(shapes)('$a.shape times $b.shape, $dtype, in every orientation', (problem) => {
    const { a, b } = problem;
    check(problem);
    check({ ...problem, a: turned(a) });
    check({ ...problem, b: turned(b) });
    check({ ...problem, a: turned(a), b: turned(b) });
  });

  it('cuts any number of rows into tiles', () => {
    // All remainders of one to three tiles, and of more.
    const few = Array.from({ length: 20 }, (_, i) => i + 1);
    for (const M of [...few, 25, 32, 36, 39, 46, 53, 60]) {
      check(matrices(M, 19, 40));
      // Rows this far apart are packed.
      const far = { shape: [M, 40], strides: [1, 1024] };
      check({ ...matrices(M, 48, 40), a: far });
    }
  });

  it.each(dtypes)('convolves %s', (dtype) => {
    check(convolution(3, 5, 7, 15, dtype));
    // Enough filters and channels for tiles that are transposed, and for two blocks of k.
    check(convolution(3, 50, 16, 9, dtype));
  });

  it.each(dtypes)('gives the gradient of the filters of a convolution of %s', (dtype) => {
    check(filterGradient(3, 5, 7, 15, dtype));
    check(filterGradient(11, 8, 24, 9, dtype));
  });

  it.each([
    // Neighbours along k in both operands, in one piece and in stretches that end within a vector.
    { problem: matrices(54, 10, 300), kernel: 'contract 6x2 along k transposed f32' },
    { problem: matrices(10, 54, 531), kernel: 'contract 6x2 along k f32' },
    { problem: matrices(70, 1, 131), kernel: 'contract 6x1 along k f32' },
    { problem: matrices(1, 70, 131, 'float64'), kernel: 'contract 6x1 along k transposed f64' },
    { problem: stretches(12, 9, 20, 27), kernel: 'contract 6x2 along k transposed f32' },
    // Columns read in place, those that fill no panel from a copy; through a table of offsets.
    { problem: outOfStep(10, 61, 100), kernel: 'contract 6x8 f32' },
    { problem: outOfStep(100, 1, 16), kernel: 'contract 1x16 transposed f32' },
    { problem: outOfStep(1, 320, 700), kernel: 'contract 1x32 f32' },
    { problem: convolution(2, 8, 1, 30, 'float32'), kernel: 'contract 1x28 f32' },
  ])('multiplies $problem.a.shape and $problem.b.shape by $kernel', ({ problem, kernel }) => {
    expect(run(problem).launches[0]?.kernel.name).toBe(kernel);
    check(problem);
  });

  it.each([matrices(2, 10, 100_000), outOfStep(4, 10, 100_000), outOfStep(1, 40, 50_000)])(
    'needs little scratch memory for long sums of $a.shape and $b.shape',
    (problem) => {
      const { result, launches } = run(problem);
      const bytes = launches[0]?.writes.reduce((sum, { bytes }) => sum + bytes, 0) ?? 0;
      expect(bytes - result.byteLength).toBeLessThan(1 << 20);
    },
  );

  it('adds up parts of a long inner dim', () => {
    const long = matrices(13, 19, 20_000);
    for (const problem of [
      { ...long, a: turned(long.a) },
      filterGradient(64, 3, 18, 20, 'float32'),
    ]) {
      expect(run(problem).launches.length).toBe(2);
      check(problem);
    }
  });

  const cuttable: readonly Problem[] = [
    matrices(130, 250, 300),
    matrices(500, 30, 300),
    matrices(3, 4000, 100),
    matrices(13, 19, 20_000),
    { ...matrices(130, 250, 300), a: turned(plain([130, 300])) },
    convolution(5, 12, 32, 20, 'float32'),
    filterGradient(64, 3, 18, 20, 'float32'),
  ];
  it.each(cuttable)('gives the same bits for any cut of $a.shape times $b.shape', (problem) => {
    const whole = run(problem);
    const everyGrain = ({ range, grain }: Launch) =>
      Array.from({ length: Math.ceil(range / grain) - 1 }, (_, i) => (i + 1) * grain);
    expect(whole.launches[0]?.range).toBeGreaterThan(1);
    expect(run(problem, everyGrain).result).toEqual(whole.result);
    const half = ({ range, grain }: Launch) => [Math.floor(range / grain / 2) * grain];
    expect(run(problem, half).result).toEqual(whole.result);
  });

  it('holds as many sums as a target has registers for', () => {
    const names = [16, 32].map((registers) => {
      const platform = { target: { ...wasmTarget, lanes: 16, registers }, compile: toJavaScript };
      return run(matrices(60, 128, 30), undefined, platform).launches[0]?.kernel.name;
    });
    expect(names).toEqual(['contract 6x32 f32', 'contract 6x64 f32']);
  });

  it('has one kernel for all sizes of a structure, which is written once', () => {
    const [one, other] = [matrices(100, 120, 300), matrices(60, 240, 77)].map(
      (problem) => run(problem).launches[0]?.kernel,
    );
    expect(one).toBeDefined();
    expect(other).toBe(one);
  });
});
