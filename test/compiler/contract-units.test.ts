/**
 * Units of a contraction store results of their own only: what two of them store depends on which
 * comes last, and a block of k that two of them add is added twice.
 */

import { noGrad, randn } from 'chainrule';
import { describe, expect, it } from 'vitest';
import { candidates } from '../../src/compiler/lower/contract/candidates.js';
import { lowerContract } from '../../src/compiler/lower/contract/lower-contract.js';
import { contractOperands } from '../../src/compiler/lower/contract/operand.js';
import type { Choose } from '../../src/compiler/lower/contract/plan.js';
import type { StridedView } from '../../src/compiler/lower/launch.js';
import { contiguousStrides } from '../../src/graph/shape.js';
import { wasmTarget } from '../../src/wasm/render.js';
import { Machine } from './run-launches.js';

/** Batch items, so that rows are not the only thing to cut. */
const batch = 6;
const N = 96;

/** How often each result is stored when the units of a product run one by one. */
function stores(M: number, K: number, isTransposed: boolean, way: number | null): number[] {
  const machine = new Machine(16 << 20);
  const view = (rows: number): StridedView => {
    const shape = [batch, rows, K];
    const strides = isTransposed ? [rows * K, 1, rows] : contiguousStrides(shape);
    const buffer = machine.allocate(4 * batch * rows * K);
    return { buffer, offset: 0, shape, strides };
  };
  const [a, b] = [view(M), view(N)];
  const attrs = { batch: 1, m: 1, n: 1, k: 1 };
  const out = machine.allocate(4 * batch * M * N);
  const choose: Choose = (all) => [...all][way ?? 0] ?? expect.fail('no such way');
  const spec = { attrs, dtype: 'float32' as const, a, b, out, ...(way !== null && { choose }) };
  const temp = (bytes: number) => machine.allocate(bytes);
  const [product, ...sums] = lowerContract(spec, temp, wasmTarget);
  if (product === undefined || sums.length > 0) return [];
  const run = machine.prepare(product);
  const bytes = machine.bytes(out);
  const results = new Float32Array(bytes.buffer, bytes.byteOffset, batch * M * N);
  const counts = new Array<number>(results.length).fill(0);
  for (let unit = 0; unit < product.range; unit += product.grain) {
    results.fill(Number.NaN);
    run(unit, Math.min(product.range, unit + product.grain));
    results.forEach((value, i) => {
      if (!Number.isNaN(value)) counts[i] = (counts[i] ?? 0) + 1;
    });
  }
  return counts;
}

/** In how many ways it can be computed. */
function ways(M: number, K: number): number {
  const machine = new Machine(16 << 20);
  const view = (rows: number): StridedView => {
    const shape = [batch, rows, K];
    return { buffer: machine.allocate(4), offset: 0, shape, strides: contiguousStrides(shape) };
  };
  const attrs = { batch: 1, m: 1, n: 1, k: 1 };
  const { a, b } = contractOperands(attrs, view(M), view(N));
  return [...candidates(wasmTarget, 'f32', a, b)].length;
}

describe('units of a contraction', () => {
  it.each([
    [109, false],
    [109, true],
    [512, false],
  ])(
    '%d steps, transposed: %s: each result of any number of rows is stored once',
    (K, isTransposed) => {
      for (let M = 1; M <= 130; M++) {
        const counts = new Set(stores(M, K, isTransposed, null));
        expect([M, ...counts].slice(0, 3)).toEqual(counts.size === 0 ? [M] : [M, 1]);
      }
    },
  );

  it.each([97, 101, 121, 125])('%d rows: in every way to compute it', (M) => {
    for (let way = 0; way < ways(M, 200); way++) {
      const counts = new Set(stores(M, 200, false, way));
      expect([way, ...counts].slice(0, 3)).toEqual(counts.size === 0 ? [way] : [way, 1]);
    }
  });

  // Values by float64, whose tiles are others. These are rows whose low tiles met a slice's end.
  it.each([
    [97, 512],
    [101, 109],
    [121, 512],
    [125, 512],
  ])('%d rows of %d steps: the sums are right, and so is what follows them', (M, K) => {
    const x = randn([M, K], { dtype: 'float64' });
    const w = randn([6, K, 96], { dtype: 'float64' });
    const compute = (dtype: 'float32' | 'float64'): number[][] => {
      return noGrad(() => {
        const product = x.to(dtype).matmul(w.to(dtype));
        return [product, product.relu().add(1)].map((y) => [...y.toTypedArray()]);
      });
    };
    const [expected, found] = [compute('float64'), compute('float32')];
    for (const [i, values] of expected.entries()) {
      const worst = values.reduce((most, value, k) => {
        return Math.max(most, Math.abs(value - (found[i]?.[k] ?? Number.NaN)));
      }, 0);
      expect(worst).toBeLessThan(1e-3);
    }
  });
});
