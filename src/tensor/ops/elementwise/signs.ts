/** What kind of number an element is: NaN, infinite, finite, negative; and signs put on numbers. */

import { isFloat } from '../../../graph/dtype.js';
import * as signatures from '../../../signatures/tensor.js';
import { meetingDType, type TensorLike, toNode } from '../../handle/convert.js';
import { Tensor } from '../../handle/tensor.js';
import { abs, mul, neg } from './arithmetic.js';
import { eq, lt, ne } from './comparison.js';
import { reciprocal } from './elementary.js';
import { where } from './where.js';
import { pair, when, withSlopes } from './with-slope.js';

function tensorOf(name: string, x: TensorLike): Tensor {
  return new Tensor(toNode(name, x));
}

/**
 * Whether x is NaN, elementwise: a bool.
 * @example
 * console.log(isnan(tensor([1, NaN])).toArray()); // [ false, true ]
 */
export function isnan(x: TensorLike): Tensor {
  const value = tensorOf('isnan', x);
  return ne(value, value);
}

/**
 * Whether x is infinite, of either sign, elementwise: a bool.
 * @example
 * console.log(isinf(tensor([1, Infinity])).toArray()); // [ false, true ]
 */
export function isinf(x: TensorLike): Tensor {
  const value = tensorOf('isinf', x);
  return isFloat(value.dtype) ? eq(abs(value), Infinity) : ne(value, value);
}

/**
 * Whether x is neither infinite nor NaN, elementwise: a bool.
 * @example
 * console.log(isfinite(tensor([1, NaN])).toArray()); // [ true, false ]
 */
export function isfinite(x: TensorLike): Tensor {
  const value = tensorOf('isfinite', x);
  return isFloat(value.dtype) ? lt(abs(value), Infinity) : eq(value, value);
}

/**
 * Whether x is negative, -0 included, elementwise: a bool. NaN counts as positive.
 * @example
 * console.log(signbit(tensor([-1, 2])).toArray()); // [ true, false ]
 */
export function signbit(x: TensorLike): Tensor {
  const value = tensorOf('signbit', x);
  if (!isFloat(value.dtype)) return lt(value, 0);
  // Only its reciprocal tells -0 from 0.
  return lt(where(eq(value, 0), reciprocal(value), value), 0);
}

const copied = withSlopes({
  name: 'copysign',
  value: (a, b) => where(signbit(b), neg(abs(a)), abs(a)),
  slopes: (a, b) => {
    const isTurned = ne(signbit(a), signbit(b));
    return [where(eq(a, 0), 0, where(isTurned, -1, 1)).to(a.dtype), mul(b, 0)];
  },
});

/**
 * The size of a with the sign of b (that of -0 is negative), elementwise. Operands broadcast and
 * promote; two of int32 or bool become float32. The gradient at a = 0 is 0, and none flows to b.
 * Source: https://pytorch.org/docs/stable/generated/torch.copysign.html
 * @throws ShapeError when the shapes do not broadcast.
 * @example
 * console.log(copysign(tensor([1, 2]), tensor([-1, 1])).toArray()); // [ -1, 2 ]
 */
export function copysign(a: TensorLike, b: TensorLike): Tensor {
  return copied(a, b);
}

/**
 * 0 where x is negative (or NaN), 1 where positive, `values` where it is 0, elementwise. Operands
 * broadcast and promote. No gradient. Source:
 * https://pytorch.org/docs/stable/generated/torch.heaviside.html
 * @throws ShapeError when the shapes do not broadcast.
 * @example
 * console.log(heaviside(tensor([-1, 0, 2]), tensor(0.5)).toArray()); // [ 0, 0.5, 1 ]
 */
export function heaviside(x: TensorLike, values: TensorLike): Tensor {
  const dtype = meetingDType('heaviside', x, values);
  const [at, middle] = pair('heaviside', x, values, dtype);
  return when(() => where(eq(at, 0), middle, lt(0, at).to(dtype))).detach();
}

/** Options of `nanToNum`. */
export interface NanToNumOptions {
  /** What NaN becomes. Default 0. */
  readonly nan?: number;
  /** What Infinity becomes. Default the largest number of the dtype. */
  readonly posinf?: number;
  /** What -Infinity becomes. Default the lowest number of the dtype. */
  readonly neginf?: number;
}

const largestFloat32 = 2 ** 128 - 2 ** 104;

/**
 * x with numbers in place of NaN and infinities, elementwise, in the dtype of x. Gradient: 1 where
 * x is finite, else 0. Source: https://pytorch.org/docs/stable/generated/torch.nan_to_num.html
 * @example
 * console.log(nanToNum(tensor([1, NaN])).toArray()); // [ 1, 0 ]
 */
export function nanToNum(x: TensorLike, options: NanToNumOptions = {}): Tensor {
  signatures.nanToNum.check(arguments);
  const value = tensorOf('nanToNum', x);
  if (!isFloat(value.dtype)) return value;
  const largest = value.dtype === 'float32' ? largestFloat32 : Number.MAX_VALUE;
  const { nan = 0, posinf = largest, neginf = -largest } = options;
  const [isNaNs, isAbove, isBelow] = when(
    () => [ne(value, value), eq(value, Infinity), eq(value, -Infinity)] as const,
  );
  return where(isNaNs, nan, where(isAbove, posinf, where(isBelow, neginf, value)));
}
