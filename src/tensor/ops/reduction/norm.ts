/**
 * Vector norms. Their gradients are written by hand, since those of the powers and roots that a
 * norm is made of are infinite at 0. Source:
 * https://pytorch.org/docs/stable/generated/torch.norm.html
 */

import { ValueError } from '../../../errors.js';
import { dropDims, normalizeDims } from '../../../graph/shape.js';
import { internally } from '../../../runtime/values/held.js';
import * as signatures from '../../../signatures/tensor.js';
import { type TensorLike, toFloatNode } from '../../handle/convert.js';
import { customOp } from '../../handle/custom-op.js';
import { Tensor } from '../../handle/tensor.js';
import { abs, maximum, mul, pow, sign, square } from '../elementwise/arithmetic.js';
import { eq } from '../elementwise/comparison.js';
import { sqrt } from '../elementwise/elementary.js';
import { trueQuotient as div } from '../elementwise/quotient.js';
import { where } from '../elementwise/where.js';
import { reshape } from '../movement/shape.js';
import { amax as max, amin as min } from './extreme.js';
import { sum } from './reduce.js';
import type { Dim } from './reduced.js';

/**
 * Vector norm over `dim`, (sum |x|^p)^(1/p): `[.., n, ..] -> [.., ..]`, or `[.., 1, ..]` with
 * `keepdim`. The order `p` is 2 (also called `'fro'`), 1, 0 (counts what is not 0), Infinity,
 * -Infinity, or any other number. The gradient is 0 where the norm is, and at the elements that are
 * 0. An int32 or bool becomes float32. Norms of matrices are in `linalg.norm`.
 * Source: https://pytorch.org/docs/stable/generated/torch.norm.html
 * @throws ValueError when p is NaN, or a dim is named twice; IndexError for a dim that does not
 *   exist.
 * @example
 * console.log(norm(tensor([3, -4])).item()); // 5
 * console.log(norm(tensor([[1, -2], [3, 4]]), 1, 0).toArray()); // [ 4, 6 ]
 */
export function norm(
  x: TensorLike,
  p: number | 'fro' | null = null,
  dim: Dim = null,
  keepdim = false,
): Tensor {
  signatures.norm.check(arguments);
  const value = new Tensor(toFloatNode('norm', x));
  const dims = normalizeDims('norm', dim, value.ndim);
  if (Number.isNaN(p)) throw new ValueError('norm: p must be a number, got NaN');
  const result = keptNorm(value, dims, typeof p === 'number' ? p : 2);
  return keepdim ? result : reshape(result, dropDims(value.shape, dims));
}

/** The norm with the reduced dims kept, which the gradient needs. */
function keptNorm(value: Tensor, dims: readonly number[], p: number): Tensor {
  if (p === 1) return sum(abs(value), dims, true);
  if (p === 0)
    return sum(
      where(
        internally(() => eq(value, 0)),
        mul(value, 0),
        1,
      ),
      dims,
      true,
    );
  const op = customOp({
    name: 'norm',
    forward: (x: Tensor) => {
      if (p === Infinity) return max(abs(x), dims, true);
      if (p === -Infinity) return min(abs(x), dims, true);
      if (p === 2) return sqrt(sum(square(x), dims, true));
      return pow(sum(pow(abs(x), p), dims, true), 1 / p);
    },
    backward: (gradient: Tensor, [x]: readonly [Tensor], result: Tensor) =>
      Number.isFinite(p)
        ? [mul(direction(x, p), scale(gradient, result, p))]
        : [towardsExtreme(gradient, x, result, dims)],
  });
  return op(value);
}

/** |x|^(p - 1) with the sign of x, and 0 at 0. */
function direction(x: Tensor, p: number): Tensor {
  if (p === 2) return x;
  if (p > 2) return mul(x, pow(abs(x), p - 2));
  const isZero = eq(x, 0);
  // A harmless value at 0, where the power has no slope.
  return mul(sign(x), where(isZero, 0, pow(where(isZero, 1, abs(x)), p - 1)));
}

/** gradient / norm^(p - 1), and 0 where the norm is 0. */
function scale(gradient: Tensor, result: Tensor, p: number): Tensor {
  if (p < 1) return mul(gradient, pow(result, 1 - p));
  const isZero = eq(result, 0);
  const safe = where(isZero, 1, result);
  return where(isZero, 0, div(gradient, p === 2 ? safe : pow(safe, p - 1)));
}

/** Equal shares to the elements of the largest, or smallest, size; none beside NaN. */
function towardsExtreme(
  gradient: Tensor,
  x: Tensor,
  result: Tensor,
  dims: readonly number[],
): Tensor {
  const isExtreme = eq(abs(x), result);
  const count = maximum(sum(isExtreme, dims, true), 1);
  return mul(sign(x), where(isExtreme, div(gradient, count), 0));
}
