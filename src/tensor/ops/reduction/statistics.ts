/** How widely elements spread: variance and standard deviation. */

import { dropDims, normalizeDims } from '../../../graph/shape.js';
import { internally } from '../../../runtime/values/held.js';
import * as signatures from '../../../signatures/tensor.js';
import { type TensorLike, toFloatNode } from '../../handle/convert.js';
import { customOp } from '../../handle/custom-op.js';
import { Tensor } from '../../handle/tensor.js';
import { mul, square, sub } from '../elementwise/arithmetic.js';
import { eq } from '../elementwise/comparison.js';
import { sqrt } from '../elementwise/elementary.js';
import { trueQuotient as div } from '../elementwise/quotient.js';
import { where } from '../elementwise/where.js';
import { reshape } from '../movement/shape.js';
import { mean, sum } from './reduce.js';
import { countOf, type Dim } from './reduced.js';

/** Options of `var` and `std`. */
export interface VarianceOptions {
  /** The divisor is n minus this. Default 1 (Bessel's correction). */
  readonly correction?: number;
  /** Whether reduced dims stay, with size 1. Default false. */
  readonly keepdim?: boolean;
}

/**
 * Variance over `dim`: `[.., n, ..] -> [.., ..]`, or `[.., 1, ..]` with `keepdim`. NaN for a single
 * element, unless the correction is 0. An int32 or bool becomes float32.
 * Source: https://pytorch.org/docs/stable/generated/torch.var.html
 * @throws IndexError for a dim that does not exist; ValueError for one named twice.
 * @example
 * console.log(variance(tensor([1, 2, 3])).item()); // 1
 */
function variance(x: TensorLike, dim: Dim = null, options: VarianceOptions = {}): Tensor {
  signatures.variance.check(arguments);
  return spread('var', x, dim, options);
}

function spread(op: string, x: TensorLike, dim: Dim, options: VarianceOptions): Tensor {
  const { correction = 1, keepdim = false } = options;
  const value = new Tensor(toFloatNode(op, x));
  const dims = normalizeDims(op, dim, value.ndim);
  const count = countOf(value.node, dims);
  const centered = (each: Tensor): Tensor => sub(each, mean(each, dims, true));
  // The mean passes nothing on, as distances from it add up to 0: infinite ones would to NaN.
  const variances = customOp({
    name: op,
    forward: (each: Tensor) => {
      return div(sum(square(centered(each)), dims, true), Math.max(0, count - correction));
    },
    backward: (gradient: Tensor, [each]: readonly [Tensor]) => [
      mul(centered(each), mul(gradient, 2 / (count - correction))),
    ],
  });
  const result = variances(value);
  return keepdim ? result : reshape(result, dropDims(value.shape, dims));
}

// `var` is no name that a function can be declared with.
export { variance as var };

/**
 * Standard deviation over `dim`, the root of the variance: `[.., n, ..] -> [.., ..]`, or `[.., 1,
 * ..]` with `keepdim`. NaN for a single element, unless the correction is 0. The gradient is 0
 * where all elements are equal. An int32 or bool becomes float32. Source:
 * https://pytorch.org/docs/stable/generated/torch.std.html
 * @throws IndexError for a dim that does not exist; ValueError for one named twice.
 * @example
 * console.log(std(tensor([1, 3, 5])).item()); // 2
 */
export function std(x: TensorLike, dim: Dim = null, options: VarianceOptions = {}): Tensor {
  signatures.std.check(arguments);
  const variances = spread('std', x, dim, options);
  // At 0 the root has an infinite slope: the constant 0 there, and a harmless value inside.
  const isZero = internally(() => eq(variances, 0));
  return where(isZero, 0, sqrt(where(isZero, 1, variances)));
}
