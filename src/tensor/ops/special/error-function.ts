/** The error function's complement and inverse. */

import type { TensorLike } from '../../handle/convert.js';
import type { Tensor } from '../../handle/tensor.js';
import { abs, add, mul, neg, square, sub } from '../elementwise/arithmetic.js';
import { eq, le, lt } from '../elementwise/comparison.js';
import { erf, exp, log, reciprocal, sqrt } from '../elementwise/elementary.js';
import { trueQuotient as div } from '../elementwise/quotient.js';
import { where } from '../elementwise/where.js';
import { inDouble, polynomial, withSlope } from '../elementwise/with-slope.js';

const twoOverRootPi = 2 / Math.sqrt(Math.PI);

/** Numerator and denominator, constant term first. */
type Rational = readonly [p: readonly number[], q: readonly number[]];

/**
 * erfc(x) = exp(-x^2 - 0.5625 + R(1 / x^2)) / x, from 1.25 and from 1 / 0.35 on: the coefficients
 * of Sun's fdlibm, s_erf.c.
 */
const nearTail: Readonly<Rational> = [
  [
    -0.009864944034847148, -0.6938585727071818, -10.558626225323291, -62.375332450326006,
    -162.39666946257347, -184.60509290671104, -81.2874355063066, -9.814329344169145,
  ],
  [
    1, 19.651271667439257, 137.65775414351904, 434.56587747522923, 645.3872717332679,
    429.00814002756783, 108.63500554177944, 6.570249770319282, -0.0604244152148581,
  ],
];
const farTail: Readonly<Rational> = [
  [
    -0.0098649429247001, -0.799283237680523, -17.757954917754752, -160.63638485582192,
    -637.5664433683896, -1025.0951316110772, -483.5191916086514,
  ],
  [
    1, 30.33806074348246, 325.7925129965739, 1536.729586084437, 3199.8582195085955,
    2553.0504064331644, 474.52854120695537, -22.44095244658582,
  ],
];

function ratio([p, q]: Rational, x: Tensor): Tensor {
  return div(polynomial(p, x), polynomial(q, x));
}

/** erfc of x >= 1.25; the square is split, because exp(-x^2) loses digits as it grows. */
function upperTail(x: Tensor): Tensor {
  const z = reciprocal(square(x));
  const r = where(lt(x, 1 / 0.35), ratio(nearTail, z), ratio(farTail, z));
  const short = x.to('float32').to('float64');
  const rest = mul(sub(short, x), add(short, x));
  return div(mul(exp(sub(-0.5625, square(short))), exp(add(rest, r))), x);
}

const complement = withSlope({
  name: 'erfc',
  value: inDouble((x) => {
    const size = abs(x);
    const isTail = lt(1.25, size);
    const tail = where(lt(size, 28), upperTail(where(mul(isTail, lt(size, 28)), size, 2)), 0);
    const both = where(lt(x, 0), sub(2, tail), tail);
    return where(isTail, both, sub(1, erf(x)));
  }),
  slope: (x) => mul(exp(neg(square(x))), -twoOverRootPi),
});

/**
 * 1 - erf(x), elementwise, with all its digits where that is small. An int32 or bool becomes
 * float32.
 * @example
 * console.log(erfc(tensor([0, 1])).toString()); // tensor([1.0000, 0.1573])
 */
export function erfc(x: TensorLike): Tensor {
  return complement(x);
}

/** A first guess of erfinv, for |y| <= 0.7 and beyond: P. Pulay's rational functions. */
const guesses: { readonly middle: Rational; readonly tail: Rational } = {
  middle: [
    [0.886226899, -1.645349621, 0.914624893, -0.140543331],
    [1, -2.118377725, 1.442710462, -0.329097515, 0.012229801],
  ],
  tail: [
    [-1.970840454, -1.624906493, 3.429567803, 1.641345311],
    [1, 3.5438892, 1.6370678],
  ],
};

function inverseGuess(size: Tensor): Tensor {
  const middle = mul(size, ratio(guesses.middle, square(size)));
  const deep = sqrt(neg(log(div(sub(1, size), 2))));
  return where(le(size, 0.7), middle, ratio(guesses.tail, deep));
}

/** Three steps of Newton's method on erfc, which keeps its digits close to 1. */
function inverseOf(size: Tensor): Tensor {
  const share = sub(1, size);
  let x = inverseGuess(size);
  for (let step = 0; step < 3; step++) {
    const miss = sub(erfc(x), share);
    x = add(x, div(miss, mul(exp(neg(square(x))), twoOverRootPi)));
  }
  return x;
}

const inverse = withSlope({
  name: 'erfinv',
  value: inDouble((y) => {
    const size = abs(y);
    const isInside = lt(size, 1);
    const inside = inverseOf(where(isInside, size, 0));
    const edge = where(eq(size, 1), Infinity, Number.NaN);
    const result = where(isInside, inside, edge);
    return where(lt(y, 0), neg(result), result);
  }),
  slope: (_, x) => mul(exp(square(x)), 1 / twoOverRootPi),
});

/**
 * Inverse of the error function, elementwise: infinite at -1 and 1, NaN outside. An int32 or bool
 * becomes float32.
 * @example
 * console.log(erfinv(tensor([0, 0.5])).toString()); // tensor([0.0000, 0.4769])
 */
export function erfinv(x: TensorLike): Tensor {
  return inverse(x);
}
