/**
 * Compiled programs against the interpreter, on random graphs of all primitives: any views, any
 * sharing, several outputs, vectors with remainders, and sums so long that they are cut in pieces.
 */

import fc from 'fast-check';
import { describe, it } from 'vitest';
import type { DType } from '../../src/graph/dtype.js';
import { realize } from '../../src/runtime/realize.js';
import type { Bounded } from '../oracle/error-bound.js';
import { describeGraph, expectClose } from './compare-values.js';
import { buildGraph, leaf, type Recipe, type Step, source } from './random-graph.js';
import * as ops from './random-ops.js';
import { drawing, patience, stepsUpTo } from './random-step.js';
import { WriteGuard } from './write-guard.js';

const views = [ops.reshape, ops.permute, ops.expand, ops.slice, ops.flip, ops.window];
const shapes = [
  [],
  [3],
  [4],
  [2, 3],
  [5, 1],
  [1, 7],
  [3, 4, 5],
  [8, 9],
  [2, 1, 3, 2],
  [1],
  [0],
  [2, 0],
];
const large = [[40, 70], [3000], [7, 300], [130, 9], [17_000], [3, 33, 20]];

function smallInteger(i: number): number {
  return ((i * 7919) % 13) - 6;
}

function leafValue(i: number, dtype: DType): number {
  if (dtype === 'bool') return Number((i * 7919) % 3 === 0);
  if (dtype === 'int32') return smallInteger(i);
  // Now and then a whole number, so that exact results and ties occur too.
  return i % 8 === 0 ? smallInteger(i) : 4 * (((i * (Math.sqrt(5) - 1)) / 2) % 1) - 2;
}

const everything: Recipe = {
  dtypes: ['float32', 'float64', 'float32', 'int32', 'bool'],
  shapes: [...shapes, ...large],
  ops: [
    leaf,
    leaf,
    source,
    ops.exactUnary,
    ops.smoothUnary,
    ops.smoothUnary,
    ops.cast,
    ops.arithmetic,
    ops.arithmetic,
    ops.arithmetic,
    ops.power,
    ops.compare,
    ops.choose,
    ops.reduce,
    ops.reduce,
    ...views,
    ops.pad,
    ops.cat,
    ops.gather,
    ops.scatterAdd,
    ops.contract,
    ops.contract,
    ops.scan,
    ops.alias,
    ops.computed,
  ],
  leafValue,
  limit: 1e4,
  maxElements: 20_000,
};

/** NaN, infinities, zeros of both signs, the ends of the range: only ops that treat them exactly. */
const special = [Number.NaN, Infinity, -Infinity, -0, 0, 1, -1, 1e-40, 3e38, -2.5, 0.5, 7, 1e-310];
const specialValues: Recipe = {
  ...everything,
  dtypes: ['float32', 'float64'],
  ops: [
    leaf,
    leaf,
    ops.exactUnary,
    ops.squareRoot,
    ops.arithmetic,
    ops.arithmetic,
    ops.compare,
    ops.choose,
    ops.max,
    ...views,
    ops.pad,
    ops.cat,
    ops.gather,
    ops.scan,
  ],
  leafValue: (i) => special[(i * 5) % special.length] ?? 0,
  limit: Infinity,
};

const guard = new WriteGuard();

/** Builds the graph, computes some of its nodes in one program, and compares them. */
function check(recipe: Recipe, list: readonly Step[], picks: readonly number[]): void {
  // The second graph has the structure of the first, and so its program, but other values.
  for (const salt of [0, 1]) {
    const entries = buildGraph(recipe, list, salt);
    const last = entries.length - 1;
    const outputs = new Set([last, ...picks.map((pick) => pick % entries.length)]);
    const chosen = [...outputs].map((i) => entries[i] as Bounded);
    const graphs = chosen.map(({ node }) => describeGraph(node));
    guard.watch(() => realize(chosen.map(({ node }) => node)));
    chosen.forEach((entry, i) => expectClose(entry, graphs[i] ?? ''));
  }
}

const picks = fc.array(fc.nat(1000), { maxLength: 8 });

describe('a compiled program gives what the interpreter gives', () => {
  it(
    'on graphs of all primitives',
    () => {
      fc.assert(
        fc.property(stepsUpTo(44), picks, (list, outputs) => check(everything, list, outputs)),
        drawing,
      );
    },
    patience,
  );

  it(
    'on NaN, infinities, zeros and extremes',
    () => {
      fc.assert(
        fc.property(stepsUpTo(44), picks, (list, outputs) => check(specialValues, list, outputs)),
        drawing,
      );
    },
    patience,
  );
});
