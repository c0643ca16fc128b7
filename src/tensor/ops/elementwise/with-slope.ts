/**
 * Functions of one number or two with the derivatives that are written for them: where those of
 * their parts would be infinite or NaN, or take longer.
 */

import { cast, expandTo } from '../../../graph/builders/index.js';
import { type DType, isFloat, toFloat } from '../../../graph/dtype.js';
import { broadcastShapes } from '../../../graph/shape.js';
import { internally } from '../../../runtime/values/held.js';
import { meetingDType, operandNode, type TensorLike, toFloatNode } from '../../handle/convert.js';
import { customOp } from '../../handle/custom-op.js';
import { Tensor } from '../../handle/tensor.js';
import { add, mul } from './arithmetic.js';

/** What a function is made of: its value y, and its derivative from x and y. */
export interface Slope {
  readonly name: string;
  readonly value: (x: Tensor) => Tensor;
  readonly slope: (x: Tensor, y: Tensor) => Tensor;
}

/** The function of an operand, which becomes a float. */
export function withSlope({ name, value, slope }: Slope): (x: TensorLike) => Tensor {
  const op = customOp({
    name,
    forward: value,
    backward: (gradient: Tensor, [x]: readonly [Tensor], y: Tensor) => [mul(gradient, slope(x, y))],
  });
  return (x) => op(new Tensor(toFloatNode(name, x)));
}

/** A function of two numbers, and its derivatives. */
export interface Slopes {
  readonly name: string;
  readonly value: (a: Tensor, b: Tensor) => Tensor;
  readonly slopes: (a: Tensor, b: Tensor, y: Tensor) => readonly [Tensor, Tensor];
}

/** Two operands of one shape, in the dtype that they meet in. */
export function pair(name: string, a: TensorLike, b: TensorLike, dtype: DType): [Tensor, Tensor] {
  const [x, y] = [operandNode(name, a, dtype, b), operandNode(name, b, dtype, a)];
  const shape = broadcastShapes(name, x.shape, y.shape);
  return [new Tensor(expandTo(x, shape)), new Tensor(expandTo(y, shape))];
}

/** The function of two operands, which broadcast, promote and become floats. */
export function withSlopes(made: Slopes): (a: TensorLike, b: TensorLike) => Tensor {
  const { name, value, slopes } = made;
  const op = customOp({
    name,
    forward: value,
    backward: (gradient: Tensor, [a, b]: readonly [Tensor, Tensor], y: Tensor) =>
      slopes(a, b, y).map((slope) => mul(gradient, slope)),
  });
  return (a, b) => op(...pair(name, a, b, toFloat(meetingDType(name, a, b))));
}

/** A function that is computed in float64, of any float: digits would cancel on the way. */
export function inDouble(fn: (x: Tensor) => Tensor): (x: Tensor) => Tensor {
  return (x) =>
    x.dtype === 'float64' || !isFloat(x.dtype)
      ? fn(x)
      : new Tensor(cast(fn(new Tensor(cast(x.node, 'float64'))).node, x.dtype));
}

/** A polynomial, constant term first. */
export function polynomial(coefficients: readonly number[], x: Tensor): Tensor {
  const [last = 0, next = 0, ...rest] = coefficients.toReversed();
  return rest.reduce<Tensor>((total, c) => add(mul(total, x), c), add(mul(x, last), next));
}

/** A condition of the library's own, which is no value that a user keeps. */
export function when<T>(condition: () => T): T {
  return internally(condition);
}
