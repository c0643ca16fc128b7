/** Rounding, and division with a whole quotient. */

import { DTypeError, oneOf, ValueError } from '../../../errors.js';
import { cast, compare, ensure, full, unary } from '../../../graph/builders/index.js';
import { type DType, isFloat } from '../../../graph/dtype.js';
import * as signatures from '../../../signatures/tensor.js';
import { constantOf } from '../../handle/constant-of.js';
import { meetingDType, type TensorLike, toNode } from '../../handle/convert.js';
import { customOp } from '../../handle/custom-op.js';
import { Tensor } from '../../handle/tensor.js';
import { abs, add, mul, neg, sub } from './arithmetic.js';
import { eq, lt, ne } from './comparison.js';
import { floor } from './elementary.js';
import { trueQuotient } from './quotient.js';
import { where } from './where.js';
import { pair, when } from './with-slope.js';

/**
 * Smallest integer not below x, elementwise, in the dtype of x. Gradient: 0.
 * @example
 * console.log(ceil(tensor([1.2, -1.7])).toArray()); // [ 2, -1 ]
 */
export function ceil(x: TensorLike): Tensor {
  const node = toNode('ceil', x);
  return isFloat(node.dtype) ? neg(floor(neg(new Tensor(node)))) : new Tensor(node);
}

/**
 * x without its fraction, elementwise, in the dtype of x: -1.5 gives -1. Gradient: 0.
 * @example
 * console.log(trunc(tensor([1.7, -1.7])).toArray()); // [ 1, -1 ]
 */
export function trunc(x: TensorLike): Tensor {
  const value = new Tensor(toNode('trunc', x));
  if (!isFloat(value.dtype)) return value;
  return where(
    when(() => lt(value, 0)),
    ceil(value),
    floor(value),
  );
}

/**
 * The fraction of x, with its sign, elementwise: x - trunc(x). Gradient: 1.
 * @throws DTypeError unless x is a float.
 * @example
 * console.log(frac(tensor([1.5, -1.5])).toArray()); // [ 0.5, -0.5 ]
 */
export function frac(x: TensorLike): Tensor {
  const value = new Tensor(toNode('frac', x));
  if (!isFloat(value.dtype)) {
    throw new DTypeError(`frac: needs a float, got ${value.dtype}: integers have no fraction`);
  }
  return sub(value, trunc(constantOf(value)));
}

/** Options of `round`. */
export interface RoundOptions {
  /** Digits that stay behind the point; below 0, digits before it go. Default 0. */
  readonly decimals?: number;
}

/**
 * Nearest integer, elementwise, in the dtype of x: half goes to the even one, so 0.5 gives 0, and
 * 1.5 and 2.5 both give 2. NaN and infinities stay. With `decimals`, to so many digits behind the
 * point. Gradient: 0. Source: https://pytorch.org/docs/stable/generated/torch.round.html
 * @example
 * console.log(round(tensor([0.5, 1.5, 2.4])).toArray()); // [ 0, 2, 2 ]
 */
export function round(x: TensorLike, options: RoundOptions = {}): Tensor {
  signatures.round.check(arguments);
  const { decimals = 0 } = options;
  const node = toNode('round', x);
  if (!isFloat(node.dtype)) return new Tensor(node);
  if (decimals === 0) return new Tensor(unary('round', node));
  const factor = 10 ** Math.abs(decimals);
  const value = new Tensor(node);
  return decimals > 0
    ? trueQuotient(round(mul(value, factor)), factor)
    : mul(round(trueQuotient(value, factor)), factor);
}

/** A float64 whose product with another of its kind is exact: the upper half of its digits. */
function upperHalf(x: Tensor): Tensor {
  const shifted = mul(x, 2 ** 27 + 1);
  return sub(shifted, sub(shifted, x));
}

/**
 * a - n b, without the rounding of n b. Source: T. J. Dekker, "A floating-point technique for
 * extending the available precision", 1971.
 */
function exactRest(a: Tensor, n: Tensor, b: Tensor): Tensor {
  const product = mul(n, b);
  const [nHigh, bHigh] = [upperHalf(n), upperHalf(b)];
  const [nLow, bLow] = [sub(n, nHigh), sub(b, bHigh)];
  const cross = add(mul(nHigh, bLow), mul(nLow, bHigh));
  const lost = add(add(sub(mul(nHigh, bHigh), product), cross), mul(nLow, bLow));
  return sub(sub(a, product), lost);
}

/** A whole quotient, and what it leaves. */
interface Division {
  readonly whole: Tensor;
  readonly rest: Tensor;
}

/** One more or less where the rest has not the sign that it should have, that of `like`. */
function corrected({ whole, rest }: Division, b: Tensor, like: Tensor): Division {
  const isWrong = mul(ne(rest, 0), ne(lt(rest, 0), lt(like, 0)));
  // b with the sign that is asked for: added to the rest, and counted in the quotient.
  const step = where(ne(lt(b, 0), lt(like, 0)), -1, 1);
  return {
    whole: where(isWrong, sub(whole, step), whole),
    rest: where(isWrong, add(rest, mul(step, b)), rest),
  };
}

/** The whole part of a / b, and what it leaves of a, in float64. */
function truncated(a: Tensor, b: Tensor): Division {
  const isFar = eq(abs(b), Infinity);
  const divisor = where(isFar, 1, b);
  const near = where(isFar, mul(a, 0), trunc(trueQuotient(a, b)));
  const once = exactRest(a, near, divisor);
  // A quotient of more than 53 bits leaves a rest that can be divided again.
  const again = where(isFar, 0, trunc(trueQuotient(once, divisor)));
  const rest = exactRest(once, again, divisor);
  const division = corrected({ whole: add(near, again), rest }, b, a);
  const isUntouched = mul(isFar, lt(abs(a), Infinity));
  return { whole: division.whole, rest: where(isUntouched, a, division.rest) };
}

/** The quotient rounded down, and a rest with the sign of the divisor. */
function floored(a: Tensor, b: Tensor): Division {
  return corrected(truncated(a, b), b, b);
}

/** How a quotient becomes whole. */
export type RoundingMode = 'trunc' | 'floor';

const divisions: { readonly [M in RoundingMode]: (a: Tensor, b: Tensor) => Division } = {
  trunc: truncated,
  floor: floored,
};

function inDoubles(a: Tensor, b: Tensor): [Tensor, Tensor] {
  return [new Tensor(cast(a.node, 'float64')), new Tensor(cast(b.node, 'float64'))];
}

/** What a division gives, in the dtype of the operands; integers are not divided by 0. */
function divided(
  name: string,
  a: Tensor,
  b: Tensor,
  dtype: DType,
  of: (a: Tensor, b: Tensor) => Tensor,
): Tensor {
  const [x, y] = inDoubles(a, b);
  if (isFloat(dtype)) return new Tensor(cast(of(x, y).node, dtype));
  const isThere = compare('ne', y.node, full(y.shape, 0, 'float64'));
  const safe = ensure(y.node, isThere, { name, problem: 'divides no integer' });
  return new Tensor(cast(of(x, new Tensor(safe)).node, dtype));
}

/** The quotient; by 0, and of infinities, that of floats. */
function wholeOf(mode: RoundingMode) {
  return (a: Tensor, b: Tensor): Tensor => {
    // Rounded down, an infinity leaves no quotient: NaN, as in PyTorch.
    const isNumber = lt(abs(a), Infinity);
    const isPlain = mode === 'floor' ? ne(b, 0) : mul(ne(b, 0), isNumber);
    return where(isPlain, divisions[mode](a, b).whole, trueQuotient(a, b));
  };
}

function countable(dtype: DType): DType {
  return dtype === 'bool' ? 'int32' : dtype;
}

/** What a division leaves: its slopes are 1 and minus the whole quotient. */
function rest(name: string, a: TensorLike, b: TensorLike, mode: RoundingMode): Tensor {
  const dtype = countable(meetingDType(name, a, b));
  const op = customOp({
    name,
    forward: (x: Tensor, y: Tensor) =>
      divided(name, x, y, dtype, (p, q) => divisions[mode](p, q).rest),
    backward: (gradient: Tensor, [x, y]: readonly [Tensor, Tensor]) => [
      gradient,
      neg(mul(gradient, constantOf(divided(name, x, y, dtype, wholeOf(mode))))),
    ],
  });
  return op(...pair(name, a, b, dtype));
}

/**
 * What a leaves when divided by b, with the sign of a, elementwise; NaN where a float b is 0.
 * Operands broadcast and promote. Gradients: 1, and minus the whole quotient.
 * Source: https://pytorch.org/docs/stable/generated/torch.fmod.html
 * @throws ShapeError when the shapes do not broadcast; ValueError, when the values are read, for an
 *   integer divided by 0.
 * @example
 * console.log(fmod(tensor([-7, 7]), 3).toArray()); // [ -1, 1 ]
 */
export function fmod(a: TensorLike, b: TensorLike): Tensor {
  return rest('fmod', a, b, 'trunc');
}

/**
 * What a leaves when divided by b, with the sign of b, elementwise, as Python's `%`; NaN where a
 * float b is 0. Operands broadcast and promote. Gradients: 1, and minus the quotient rounded down.
 * Source: https://pytorch.org/docs/stable/generated/torch.remainder.html
 * @throws ShapeError, ValueError as `fmod`.
 * @example
 * console.log(remainder(tensor([-7, 7]), 3).toArray()); // [ 2, 1 ]
 */
export function remainder(a: TensorLike, b: TensorLike): Tensor {
  return rest('remainder', a, b, 'floor');
}

function wholeQuotient(name: string, a: TensorLike, b: TensorLike, mode: RoundingMode): Tensor {
  const dtype = countable(meetingDType(name, a, b));
  const op = customOp({
    name,
    forward: (x: Tensor, y: Tensor) => divided(name, x, y, dtype, wholeOf(mode)),
    backward: (gradient: Tensor) => [mul(gradient, 0), mul(gradient, 0)],
  });
  return op(...pair(name, a, b, dtype));
}

/**
 * a / b rounded down, elementwise; integers stay integers. Operands broadcast and promote.
 * Gradient: 0. Source: https://pytorch.org/docs/stable/generated/torch.floor_divide.html
 * @throws ShapeError, ValueError as `fmod`.
 * @example
 * console.log(floorDivide(tensor([-7, 7]), 2).toArray()); // [ -4, 3 ]
 */
export function floorDivide(a: TensorLike, b: TensorLike): Tensor {
  return wholeQuotient('floorDivide', a, b, 'floor');
}

/** Options of `div`. */
export interface DivOptions {
  /** `'trunc'` drops the fraction, `'floor'` rounds down; null (default) is true division. */
  readonly roundingMode?: RoundingMode | null;
}

/**
 * a / b, true division: int32 and bool become float32; infinite or NaN where b is 0. Operands
 * broadcast and promote. With `roundingMode` the quotient is whole, and integers stay integers.
 * Source: https://pytorch.org/docs/stable/generated/torch.div.html
 * @throws ShapeError when the shapes do not broadcast; ValueError for another mode and, when the
 *   values are read, for an integer divided by 0 with a mode.
 * @example
 * console.log(div(tensor([1, 9]), 2).toArray()); // [ 0.5, 4.5 ]
 */
export function div(a: TensorLike, b: TensorLike, options: DivOptions = {}): Tensor {
  signatures.div.check(arguments);
  const { roundingMode = null } = options;
  if (roundingMode === null) return trueQuotient(a, b);
  if (!Object.hasOwn(divisions, roundingMode)) {
    const modes = oneOf(Object.keys(divisions));
    throw new ValueError(`div: roundingMode must be ${modes} or null, got '${roundingMode}'`);
  }
  return wholeQuotient('div', a, b, roundingMode);
}
