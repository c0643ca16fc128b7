/**
 * Whole programs on other targets and with another renderer: kernels for vectors of 4, 8 and 16
 * lanes in plain JavaScript give what the interpreter gives, and with 4 lanes the bits of
 * WebAssembly.
 */

import { nn, rand, randn, type Tensor, tensor, valueAndGrad } from 'chainrule';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as build from '../../src/graph/builders/index.js';
import { allocate, type DType, type StorageArray } from '../../src/graph/dtype.js';
import type { Node } from '../../src/graph/node.js';
import { numel } from '../../src/graph/shape.js';
import type { Target } from '../../src/kernel/ir.js';
import { wasmTarget } from '../../src/wasm/render.js';
import { describeGraph, expectClose } from '../compiler/compare-values.js';
import { buildGraph, type Recipe, type Step } from '../compiler/random-graph.js';
import { everything, leafValue, specialValues } from '../compiler/random-recipes.js';
import { drawing, patience, stepsUpTo } from '../compiler/random-step.js';
import type { Bounded } from '../oracle/error-bound.js';
import { evaluate } from '../oracle/evaluate.js';
import { javaScriptDevice, mixedDevice, plainDevice } from './other-devices.js';
import { runOn } from './run-on.js';

const targets: readonly Target[] = [
  wasmTarget,
  { ...wasmTarget, lanes: 8, registers: 16 },
  { ...wasmTarget, lanes: 16, registers: 32 },
];
/** The first has the vectors of WebAssembly. */
const devices = targets.map((target) => javaScriptDevice(target));
const webAssembly = plainDevice();

/** Outputs as `realize` has them: each once, and none that only renames another node. */
function computed(entries: readonly Bounded[]): Bounded[] {
  const isRenamed = ({ op }: Node): boolean =>
    op === 'alias' || op === 'reshape' || op === 'custom';
  const byNode = new Map(entries.map((entry) => [entry.node, entry]));
  return [...byNode.values()].filter(({ node }) => node.value === null && !isRenamed(node));
}

/** The same numbers, with any zero and any NaN as they are: NaN has bits that nobody promises. */
function expectSameBits(actual: StorageArray, expected: StorageArray, graph: string): void {
  const different = expected.findIndex((x: number, i: number) => !Object.is(actual[i], x));
  if (different === -1) return;
  throw new Error(`[${different}]: ${actual[different]}, not ${expected[different]}\n${graph}`);
}

/** Computes some nodes on every device and compares them. */
function check(entries: readonly Bounded[]): void {
  const chosen = computed(entries);
  if (chosen.length === 0) return;
  const nodes = chosen.map(({ node }) => node);
  const graphs = nodes.map(describeGraph);
  const expected = runOn(webAssembly, nodes).values;
  for (const [d, device] of devices.entries()) {
    const { values } = runOn(device, nodes);
    for (const [i, entry] of chosen.entries()) {
      const value = values[i] ?? new Float32Array();
      expectClose(entry, `${JSON.stringify(device.target)}\n${graphs[i]}`, value);
      if (d === 0) expectSameBits(value, expected[i] ?? value, graphs[i] ?? '');
    }
  }
}

function checkSteps(recipe: Recipe, steps: readonly Step[], picks: readonly number[]): void {
  const entries = buildGraph(recipe, steps, 0);
  const last = entries.length - 1;
  const outputs = new Set([last, ...picks.map((pick) => pick % entries.length)]);
  check([...outputs].flatMap((i) => entries[i] ?? []));
}

const picks = fc.array(fc.nat(1000), { maxLength: 8 });

/** Any structure, laid out as it comes or turned over in memory. */
function matrix(rows: number, columns: number, dtype: DType, isSwapped: boolean): Node {
  const array = allocate(dtype, rows * columns);
  for (let i = 0; i < array.length; i++) array[i] = leafValue(i, dtype);
  if (!isSwapped) return build.data(array, [rows, columns], dtype);
  return build.permute(build.data(array, [columns, rows], dtype), [1, 0]);
}

function tensorOf(...shape: number[]): Tensor {
  const values = Float32Array.from({ length: numel(shape) }, (_, i) => leafValue(i, 'float32'));
  return tensor(values).reshape(shape);
}

/** Whole numbers from -2 to 2, whose products and sums are exact in any order. */
function wholes(...shape: number[]): Tensor {
  const values = Float32Array.from({ length: numel(shape) }, (_, i) => ((i * 7919) % 5) - 2);
  return tensor(values).reshape(shape);
}

/** What the nodes of tensors are worth, by the interpreter. */
function bounded(tensors: readonly Tensor[]): Bounded[] {
  const all = evaluate(tensors.map(({ node }) => node));
  for (const { error } of all) expect(error).toBeLessThan(0.01);
  return all;
}

describe('programs of other targets, in JavaScript', () => {
  it(
    'give what the interpreter gives',
    () => {
      fc.assert(
        fc.property(stepsUpTo(44), picks, (steps, outputs) =>
          checkSteps(everything, steps, outputs),
        ),
        drawing,
      );
    },
    patience,
  );

  it(
    'treat NaN, infinities and zeros as the interpreter does',
    () => {
      fc.assert(
        fc.property(stepsUpTo(44), picks, (steps, outputs) =>
          checkSteps(specialValues, steps, outputs),
        ),
        drawing,
      );
    },
    patience,
  );

  const sizes = [
    { M: 33, N: 50, K: 70 },
    { M: 7, N: 50, K: 300 },
    { M: 64, N: 3, K: 65 },
    { M: 1, N: 70, K: 131 },
  ];
  it.each(sizes)('multiply $M x $K by $K x $N in every orientation', ({ M, N, K }) => {
    for (const dtype of ['float32', 'float64', 'int32'] as const) {
      for (const [a, b] of [
        [false, false],
        [true, false],
        [false, true],
        [true, true],
      ] as const) {
        const attrs = { batch: 0, m: 1, n: 1, k: 1 };
        const product = build.contract(matrix(M, K, dtype, a), matrix(N, K, dtype, b), attrs);
        check(evaluate([product]));
      }
    }
  });

  it('convolve, and give the gradients of images and filters', () => {
    const [images, filters] = [wholes(3, 5, 12, 11), wholes(6, 5, 3, 3)];
    const convolve = (x: Tensor, w: Tensor): Tensor =>
      nn.functional.conv2d(x, w, null, { padding: 1 });
    const [loss, gradients] = valueAndGrad((x: Tensor, w: Tensor) => convolve(x, w).square().sum())(
      images,
      filters,
    );
    check(bounded([convolve(images, filters), loss, ...gradients]));
  });

  it('walk rows: softmax, layerNorm, sorts and running sums', () => {
    for (const columns of [5, 37, 130]) {
      const x = tensorOf(9, columns);
      const rows = [x.softmax(1), x.logSoftmax(1), nn.functional.layerNorm(x, [columns])];
      check(bounded([...rows, x.cumsum(1), ...x.sort(1), x.transpose(0, 1).softmax(1), x.amax(0)]));
    }
  });

  it('pick, scatter and draw', () => {
    const x = tensorOf(40, 19);
    const places = tensor(Int32Array.from({ length: 60 }, (_, i) => (i * 7) % 40));
    const rows = x.indexSelect(0, places);
    const added = x.scatterAdd(0, places.unsqueeze(1).expand([60, 19]), rows);
    check(bounded([rows, added, rand([500]), randn([33, 3])]));
  });

  it('step over every other element: a pool and its gradient', () => {
    const images = wholes(3, 5, 34, 35);
    const pool = (x: Tensor): Tensor => nn.functional.maxPool2d(x, 2);
    const [loss, gradients] = valueAndGrad((x: Tensor) => pool(x).square().sum())(images);
    check(bounded([pool(images), loss, ...gradients]));
  });

  it('turn matrices over', () => {
    for (const [rows, columns] of [
      [40, 40],
      [17, 70],
      [70, 17],
    ] as const) {
      const [x, y] = [wholes(rows, columns), wholes(columns, rows)];
      check(bounded([x.transpose(0, 1).mul(2), y.add(x.transpose(0, 1))]));
    }
  });

  it('use whole vectors of their target', () => {
    const x = tensorOf(40, 40);
    for (const device of devices) {
      const { launches } = runOn(device, [x.exp().node, x.sum(1).node, x.matmul(x).node]);
      const widths = launches.map(({ kernel }) =>
        Math.max(...kernel.locals.map(({ type }) => type.lanes)),
      );
      expect(widths).toEqual(launches.map(() => device.target.lanes));
    }
  });

  it('give the same bits whether their work is cut or not', () => {
    const x = tensorOf(130, 141);
    const nodes = [x.matmul(x.transpose(0, 1)), x.softmax(1), x.exp().sum(0)].map((y) => y.node);
    for (const device of devices) {
      const whole = runOn(javaScriptDevice(device.target, false), nodes);
      const { values, launches } = runOn(device, nodes);
      expect(launches.every(({ range }) => range > 1)).toBe(true);
      for (const [i, value] of values.entries()) {
        expectSameBits(value, whole.values[i] ?? value, JSON.stringify(device.target));
      }
    }
  });

  it('report an index out of range', () => {
    const picked = tensorOf(20).gather(0, tensor([3, 19, 20], { dtype: 'int32' }));
    for (const device of devices) {
      expect(runOn(device, [picked.node]).fault).toEqual({ site: 1, value: 20 });
    }
  });
});

describe('a program of two renderers', () => {
  it('keeps scalar functions in WebAssembly, beside wide kernels on the same memory', () => {
    const device = mixedDevice({ ...wasmTarget, lanes: 16, registers: 32 });
    const x = wholes(40, 40);
    const wide = x.matmul(x.transpose(0, 1)).add(1);
    const fine = wide.to('float64').tanh().mean(0);
    const back = fine.to('float32').mul(tensorOf(3, 40)).mean(1);
    const [expected] = bounded([back]);
    const { values } = runOn(device, [back.node]);
    expectClose(expected as Bounded, 'mixed', values[0]);
    expect(device.counts.wasm).toBeGreaterThan(0);
    expect(device.counts.other).toBeGreaterThan(1);
  });
});
