/** Whether tensors are equal, or almost. */

import { isFloat } from '../../../graph/dtype.js';
import { sameShape } from '../../../graph/shape.js';
import { internally } from '../../../runtime/values/held.js';
import * as signatures from '../../../signatures/tensor.js';
import { meetingDType, type TensorLike, toNode } from '../../handle/convert.js';
import { Tensor } from '../../handle/tensor.js';
import { abs, add, maximum, mul, sub } from '../elementwise/arithmetic.js';
import { eq, le, lt } from '../elementwise/comparison.js';
import { pair } from '../elementwise/with-slope.js';
import { all } from './truth.js';

/** Options of `isclose` and `allclose`. */
export interface ClosenessOptions {
  /** Relative tolerance. Default 1e-5. */
  readonly rtol?: number;
  /** Absolute tolerance. Default 1e-8. */
  readonly atol?: number;
  /** Whether NaN is close to NaN. Default false. */
  readonly equalNan?: boolean;
}

function close(name: string, a: TensorLike, b: TensorLike, options: ClosenessOptions): Tensor {
  const { rtol = 1e-5, atol = 1e-8, equalNan = false } = options;
  const given = meetingDType(name, a, b);
  const [left, right] = pair(name, a, b, isFloat(given) ? given : 'float64');
  const distance = abs(sub(left, right));
  const isNear = mul(lt(distance, Infinity), le(distance, add(mul(abs(right), rtol), atol)));
  const result = maximum(eq(left, right), isNear);
  return equalNan ? maximum(result, mul(left.ne(left), right.ne(right))) : result;
}

/**
 * Whether |a - b| <= atol + rtol |b|, elementwise: a bool. Equal infinities are close. Operands
 * broadcast and promote. Source: https://pytorch.org/docs/stable/generated/torch.isclose.html
 * @throws ShapeError when the shapes do not broadcast.
 * @example
 * console.log(isclose(tensor([1, 2]), tensor([1, 3])).toArray()); // [ true, false ]
 */
export function isclose(a: TensorLike, b: TensorLike, options: ClosenessOptions = {}): Tensor {
  signatures.isclose.check(arguments);
  return close('isclose', a, b, options);
}

/**
 * Whether `isclose` holds everywhere: a boolean, so this reads the values.
 * Source: https://pytorch.org/docs/stable/generated/torch.allclose.html
 * @throws ShapeError when the shapes do not broadcast.
 * @example
 * console.log(allclose(tensor([1]), tensor([1 + 1e-7]))); // true
 */
export function allclose(a: TensorLike, b: TensorLike, options: ClosenessOptions = {}): boolean {
  signatures.allclose.check(arguments);
  return internally(() => all(close('allclose', a, b, options))).item() === 1;
}

/**
 * Whether a and b have one shape and equal elements: a boolean, so this reads the values. NaN is
 * equal to nothing. Source: https://pytorch.org/docs/stable/generated/torch.equal.html
 * @example
 * console.log(equal(tensor([1, 2]), tensor([1, 2]))); // true
 */
export function equal(a: TensorLike, b: TensorLike): boolean {
  const [x, y] = [new Tensor(toNode('equal', a)), new Tensor(toNode('equal', b))];
  if (!sameShape(x.shape, y.shape)) return false;
  return internally(() => all(eq(x, y))).item() === 1;
}
