/** What the random graphs of values are made of. */

import type { DType } from '../../src/graph/dtype.js';
import { leaf, type Recipe, source } from './random-graph.js';
import * as ops from './random-ops.js';

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

/** The number at place `i`: small, of both signs. */
export function leafValue(i: number, dtype: DType): number {
  if (dtype === 'bool') return Number((i * 7919) % 3 === 0);
  if (dtype === 'int32') return smallInteger(i);
  // Now and then a whole number, so that exact results and ties occur too.
  return i % 8 === 0 ? smallInteger(i) : 4 * (((i * (Math.sqrt(5) - 1)) / 2) % 1) - 2;
}

/** All primitives on numbers of a moderate size. */
export const everything: Recipe = {
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

/**
 * Products of some thousand elements, and what may be done with them while they are in the cache.
 */
export const products: Recipe = {
  ...everything,
  dtypes: ['float32'],
  shapes: [[46], [47], [48], [46, 1], [47, 1], [48, 1], [46, 47], [48, 48], []],
  ops: [
    leaf,
    ops.product,
    ops.product,
    ops.followed,
    ops.followed,
    ops.followed,
    ops.exactUnary,
    ops.smoothUnary,
    ops.arithmetic,
    ops.arithmetic,
    ops.compare,
    ops.choose,
    ops.permute,
    ops.reduce,
    ops.computed,
  ],
};

/** Sums over all kinds of dims, and what they are made of. */
export const sums: Recipe = {
  ...everything,
  dtypes: ['float32', 'float32', 'float32', 'float64'],
  shapes: [
    [7, 33],
    [30, 10],
    [3, 5, 7, 2],
    [2, 8, 6, 6],
    [16, 16],
    [2, 5000],
    [600, 7],
    [17_000],
    [33],
    [1],
  ],
  ops: [
    leaf,
    leaf,
    ops.smoothUnary,
    ops.cast,
    ops.arithmetic,
    ops.arithmetic,
    ops.arithmetic,
    ops.reduce,
    ops.reduce,
    ops.reduce,
    ops.reduce,
    ...views,
    ops.alias,
  ],
};

const special = [Number.NaN, Infinity, -Infinity, -0, 0, 1, -1, 1e-40, 3e38, -2.5, 0.5, 7, 1e-310];
/**
 * NaN, infinities, zeros of both signs, the ends of the range: only ops that treat them exactly.
 */
export const specialValues: Recipe = {
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
