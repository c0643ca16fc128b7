/**
 * Random expression graphs from lists of small integers, which shrink well: each step is an op with
 * the numbers that it draws its operands and attributes from. A step that does not fit does
 * nothing.
 */

import * as build from '../../src/graph/builders/index.js';
import { allocate, type DType, isFloat } from '../../src/graph/dtype.js';
import type { Node } from '../../src/graph/node.js';
import { numel, type Shape } from '../../src/graph/shape.js';
import type { Bounded } from '../oracle/error-bound.js';
import { evaluateNode } from '../oracle/evaluate.js';

/** One step: which op, and numbers to choose by. */
export interface Step {
  readonly op: number;
  readonly numbers: readonly number[];
}

/** What a graph may be made of. */
export interface Recipe {
  readonly dtypes: readonly DType[];
  readonly shapes: readonly Shape[];
  /** Names of ops; one that stands twice is drawn twice as often. */
  readonly ops: readonly OpMaker[];
  /** Values of leaves, from a running number. */
  readonly leafValue: (i: number, dtype: DType) => number;
  /** Results beyond this are thrown away, and so are errors that are larger than the values. */
  readonly limit: number;
  readonly maxElements: number;
  /** Whether float leaves take gradients. */
  readonly requiresGrad?: boolean;
}

/** Draws from the numbers of a step, and from what there is. */
export class Draw {
  #at = 0;
  constructor(
    readonly entries: readonly Bounded[],
    readonly recipe: Recipe,
    readonly numbers: readonly number[],
    readonly salt: number,
  ) {}

  /** An integer below `count`. */
  below(count: number): number {
    const drawn = this.numbers[this.#at] ?? 0;
    this.#at += 1;
    return count <= 0 ? 0 : drawn % count;
  }

  one<T>(list: readonly T[]): T | null {
    return list[this.below(list.length)] ?? null;
  }

  /** A node that fits, more recent ones for smaller numbers. */
  node(fits: (node: Node) => boolean = () => true): Node | null {
    return this.one(
      this.entries
        .map((entry) => entry.node)
        .filter(fits)
        .toReversed(),
    );
  }

  float(): Node | null {
    return this.node((node) => isFloat(node.dtype));
  }

  /** A node of the dtype of `like` that broadcasts with it. */
  beside(like: Node): Node {
    const found = this.node(
      (node) => node.dtype === like.dtype && broadcasts(node.shape, like.shape),
    );
    return found ?? like;
  }
}

/** Whether two shapes broadcast. */
export function broadcasts(a: Shape, b: Shape): boolean {
  for (let d = 1; d <= Math.min(a.length, b.length); d++) {
    const [x, y] = [a.at(-d), b.at(-d)];
    if (x !== y && x !== 1 && y !== 1) return false;
  }
  return true;
}

/** Makes a node, or null when nothing fits. */
export type OpMaker = (draw: Draw) => Node | null;

/** A leaf of data. */
export const leaf: OpMaker = (draw) => {
  const { recipe } = draw;
  const dtype = draw.one(recipe.dtypes) ?? 'float32';
  const shape = draw.one(recipe.shapes) ?? [];
  const start = draw.below(1000) + 1000 * draw.salt;
  const array = allocate(dtype, numel(shape));
  for (let i = 0; i < array.length; i++) array[i] = recipe.leafValue(start + i, dtype);
  const node = build.data(array, shape, dtype);
  node.isLeaf = recipe.requiresGrad === true && isFloat(dtype);
  node.requiresGrad = node.isLeaf;
  return node;
};

/** A number, the indices, or random numbers. */
export const source: OpMaker = (draw) => {
  const shape = draw.one(draw.recipe.shapes) ?? [];
  const dtype = draw.one(draw.recipe.dtypes) ?? 'float32';
  switch (draw.below(3)) {
    case 0:
      return build.full(shape, draw.recipe.leafValue(draw.below(1000) + draw.salt, dtype), dtype);
    case 1:
      return build.iota(shape);
    default: {
      const counter = draw.below(2) === 0 ? draw.below(100) : 2 ** 32 - 3;
      const seed = draw.salt + draw.below(3) * 2 ** 31;
      return build.random(shape, seed, counter, dtype === 'float64' ? dtype : 'float32');
    }
  }
};

function isUsable(entry: Bounded, { limit }: Recipe): boolean {
  if (!Number.isFinite(entry.error)) return false;
  let size = 0;
  for (const x of entry.value) {
    if (!(Math.abs(x) <= limit) && limit !== Infinity) return false;
    if (Math.abs(x) > size) size = Math.abs(x);
  }
  return entry.error <= 1e-3 * Math.max(size, 1e-3);
}

/** The nodes that the steps make, with what the interpreter makes of them. `salt` varies values. */
export function buildGraph(recipe: Recipe, steps: readonly Step[], salt: number): Bounded[] {
  const entries: Bounded[] = [];
  const known = new Map<Node, Bounded>();
  const evaluateBelow = (node: Node): Bounded => {
    const before = known.get(node);
    if (before !== undefined) return before;
    const result = evaluateNode(node, node.value === null ? node.inputs.map(evaluateBelow) : []);
    known.set(node, result);
    return result;
  };
  for (const { op, numbers } of steps) {
    const make = entries.length === 0 ? leaf : recipe.ops[op % recipe.ops.length];
    const node = make?.(new Draw(entries, recipe, numbers, salt)) ?? null;
    if (node === null || numel(node.shape) > recipe.maxElements) continue;
    if (node.shape.length > 6) continue;
    const entry = evaluateBelow(node);
    if (isUsable(entry, recipe)) entries.push(entry);
  }
  return entries;
}
