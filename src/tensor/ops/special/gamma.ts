/** The gamma function's logarithm and its derivative; sin(pi x) / (pi x). */

import type { TensorLike } from '../../handle/convert.js';
import type { Tensor } from '../../handle/tensor.js';
import { abs, add, mul, neg, square, sub } from '../elementwise/arithmetic.js';
import { eq, lt } from '../elementwise/comparison.js';
import { cos, floor, log, reciprocal, sin } from '../elementwise/elementary.js';
import { trueQuotient as div } from '../elementwise/quotient.js';
import { where } from '../elementwise/where.js';
import { inDouble, polynomial, withSlope } from '../elementwise/with-slope.js';
import { derivativeOfDigamma } from './hurwitz.js';

/** B(2k) / (2k (2k - 1)): Stirling's series for the logarithm of the gamma function. */
const stirling: readonly number[] = [
  1 / 12,
  -1 / 360,
  1 / 1260,
  -1 / 1680,
  1 / 1188,
  -691 / 360360,
  1 / 156,
];

/** Steps of the recurrence that bring x to where Stirling's series is exact. */
const shift = 9;

/** log|gamma(x)| for x > 0: of x + 9, less the logarithm of the product between. */
function logGamma(x: Tensor): Tensor {
  const isSmall = lt(x, shift);
  let between = where(isSmall, x, 1);
  for (let i = 1; i < shift; i++) between = mul(between, where(isSmall, add(x, i), 1));
  const z = where(isSmall, add(x, shift), x);
  const series = div(polynomial(stirling, reciprocal(square(z))), z);
  const main = mul(sub(z, 0.5), sub(log(z), 1));
  return sub(add(add(main, series), 0.5 * (Math.log(2 * Math.PI) - 1)), log(between));
}

const gammaLogarithm = withSlope({
  name: 'lgamma',
  value: inDouble((x) => {
    const isPositive = lt(0, x);
    const above = logGamma(where(isPositive, x, sub(1, x)));
    // Reflection: gamma(x) gamma(1 - x) = pi / sin(pi x).
    const period = sub(x, floor(x));
    const reflected = sub(sub(Math.log(Math.PI), log(abs(sin(mul(period, Math.PI))))), above);
    const result = where(isPositive, above, where(eq(period, 0), Infinity, reflected));
    return where(eq(abs(x), Infinity), Infinity, result);
  }),
  slope: (x) => digamma(x),
});

/**
 * Logarithm of the size of the gamma function, elementwise: infinite at 0 and at negative integers.
 * An int32 or bool becomes float32.
 * @example
 * console.log(lgamma(tensor([1, 5])).toString()); // tensor([1.7764e-15, 3.1781e+00])
 */
export function lgamma(x: TensorLike): Tensor {
  return gammaLogarithm(x);
}

/** B(2k) / (2k): the series of digamma. */
const digammaSeries: readonly number[] = [
  1 / 12,
  -1 / 120,
  1 / 252,
  -1 / 240,
  1 / 132,
  -691 / 32760,
  1 / 12,
];

function digammaAbove(x: Tensor): Tensor {
  const isSmall = lt(x, shift);
  let total = mul(x, 0);
  for (let i = 0; i < shift; i++) total = add(total, reciprocal(add(x, i)));
  const z = where(isSmall, add(x, shift), x);
  const w = reciprocal(square(z));
  const far = sub(sub(log(z), div(0.5, z)), mul(w, polynomial(digammaSeries, w)));
  return sub(far, where(isSmall, total, 0));
}

const gammaSlope = withSlope({
  name: 'digamma',
  value: inDouble((x) => {
    const isPositive = lt(0, x);
    const above = digammaAbove(where(isPositive, x, sub(1, x)));
    const angle = mul(sub(x, floor(x)), Math.PI);
    const reflected = sub(above, div(mul(cos(angle), Math.PI), sin(angle)));
    const isPole = eq(x, floor(x));
    const pole = where(eq(x, 0), neg(reciprocal(x)), Number.NaN);
    return where(isPositive, above, where(isPole, pole, reflected));
  }),
  slope: (x) => derivativeOfDigamma(1, x),
});

/**
 * Derivative of `lgamma`, elementwise: infinite at 0, NaN at negative integers. An int32 or bool
 * becomes float32.
 * @example
 * console.log(digamma(tensor([1, 2])).toString()); // tensor([-0.5772,  0.4228])
 */
export function digamma(x: TensorLike): Tensor {
  return gammaSlope(x);
}

/**
 * sin(pi x) / (pi x), elementwise, and 1 at 0, where the gradient is 0. An int32 or bool becomes
 * float32.
 * @example
 * console.log(sinc(tensor([0, 0.5])).toString()); // tensor([1.0000, 0.6366])
 */
export function sinc(x: TensorLike): Tensor {
  return cardinal(x);
}

const cardinal = withSlope({
  name: 'sinc',
  value: (x) => {
    const isZero = eq(x, 0);
    const angle = mul(where(isZero, 1, x), Math.PI);
    return where(isZero, 1, div(sin(angle), angle));
  },
  slope: (x) => {
    const isZero = eq(x, 0);
    const safe = where(isZero, 1, x);
    const angle = mul(safe, Math.PI);
    const turn = sub(mul(cos(angle), angle), sin(angle));
    return where(isZero, 0, div(turn, mul(angle, safe)));
  },
});
