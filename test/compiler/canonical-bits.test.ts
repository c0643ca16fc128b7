/**
 * The bits of a value depend on its own node alone: on its op, shapes, inputs, and the views
 * through which it sees them. What else a program computes, what a node is fused with, and which
 * nodes are outputs, changes nothing.
 */

import { grad, nn, type Tensor, tensor } from 'chainrule';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { type Node, topologicalOrder } from '../../src/graph/node.js';
import { numel, type Shape } from '../../src/graph/shape.js';
import { isViewOp } from '../../src/graph/traits.js';
import { hostArray, realize } from '../../src/runtime/realize/realize.js';
import { describeGraph } from './compare-values.js';
import { buildGraph, type Recipe, type Step } from './random-graph.js';
import { everything, products, specialValues, sums } from './random-recipes.js';
import { drawing, patience, stepsUpTo } from './random-step.js';

/** The first element in which two values differ; NaN is one value, and zeros are two. */
function firstDifference(node: Node, other: Node): string | null {
  const [a, b] = [hostArray(node), hostArray(other)];
  for (let i = 0; i < a.length; i++) {
    if (!Object.is(a[i], b[i])) return `element ${i}: ${a[i]} and ${b[i]}`;
  }
  return a.length === b.length ? null : 'lengths';
}

/** Computes every node in a program of its own; views are no values of their own. */
function computeOneByOne(outputs: readonly Node[]): void {
  for (const node of topologicalOrder(outputs, ({ value }) => value !== null)) {
    if (node.value === null && !isViewOp(node)) realize([node]);
  }
  for (const node of outputs) realize([node]);
}

/** Makes the same graph anew for each way to compute it, and compares the values of these nodes. */
function expectSameBits(make: () => readonly Node[], subsets: readonly number[][]): void {
  const alone = make();
  const graphs = alone.map((node) => () => describeGraph(node));
  const texts = graphs.map((text) => text());
  computeOneByOne(alone);
  for (const subset of subsets) {
    const nodes = make();
    const chosen = [...new Set(subset.map((pick) => pick % nodes.length))];
    realize(chosen.flatMap((i) => nodes[i] ?? []));
    for (const i of chosen) {
      const [node, other] = [nodes[i], alone[i]];
      if (node === undefined || other === undefined) continue;
      const difference = firstDifference(node, other);
      if (difference !== null) throw new Error(`${difference} of [${subset}]\n${texts[i]}`);
    }
  }
}

function checkRandom(recipe: Recipe, steps: readonly Step[], subsets: readonly number[][]): void {
  const make = (): Node[] => buildGraph(recipe, steps, 0).map(({ node }) => node);
  const last = make().length - 1;
  expectSameBits(make, [[last], ...subsets]);
}

const subsets = fc.array(fc.array(fc.nat(1000), { minLength: 1, maxLength: 8 }), {
  minLength: 1,
  maxLength: 3,
});

const recipes: readonly (readonly [string, Recipe, number])[] = [
  ['all primitives', everything, 40],
  ['sums over all dims of all shapes, and what they are made of', sums, 30],
  ['products and what follows them', products, 30],
  ['NaN, infinities, zeros and extremes', specialValues, 40],
];

describe('a value has the same bits in every program', () => {
  it.each(recipes)(
    'on random graphs of %s',
    (_name, recipe, most) => {
      const property = fc.property(stepsUpTo(most), subsets, (steps, picks) =>
        checkRandom(recipe, steps, picks),
      );
      // Each graph is computed many times, node by node.
      fc.assert(property, { ...drawing, numRuns: Math.ceil((drawing.numRuns ?? 100) / 4) });
    },
    patience,
  );
});

/** Numbers of both signs, equal for equal salts. */
function numbers(shape: Shape, salt = 0, dtype: 'float32' | 'float64' = 'float32'): Tensor {
  const count = numel(shape);
  const array = dtype === 'float64' ? new Float64Array(count) : new Float32Array(count);
  for (let i = 0; i < count; i++) array[i] = Math.sin((i + 1) * 12.9898 + salt) * 3 + 0.1;
  return tensor(array, { dtype }).reshape([...shape]);
}

/** Numbers that take gradients. */
function weights(shape: Shape, salt: number): Tensor {
  const made = numbers(shape, salt);
  realize([made.node]);
  const leaf = tensor(made.toTypedArray())
    .reshape([...shape])
    .detach();
  realize([leaf.node]);
  leaf.requiresGrad = true;
  return leaf;
}

/** Values and gradients of a function. */
function withGradients(
  inputs: readonly Tensor[],
  fn: (...xs: readonly Tensor[]) => Tensor,
): Tensor[] {
  const output = fn(...inputs);
  const loss = output.square().sum();
  return [output, loss, ...grad(loss, [...inputs])];
}

const { functional } = nn;

/** A case makes some results of one program, which are then computed in others. */
const cases: { readonly [name: string]: () => readonly Tensor[] } = {
  'of more operands than there are registers': () => {
    const xs = Array.from({ length: 12 }, (_, i) => numbers([5, 203], i));
    const all = xs.reduce((a, x) => a.add(x));
    return [all.sum(1), (xs[0] as Tensor).sum(1), all, all.mul(all).sum(1)];
  },
  'behind passes of heavy functions': () => {
    const x = numbers([7, 333]);
    const heavy = x.exp().log1p().tanh().erf().exp();
    return [heavy.sum(1), x.sum(1), heavy, heavy.sum(0), heavy.sum(), heavy.amax(1)];
  },
  'beside numbers of 64 bits': () => {
    const x = numbers([6, 130]);
    const wide = numbers([6, 130], 1, 'float64');
    const mixed = x.add(wide.to('float32'));
    const heavy = [x.exp(), x.sin(), x.tanh(), x.abs().pow(1.3), x.erf(), x.sigmoid(), x.expm1()];
    const both = heavy.flatMap((y) => [y, y.mul(mixed), y.to('float64').mul(wide)]);
    return [
      x.sum(1),
      x.to('float64').sum(1),
      mixed.sum(1),
      mixed.sum(),
      wide.mul(2),
      mixed.sum(0),
      ...both,
    ];
  },
  'of operands that lie in another order': () => {
    const x = numbers([30, 30]);
    const row = numbers([30], 3);
    const both = x.add(x.permute([1, 0])).mul(row);
    return [x.sum(), both.sum(), both.sum(0), both.sum(1), both, x.mul(row).sum()];
  },
  'of rows that are too short for vectors': () => {
    const x = numbers([12, 50, 3]);
    const transposed = x.permute([1, 0, 2]);
    return [
      x.sum(2),
      x.sum([1, 2]),
      transposed.sum([0, 2]),
      x.sum(),
      transposed.sum([1, 2]),
      transposed.sum(),
    ];
  },
  'of a slice, and of what is repeated': () => {
    const x = numbers([9, 40, 21]);
    const part = x.slice(2, 1, 20).slice(1, 3, 37, 2);
    const repeated = numbers([40, 1], 5).expand([9, 40, 21]);
    const sums = [part.sum([1, 2]), part.sum(), part.mul(part).sum([0, 2])];
    return [...sums, x.mul(repeated).sum([1, 2]), x.mul(repeated).sum([0, 1]), repeated.sum()];
  },
  'of rows so long that they are cut': () => {
    const x = numbers([3, 6001]);
    const y = numbers([700, 5], 2);
    return [x.sum(1), x.exp().sum(1), x.mul(2).sum(0), y.sum(0), y.sin().sum(0), y, x.sum()];
  },
  'in pieces of one long sum': () => {
    const x = numbers([25_001]);
    const shifted = x.sub(x.mean());
    return [x.sum(), shifted.square().sum(), shifted.square().mean(), x.max(), shifted];
  },
  'in softmax and its gradient': () =>
    withGradients([weights([6, 150], 1)], (x) => x.softmax(1).mul(numbers([6, 150], 2))),
  'in logSoftmax and its gradient': () =>
    withGradients([weights([6, 37], 1)], (x) => x.logSoftmax(1).mul(numbers([6, 37], 2))),
  'in layerNorm and its gradients': () =>
    withGradients([weights([20, 96], 1), weights([96], 2), weights([96], 3)], (x, w, b) =>
      functional.layerNorm(x, [96], w, b),
    ),
  'in groupNorm and its gradients': () =>
    withGradients([weights([3, 6, 7, 7], 1), weights([6], 2), weights([6], 3)], (x, w, b) =>
      functional.groupNorm(x, 2, w, b),
    ),
  'in batchNorm and its gradients': () => {
    const layer = new nn.BatchNorm2d(4);
    const result = withGradients([weights([5, 4, 7, 7], 1)], (x) => layer.forward(x).tanh());
    return [...result, layer.stateDict().running_var as Tensor];
  },
  'in products with and without what follows them': () =>
    withGradients([weights([70, 300], 1), weights([50, 300], 2), weights([50], 3)], (x, w, b) =>
      functional.linear(x, w, b).tanh().add(1),
    ),
  'in products whose k is cut into parts': () => {
    const product = numbers([9, 20_000]).matmul(numbers([20_000, 9], 1));
    return [product, product.add(1).tanh(), product.sum(0), product.relu()];
  },
  'in products of views that are results, too': () => {
    const x = numbers([40, 36]);
    const transposed = x.exp().permute([1, 0]);
    const flat = transposed.reshape([36 * 40]);
    const again = flat.reshape([40, 36]);
    return [
      transposed,
      transposed.matmul(x),
      flat,
      again.matmul(transposed),
      x.exp().matmul(transposed),
    ];
  },
  'in convolutions and their gradients': () =>
    withGradients(
      [weights([2, 3, 12, 12], 1), weights([5, 3, 3, 3], 2), weights([5], 3)],
      (x, w, b) => functional.conv2d(x, w, b, { padding: 1 }).relu(),
    ),
};

describe('a sum has the same bits in every program', () => {
  it.each(Object.keys(cases))('%s', (name) => {
    const make = (): Node[] => (cases[name]?.() ?? []).map(({ node }) => node);
    const all = [...make().keys()];
    expect(all.length).toBeGreaterThan(1);
    expectSameBits(make, [all, ...all.map((i) => [i])]);
  });
});
