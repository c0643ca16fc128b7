/** Sums of three operands: mixtures, and products and quotients that are added. */

import * as signatures from '../../../signatures/tensor.js';
import type { TensorLike } from '../../handle/convert.js';
import type { Tensor } from '../../handle/tensor.js';
import { add, mul, sub } from './arithmetic.js';
import { lt } from './comparison.js';
import { trueQuotient } from './quotient.js';
import { where } from './where.js';
import { when } from './with-slope.js';

/**
 * a + weight (b - a), elementwise, exact at the weights 0 and 1. All three broadcast and promote.
 * Source: https://pytorch.org/docs/stable/generated/torch.lerp.html
 * @throws ShapeError when the shapes do not broadcast.
 * @example
 * console.log(lerp(tensor([0, 10]), tensor([10, 20]), 0.5).toArray()); // [ 5, 15 ]
 */
export function lerp(a: TensorLike, b: TensorLike, weight: TensorLike): Tensor {
  const distance = sub(b, a);
  const fromStart = add(a, mul(distance, weight));
  const fromEnd = sub(b, mul(distance, sub(1, weight)));
  if (typeof weight === 'number') return weight < 0.5 ? fromStart : fromEnd;
  return where(
    when(() => lt(weight, 0.5)),
    fromStart,
    fromEnd,
  );
}

/** Options of `addcmul` and `addcdiv`. */
export interface AddcOptions {
  /** Factor of what is added. Default 1. */
  readonly value?: number;
}

function scaled(x: Tensor, value: number): Tensor {
  return value === 1 ? x : mul(x, value);
}

/**
 * x + value * a * b, elementwise. All broadcast and promote.
 * Source: https://pytorch.org/docs/stable/generated/torch.addcmul.html
 * @throws ShapeError when the shapes do not broadcast.
 * @example
 * console.log(addcmul(tensor([1]), tensor([2]), tensor([3])).item()); // 7
 */
export function addcmul(
  x: TensorLike,
  a: TensorLike,
  b: TensorLike,
  options: AddcOptions = {},
): Tensor {
  signatures.addcmul.check(arguments);
  return add(x, scaled(mul(a, b), options.value ?? 1));
}

/**
 * x + value * a / b, elementwise, by true division. All broadcast and promote.
 * Source: https://pytorch.org/docs/stable/generated/torch.addcdiv.html
 * @throws ShapeError when the shapes do not broadcast.
 * @example
 * console.log(addcdiv(tensor([1]), tensor([6]), tensor([3])).item()); // 3
 */
export function addcdiv(
  x: TensorLike,
  a: TensorLike,
  b: TensorLike,
  options: AddcOptions = {},
): Tensor {
  signatures.addcdiv.check(arguments);
  return add(x, scaled(trueQuotient(a, b), options.value ?? 1));
}
