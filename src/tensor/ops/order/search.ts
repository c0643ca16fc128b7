/** Places in sorted lists. */

import { ShapeError } from '../../../errors.js';
import { sameShape, show } from '../../../graph/shape.js';
import { internally } from '../../../runtime/values/held.js';
import * as signatures from '../../../signatures/tensor.js';
import { type TensorLike, toNode } from '../../handle/convert.js';
import { Tensor } from '../../handle/tensor.js';
import { zeros } from '../../make/create.js';
import { mul } from '../elementwise/arithmetic.js';
import { ge, gt, le } from '../elementwise/comparison.js';
import { logicalNot } from '../elementwise/logic.js';
import { where } from '../elementwise/where.js';
import { gather } from '../movement/lookup.js';
import { reshape } from '../movement/shape.js';

/** Options of `searchsorted` and `bucketize`. */
export interface SearchOptions {
  /** Whether equal elements come before the place rather than after it. Default false. */
  readonly right?: boolean;
  /** `'left'` or `'right'`: the same, in words. */
  readonly side?: 'left' | 'right';
  /** Where the elements of the list are in order: what `argsort` gives. */
  readonly sorter?: Tensor | null;
}

/** Halves the list in steps: all elements search at once. */
function search(list: Tensor, values: Tensor, isRight: boolean): Tensor {
  const size = list.shape.at(-1) ?? 0;
  let place = zeros(values.shape, { dtype: 'int32' });
  if (size === 0) return place;
  for (let step = 2 ** Math.floor(Math.log2(size)); step >= 1; step /= 2) {
    const next = place.add(step);
    const isThere = le(next, size);
    const element = gather(list, -1, where(isThere, next, 1).sub(1));
    // By what is not, so that NaN goes to the end.
    const isPassed = logicalNot(isRight ? gt(element, values) : ge(element, values));
    place = where(mul(isThere, isPassed), next, place);
  }
  return place;
}

/**
 * Where each value would have to be put into a sorted list to keep its order: int32, in the shape
 * of the values. The list is `[n]`, or `[.., n]` with the leading dims of the values.
 * Source: https://pytorch.org/docs/stable/generated/torch.searchsorted.html
 * @throws ShapeError when the leading dims differ.
 * @example
 * console.log(searchsorted(tensor([1, 3, 5]), tensor([2, 5])).toArray()); // [ 1, 2 ]
 */
export function searchsorted(
  sorted: Tensor,
  values: TensorLike,
  options: SearchOptions = {},
): Tensor {
  signatures.searchsorted.check(arguments);
  const { right = false, side, sorter = null } = options;
  const given = new Tensor(toNode('searchsorted', values)).detach();
  const isList = sorted.ndim === 1;
  if (!isList && !sameShape(sorted.shape.slice(0, -1), given.shape.slice(0, -1))) {
    throw new ShapeError(
      `searchsorted: lists ${show(sorted.shape)} and values ${show(given.shape)} must have the ` +
        'same leading dims, or the list be 1-d',
    );
  }
  return internally(() => {
    const list = sorter === null ? sorted.detach() : gather(sorted.detach(), -1, sorter);
    const rows = isList ? reshape(given, [-1]) : given;
    return reshape(search(list, rows, side === undefined ? right : side === 'right'), given.shape);
  });
}

/**
 * Which interval between sorted boundaries each value is in: int32, in the shape of x. A value on a
 * boundary is in the interval before it, or with `right` in the one after.
 * Source: https://pytorch.org/docs/stable/generated/torch.bucketize.html
 * @throws ShapeError unless the boundaries are 1-d.
 * @example
 * console.log(bucketize(tensor([2, 5]), tensor([1, 3, 5])).toArray()); // [ 1, 2 ]
 */
export function bucketize(
  x: TensorLike,
  boundaries: Tensor,
  options: Omit<SearchOptions, 'sorter' | 'side'> = {},
): Tensor {
  signatures.bucketize.check(arguments);
  if (boundaries.ndim !== 1) {
    throw new ShapeError(`bucketize: boundaries must be 1-d, got ${show(boundaries.shape)}`);
  }
  return searchsorted(boundaries, x, options);
}
