/** Derivatives of digamma, of any order, by Hurwitz's zeta function. */

import { ValueError } from '../../../errors.js';
import type { TensorLike } from '../../handle/convert.js';
import type { Tensor } from '../../handle/tensor.js';
import { add, mul, pow, sub } from '../elementwise/arithmetic.js';
import { lt } from '../elementwise/comparison.js';
import { cos, floor, sin } from '../elementwise/elementary.js';
import { trueQuotient as div } from '../elementwise/quotient.js';
import { where } from '../elementwise/where.js';
import { inDouble, polynomial, withSlope } from '../elementwise/with-slope.js';

/** Steps of the recurrence that bring x to where the series is exact. */
const shift = 9;

/** Factors of Hurwitz's zeta function in the method of Euler and Maclaurin: B(2k) / (2k)!. */
const bernoulli: readonly number[] = [
  1 / 12,
  -1 / 720,
  1 / 30240,
  -1 / 1209600,
  1 / 47900160,
  -691 / 1307674368000,
];

/** zeta(s, x), the sum of (x + k)^-s over k from 0 on, for x > 0. */
function hurwitz(s: number, x: Tensor): Tensor {
  let total = pow(x, -s);
  for (let k = 1; k <= shift; k++) total = add(total, pow(add(x, k), -s));
  const z = add(x, shift);
  total = add(total, sub(div(pow(z, 1 - s), s - 1), mul(pow(z, -s), 0.5)));
  let rising = s;
  bernoulli.forEach((factor, k) => {
    total = add(total, mul(pow(z, -s - 2 * k - 1), factor * rising));
    rising *= (s + 2 * k + 1) * (s + 2 * k + 2);
  });
  return total;
}

/** The n-th derivative of cot(pi x) as a polynomial of c = cot(pi x), constant term first. */
function cotangentDerivative(n: number): number[] {
  let coefficients = [0, 1];
  for (let k = 0; k < n; k++) {
    // (p(c))' = -pi (1 + c^2) p'(c)
    const slope = coefficients.slice(1).map((value, i) => value * (i + 1) * -Math.PI);
    coefficients = [...slope, 0, 0].map((value, i) => value + (slope[i - 2] ?? 0));
  }
  return coefficients;
}

/** By the sum for x > 0, and by reflection below. */
function polygammaOf(n: number, x: Tensor): Tensor {
  let factorial = 1;
  for (let i = 2; i <= n; i++) factorial *= i;
  const sign = n % 2 === 0 ? -1 : 1;
  const isPositive = lt(0, x);
  const above = mul(hurwitz(n + 1, where(isPositive, x, sub(1, x))), sign * factorial);
  const angle = mul(sub(x, floor(x)), Math.PI);
  const turn = mul(polynomial(cotangentDerivative(n), div(cos(angle), sin(angle))), Math.PI);
  return where(isPositive, above, sub(mul(above, -sign), turn));
}

/** The n-th derivative of digamma, n from 1 on. */
export function derivativeOfDigamma(n: number, x: TensorLike): Tensor {
  if (!Number.isInteger(n) || n < 1) {
    throw new ValueError(`polygamma: n must be a non-negative integer, got ${n}`);
  }
  const op = withSlope({
    name: 'polygamma',
    value: inDouble((each) => polygammaOf(n, each)),
    slope: (each) => derivativeOfDigamma(n + 1, each),
  });
  return op(x);
}
