/** Copies of elements, beside each other. */

import { DTypeError, ShapeError } from '../../../errors.js';
import { expandTo, reshape as reshapeNode } from '../../../graph/builders/index.js';
import type { Node } from '../../../graph/node.js';
import { checkShape, normalizeDim, type Shape, show } from '../../../graph/shape.js';
import * as signatures from '../../../signatures/tensor.js';
import { type TensorLike, toNode } from '../../handle/convert.js';
import { Tensor } from '../../handle/tensor.js';
import { tensor } from '../../make/create.js';
import { indexSelect } from '../movement/lookup.js';
import { reshape, unsqueeze } from '../movement/shape.js';
import { sizesOf } from './sizes-of.js';

/** Each dim so many times, one after the other. */
function repeated(node: Node, counts: Shape): Tensor {
  const spread = node.shape.flatMap((n) => [1, n]);
  const wide = node.shape.flatMap((n, d) => [counts[d] ?? 1, n]);
  const shape = node.shape.map((n, d) => n * (counts[d] ?? 1));
  return new Tensor(reshapeNode(expandTo(reshapeNode(node, spread), wide), shape));
}

/** With dims of size 1 in front, up to so many. */
function widened(node: Node, ndim: number): Node {
  const missing = Math.max(0, ndim - node.shape.length);
  return reshapeNode(node, [...Array.from({ length: missing }, () => 1), ...node.shape]);
}

/**
 * x repeated along each dim, as many times as the list (or the numbers) says for it; more numbers
 * than dims give new dims in front: `[2, 3]` repeated 2, 1, 2 is `[2, 2, 6]`.
 * Source: https://pytorch.org/docs/stable/generated/torch.Tensor.repeat.html
 * @throws ShapeError for fewer numbers than dims, or negative ones.
 * @example
 * console.log(tensor([1, 2]).repeat([2]).toArray()); // [ 1, 2, 1, 2 ]
 */
export function repeat(x: TensorLike, ...counts: (number | readonly number[])[]): Tensor {
  signatures.repeat.check(arguments);
  const node = toNode('repeat', x);
  const list = sizesOf(counts);
  checkShape('repeat', list);
  if (list.length < node.shape.length) {
    throw new ShapeError(
      `repeat: ${show(list)} needs a number for each dim of ${show(node.shape)}; tile() does not`,
    );
  }
  return repeated(widened(node, list.length), list);
}

/**
 * x repeated along the last dims, as many times as the list (or the numbers) says; the others once.
 * Source: https://pytorch.org/docs/stable/generated/torch.tile.html
 * @throws ShapeError for negative numbers.
 * @example
 * console.log(tile(tensor([1, 2]), [2]).toArray()); // [ 1, 2, 1, 2 ]
 */
export function tile(x: TensorLike, ...counts: (number | readonly number[])[]): Tensor {
  signatures.tile.check(arguments);
  const node = toNode('tile', x);
  const list = sizesOf(counts);
  checkShape('tile', list);
  const ones = Array.from({ length: Math.max(0, node.shape.length - list.length) }, () => 1);
  return repeated(widened(node, list.length), [...ones, ...list]);
}

/** Options of `repeatInterleave`. */
export interface RepeatInterleaveOptions {
  /** Along which dim; null (default) for the elements in one list. */
  readonly dim?: number | null;
}

/**
 * Each element of a dim repeated by itself: `[1, 2]` twice is `[1, 1, 2, 2]`. A list of counts,
 * int32 `[n]`, has one for each element, and is read.
 * Source: https://pytorch.org/docs/stable/generated/torch.repeat_interleave.html
 * @throws ShapeError for negative counts, or another number of them; DTypeError for counts that are
 *   not int32; IndexError for a dim that does not exist.
 * @example
 * console.log(repeatInterleave(tensor([1, 2]), 2).toArray()); // [ 1, 1, 2, 2 ]
 */
export function repeatInterleave(
  x: TensorLike,
  repeats: number | Tensor,
  options: RepeatInterleaveOptions | number = {},
): Tensor {
  signatures.repeatInterleave.check(arguments);
  const dim = typeof options === 'number' ? options : (options.dim ?? null);
  const given = new Tensor(toNode('repeatInterleave', x));
  const value = dim === null || given.ndim === 0 ? reshape(given, [-1]) : given;
  const d = normalizeDim('repeatInterleave', dim ?? 0, value.ndim);
  const length = value.shape[d] ?? 0;
  if (typeof repeats === 'number') {
    checkShape('repeatInterleave', [repeats]);
    const wide = value.shape.flatMap((n, i) => (i === d ? [n, repeats] : [n]));
    const each = expandTo(unsqueeze(value, d + 1).node, wide);
    return reshape(
      new Tensor(each),
      value.shape.map((n, i) => (i === d ? n * repeats : n)),
    );
  }
  if (repeats.dtype !== 'int32') {
    throw new DTypeError(`repeatInterleave: counts must be int32, got ${repeats.dtype}`);
  }
  const counts = [...repeats.toTypedArray()];
  checkShape('repeatInterleave', counts);
  if (counts.length === 1) return repeatInterleave(value, counts[0] ?? 0, { dim: d });
  if (counts.length !== length) {
    throw new ShapeError(
      `repeatInterleave: ${counts.length} counts for the ${length} elements of dim ${d} of ` +
        show(value.shape),
    );
  }
  const places = counts.flatMap((count, i) => Array.from({ length: count }, () => i));
  return indexSelect(value, d, tensor(Int32Array.from(places)));
}
