/** Extremes along one dim, with their places. */

import { normalizeDim } from '../../../graph/shape.js';
import { internally } from '../../../runtime/values/held.js';
import * as signatures from '../../../signatures/tensor.js';
import { type TensorLike, toNode } from '../../handle/convert.js';
import { Tensor } from '../../handle/tensor.js';
import { maximum, minimum } from '../elementwise/arithmetic.js';
import { amax, amin, argmax, argmin } from './extreme.js';
import { pickAlong } from './pick-along.js';
import type { Dim } from './reduced.js';
import type { ValuesIndices } from './values-indices.js';

function alongDim(
  name: 'max' | 'min',
  x: TensorLike,
  dim: number,
  keepdim: boolean,
): ValuesIndices {
  const value = new Tensor(toNode(name, x));
  const d = normalizeDim(name, dim, value.ndim);
  if (value.shape[d] === 0) (name === 'max' ? amax : amin)(value, d);
  const places = internally(() => (name === 'max' ? argmax : argmin)(value, dim, true));
  return pickAlong(value, d, places, keepdim);
}

/**
 * The largest element, NaN if there is one; ties share the gradient equally.
 * @example
 * console.log(tensor([3, 9, 4]).max().item()); // 9
 */
export function max(x: TensorLike, dim?: readonly number[] | null, keepdim?: boolean): Tensor;
/**
 * The largest elements along one dim, NaN if there is one, and their places (int32):
 * `[.., n, ..] -> [.., ..]`, or `[.., 1, ..]` with `keepdim`. The first wins a tie, and alone gets
 * the gradient. Without a dim, or with a list of dims, it is `amax`: a tensor.
 * Source: https://pytorch.org/docs/stable/generated/torch.max.html
 * @throws ShapeError when a reduced dim is empty; IndexError for a dim that does not exist;
 *   ValueError for one named twice.
 */
export function max(x: TensorLike, dim: number, keepdim?: boolean): ValuesIndices;
/** The larger of two tensors, element by element: `maximum`. */
export function max(x: TensorLike, other: Tensor): Tensor;
export function max(x: TensorLike, dim: Dim | Tensor = null, keepdim = false): unknown {
  signatures.max.check(arguments);
  if (dim instanceof Tensor) return maximum(x, dim);
  return typeof dim === 'number' ? alongDim('max', x, dim, keepdim) : amax(x, dim, keepdim);
}

/**
 * The smallest element, NaN if there is one; ties share the gradient equally.
 * @example
 * console.log(tensor([3, 1, 4]).min().item()); // 1
 */
export function min(x: TensorLike, dim?: readonly number[] | null, keepdim?: boolean): Tensor;
/**
 * The smallest elements along one dim, NaN if there is one, and their places (int32):
 * `[.., n, ..] -> [.., ..]`, or `[.., 1, ..]` with `keepdim`. The first wins a tie, and alone gets
 * the gradient. Without a dim, or with a list of dims, it is `amin`: a tensor.
 * Source: https://pytorch.org/docs/stable/generated/torch.min.html
 * @throws ShapeError when a reduced dim is empty; IndexError for a dim that does not exist;
 *   ValueError for one named twice.
 */
export function min(x: TensorLike, dim: number, keepdim?: boolean): ValuesIndices;
/** The smaller of two tensors, element by element: `minimum`. */
export function min(x: TensorLike, other: Tensor): Tensor;
export function min(x: TensorLike, dim: Dim | Tensor = null, keepdim = false): unknown {
  signatures.min.check(arguments);
  if (dim instanceof Tensor) return minimum(x, dim);
  return typeof dim === 'number' ? alongDim('min', x, dim, keepdim) : amin(x, dim, keepdim);
}

/**
 * Smallest and largest element, over `dim` or all: `[min, max]`, as `amin` and `amax` give them.
 * Source: https://pytorch.org/docs/stable/generated/torch.aminmax.html
 * @throws ShapeError when a reduced dim is empty; IndexError for a dim that does not exist.
 * @example
 * const [low, high] = aminmax(tensor([3, 1, 2]));
 * console.log(low.item(), high.item()); // 1 3
 */
export function aminmax(
  x: TensorLike,
  options: { readonly dim?: number | null; readonly keepdim?: boolean } = {},
): [min: Tensor, max: Tensor] & { readonly min: Tensor; readonly max: Tensor } {
  signatures.aminmax.check(arguments);
  const { dim = null, keepdim = false } = options;
  const [low, high] = [amin(x, dim, keepdim), amax(x, dim, keepdim)];
  return Object.assign<[Tensor, Tensor], { min: Tensor; max: Tensor }>([low, high], {
    min: low,
    max: high,
  });
}
