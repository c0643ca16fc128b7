/** Order statistics with their places: medians, the k-th smallest and the most frequent element. */

import { ShapeError, ValueError } from '../../../errors.js';
import { normalizeDim, show } from '../../../graph/shape.js';
import { internally } from '../../../runtime/values/held.js';
import * as signatures from '../../../signatures/tensor.js';
import { type TensorLike, toNode } from '../../handle/convert.js';
import { customOp } from '../../handle/custom-op.js';
import { Tensor } from '../../handle/tensor.js';
import { arange, full } from '../../make/create.js';
import { mul, sub } from '../elementwise/arithmetic.js';
import { eq, ne } from '../elementwise/comparison.js';
import { floor } from '../elementwise/elementary.js';
import { trueQuotient as div } from '../elementwise/quotient.js';
import { where } from '../elementwise/where.js';
import { gather } from '../movement/lookup.js';
import { reshape } from '../movement/shape.js';
import { argmax } from '../reduction/extreme.js';
import { pickAlong } from '../reduction/pick-along.js';
import { sum } from '../reduction/reduce.js';
import { type ValuesIndices, valuesIndices } from '../reduction/values-indices.js';
import { cummax, sort } from './order.js';

function checkNotEmpty(name: string, x: Tensor, d: number): void {
  if (x.shape[d] !== 0) return;
  throw new ShapeError(`${name}: no element to choose from in dim ${d} of ${show(x.shape)}`);
}

/** The element at each place of the order along `d`, [.., 1, ..]. */
function ranked(x: Tensor, d: number, place: Tensor, keepdim: boolean): ValuesIndices {
  if (x.ndim === 0) return valuesIndices(new Tensor(x.node), full([], 0, { dtype: 'int32' }));
  const indices = internally(() => {
    const [, order] = sort(x.detach(), d);
    return gather(order, d, place);
  });
  return pickAlong(x, d, indices, keepdim);
}

/** Where the lower median is in the order; NaN are last, and count unless they are left out. */
function middle(x: Tensor, d: number, isNaNIgnored: boolean): Tensor {
  const isNaNs = ne(x, x);
  const size = x.shape[d] ?? 1;
  const count = sub(size, sum(isNaNs, d, true));
  const half = (n: Tensor): Tensor => floor(div(sub(n, 1), 2).clamp(0)).to('int32');
  if (isNaNIgnored) return half(count);
  // The first NaN, if there is one.
  return where(eq(count, size), half(mul(count, 0).add(size)), count);
}

function medianAlong(name: string, x: Tensor, dim: number, keepdim: boolean): ValuesIndices {
  const d = normalizeDim(name, dim, x.ndim);
  checkNotEmpty(name, x, d);
  if (x.ndim === 0) return ranked(x, 0, x, keepdim);
  return ranked(
    x,
    d,
    internally(() => middle(x.detach(), d, name === 'nanmedian')),
    keepdim,
  );
}

/** Of all elements; those that are equal to it share the gradient. */
function medianOfAll(name: string, x: Tensor): Tensor {
  if (x.numel === 0) return mul(sum(x), Number.NaN);
  const op = customOp({
    name,
    forward: (each: Tensor) => reshape(medianAlong(name, reshape(each, [-1]), 0, false)[0], []),
    backward: (gradient: Tensor, [each]: readonly [Tensor], result: Tensor) => {
      const isMedian = internally(() =>
        where(ne(result, result), ne(each, each), eq(each, result)),
      );
      return [where(isMedian, div(gradient, sum(isMedian)), 0)];
    },
  });
  return op(x);
}

/**
 * The median of all elements: of two in the middle the lower one. NaN if there is one.
 * @example
 * console.log(median(tensor([3, 1, 2])).item()); // 2
 */
export function median(x: TensorLike): Tensor;
/**
 * Medians along `dim`, and their places (int32): `[.., n, ..] -> [.., ..]`, or `[.., 1, ..]` with
 * `keepdim`. Of two in the middle the lower one; NaN if there is one. The element at the place gets
 * the gradient. Source: https://pytorch.org/docs/stable/generated/torch.median.html
 * @throws ShapeError when the dim is empty; IndexError for a dim that does not exist.
 */
export function median(x: TensorLike, dim: number, keepdim?: boolean): ValuesIndices;
export function median(x: TensorLike, dim: number | null = null, keepdim = false): unknown {
  signatures.median.check(arguments);
  const value = new Tensor(toNode('median', x));
  return dim === null ? medianOfAll('median', value) : medianAlong('median', value, dim, keepdim);
}

/**
 * The median of all elements that are not NaN.
 * @example
 * console.log(nanmedian(tensor([1, NaN, 3])).item()); // 1
 */
export function nanmedian(x: TensorLike): Tensor;
/**
 * Medians along `dim` of what is not NaN, and their places (int32); else as `median`. Source:
 * https://pytorch.org/docs/stable/generated/torch.nanmedian.html
 * @throws ShapeError, IndexError as `median`.
 */
export function nanmedian(x: TensorLike, dim: number, keepdim?: boolean): ValuesIndices;
export function nanmedian(x: TensorLike, dim: number | null = null, keepdim = false): unknown {
  signatures.nanmedian.check(arguments);
  const value = new Tensor(toNode('nanmedian', x));
  return dim === null
    ? medianOfAll('nanmedian', value)
    : medianAlong('nanmedian', value, dim, keepdim);
}

/**
 * The k-th smallest elements along `dim`, k from 1, and their places (int32): `[.., n, ..] ->
 * [.., ..]`, or `[.., 1, ..]` with `keepdim`. NaN counts as the largest.
 * Source: https://pytorch.org/docs/stable/generated/torch.kthvalue.html
 * @throws ValueError unless k is an integer from 1 to the size of the dim; IndexError for a dim
 *   that does not exist.
 * @example
 * const [value, index] = kthvalue(tensor([5, 1, 3]), 2);
 * console.log(value.item(), index.item()); // 3 2
 */
export function kthvalue(x: TensorLike, k: number, dim = -1, keepdim = false): ValuesIndices {
  signatures.kthvalue.check(arguments);
  const value = new Tensor(toNode('kthvalue', x));
  const d = normalizeDim('kthvalue', dim, value.ndim);
  const size = value.shape[d] ?? 1;
  if (!Number.isInteger(k) || k < 1 || k > size) {
    throw new ValueError(`kthvalue: k must be an integer from 1 to ${size}, got ${k}`);
  }
  const kept = value.shape.map((n, i) => (i === d ? 1 : n));
  return ranked(value, d, full(kept, k - 1, { dtype: 'int32' }), keepdim);
}

/**
 * The most frequent elements along `dim`, and the places of their last occurrence (int32):
 * `[.., n, ..] -> [.., ..]`, or `[.., 1, ..]` with `keepdim`. The smallest wins a tie.
 * Source: https://pytorch.org/docs/stable/generated/torch.mode.html
 * @throws ShapeError when the dim is empty; IndexError for a dim that does not exist.
 * @example
 * const [value] = mode(tensor([1, 2, 2]));
 * console.log(value.item()); // 2
 */
export function mode(x: TensorLike, dim = -1, keepdim = false): ValuesIndices {
  signatures.mode.check(arguments);
  const value = new Tensor(toNode('mode', x));
  const d = normalizeDim('mode', dim, value.ndim);
  checkNotEmpty('mode', value, d);
  if (value.ndim === 0) return ranked(value, 0, value, keepdim);
  const place = internally(() => {
    const [ordered] = sort(value.detach(), d);
    const size = value.shape[d] ?? 1;
    const along = value.shape.map((_, i) => (i === d ? size : 1));
    const number = reshape(arange(size), along);
    const before = gather(ordered, d, where(eq(number, 0), 0, sub(number, 1)).expand(value.shape));
    const isFirst = where(eq(number, 0), true, ne(ordered, before));
    const [start] = cummax(where(isFirst, number, 0), d);
    // The end of the longest run.
    return argmax(sub(number, start), d, true);
  });
  return ranked(value, d, place, keepdim);
}
