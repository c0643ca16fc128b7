/** Reductions that leave NaN out. */

import { internally } from '../../../runtime/values/held.js';
import * as signatures from '../../../signatures/tensor.js';
import { type TensorLike, toNode } from '../../handle/convert.js';
import { Tensor } from '../../handle/tensor.js';
import { eq, ne } from '../elementwise/comparison.js';
import { trueQuotient } from '../elementwise/quotient.js';
import { where } from '../elementwise/where.js';
import { mean, sum } from './reduce.js';
import type { Dim } from './reduced.js';

/**
 * Sum over `dim` of what is not NaN: `[.., n, ..] -> [.., ..]`, or `[.., 1, ..]` with `keepdim`. 0
 * of nothing. Source: https://pytorch.org/docs/stable/generated/torch.nansum.html
 * @throws IndexError for a dim that does not exist; ValueError for one named twice.
 * @example
 * console.log(nansum(tensor([1, NaN, 2])).item()); // 3
 */
export function nansum(x: TensorLike, dim: Dim = null, keepdim = false): Tensor {
  signatures.nansum.check(arguments);
  const value = new Tensor(toNode('nansum', x));
  return sum(
    where(
      internally(() => ne(value, value)),
      0,
      value,
    ),
    dim,
    keepdim,
  );
}

/**
 * Mean over `dim` of what is not NaN: `[.., n, ..] -> [.., ..]`, or `[.., 1, ..]` with `keepdim`.
 * NaN of nothing. Source: https://pytorch.org/docs/stable/generated/torch.nanmean.html
 * @throws DTypeError unless x is a float; IndexError for a dim that does not exist; ValueError for
 *   one named twice.
 * @example
 * console.log(nanmean(tensor([1, NaN, 3])).item()); // 2
 */
export function nanmean(x: TensorLike, dim: Dim = null, keepdim = false): Tensor {
  signatures.nanmean.check(arguments);
  const value = new Tensor(toNode('nanmean', x));
  if (!value.dtype.startsWith('float')) return mean(value, dim, keepdim);
  const isThere = internally(() => eq(value, value));
  return trueQuotient(
    nansum(value, dim, keepdim),
    internally(() => sum(isThere, dim, keepdim)),
  );
}
