/**
 * Gradients of random graphs: the gradient graph, compiled, against the interpreter, which in turn
 * is judged by central differences of the interpreted value; and gradients of gradients.
 */

import fc from 'fast-check';
import { describe, it } from 'vitest';
import { backprop } from '../../src/gradient/backprop.js';
import * as build from '../../src/graph/builders/index.js';
import type { DType, StorageArray } from '../../src/graph/dtype.js';
import { type Node, topologicalOrder } from '../../src/graph/node.js';
import { numel } from '../../src/graph/shape.js';
import { realize } from '../../src/runtime/realize/realize.js';
import { evaluate } from '../oracle/evaluate.js';
import { describeGraph, expectClose } from './compare-values.js';
import { buildGraph, leaf, type Recipe, type Step } from './random-graph.js';
import * as ops from './random-ops.js';
import { drawing, patience, stepsUpTo } from './random-step.js';

function leafValue(i: number, dtype: DType): number {
  if (dtype === 'bool') return Number((i * 7919) % 3 === 0);
  if (dtype === 'int32') return ((i * 7919) % 13) - 6;
  return 4 * (((i * (Math.sqrt(5) - 1)) / 2) % 1) - 2;
}

const smooth: Recipe = {
  dtypes: ['float64', 'float64', 'float64', 'float64', 'bool'],
  shapes: [[], [3], [4], [2, 3], [5, 1], [1, 7], [3, 4, 2], [8, 9], [2, 1, 3, 2]],
  ops: [
    leaf,
    leaf,
    ops.exactUnary,
    ops.smoothUnary,
    ops.smoothUnary,
    ops.smoothUnary,
    ops.arithmetic,
    ops.arithmetic,
    ops.arithmetic,
    ops.power,
    ops.compare,
    ops.choose,
    ops.reduce,
    ops.max,
    ops.reshape,
    ops.permute,
    ops.expand,
    ops.slice,
    ops.flip,
    ops.window,
    ops.pad,
    ops.cat,
    ops.gather,
    ops.scatterAdd,
    ops.contract,
    ops.contract,
    ops.scan,
  ],
  leafValue,
  limit: 100,
  maxElements: 400,
  requiresGrad: true,
};

/** A number that depends on every element of the last few nodes. */
function lossOf(nodes: readonly Node[]): Node | null {
  let total: Node | null = null;
  for (const node of nodes) {
    if (!node.requiresGrad || node.isLeaf || numel(node.shape) === 0) continue;
    const bounded = build.unary('tanh', node);
    const places = build.cast(build.iota(node.shape), 'float64');
    const weights = build.unary('cos', places);
    const dims = node.shape.map((_, d) => d);
    const part = build.sum(build.mul(bounded, weights), dims);
    total = total === null ? part : build.add(total, part);
  }
  return total;
}

function leavesOf(loss: Node): Node[] {
  return topologicalOrder([loss], () => false).filter((node) => node.isLeaf);
}

function gradientsOf(loss: Node, leaves: readonly Node[]): (Node | undefined)[] {
  const reached = new Map<Node, Node>();
  backprop([loss], [build.full([], 1, 'float64')], (node, total) => reached.set(node, total));
  return leaves.map((leaf) => reached.get(leaf));
}

function valueWith(loss: Node, leaf: Node, element: number, shift: number): number {
  const values = Float64Array.from(leaf.value?.host ?? []);
  values[element] = (values[element] ?? 0) + shift;
  const given = new Map<Node, StorageArray>([[leaf, values]]);
  return evaluate([loss], given)[0]?.value[0] ?? 0;
}

function expectSlope(loss: Node, leaf: Node, gradient: StorageArray, element: number): void {
  const [near, far] = [1e-6, 2e-6].map(
    (h) => (valueWith(loss, leaf, element, h) - valueWith(loss, leaf, element, -h)) / (2 * h),
  ) as [number, number];
  // Where two distances disagree, the function has a kink or too large a curvature to tell.
  if (Math.abs(near - far) > 1e-5 * (1 + Math.abs(near))) return;
  const actual = gradient[element] ?? 0;
  const isClose = Math.abs(actual - near) <= 1e-4 * (1 + Math.abs(near));
  if (!isClose) {
    throw new Error(
      `element ${element} of [${leaf.shape}]: gradient ${actual}, slope ${near}\n` +
        describeGraph(loss),
    );
  }
}

function check(steps: readonly Step[], element: number): void {
  const entries = buildGraph(smooth, steps, 0);
  const loss = lossOf(entries.slice(-3).map(({ node }) => node));
  if (loss === null) return;
  const leaves = leavesOf(loss);
  const gradients = gradientsOf(loss, leaves).filter((node) => node !== undefined);
  const second = lossOf(gradients);
  const again = second === null ? [] : gradientsOf(second, leaves);
  const all = [loss, ...gradients, ...again.filter((node) => node !== undefined)];
  const expected = evaluate(all);
  leaves.forEach((leaf, i) => {
    const gradient = expected[1 + i]?.value;
    if (gradient !== undefined && gradients.length === leaves.length) {
      expectSlope(loss, leaf, gradient, element % Math.max(1, numel(leaf.shape)));
    }
  });
  realize(all);
  for (const entry of expected) expectClose(entry, '');
}

describe('gradients of random graphs', () => {
  it(
    'are slopes, and compile to what the interpreter gives',
    () => {
      fc.assert(
        fc.property(stepsUpTo(24), fc.nat(1000), (list, element) => check(list, element)),
        drawing,
      );
    },
    patience,
  );
});
