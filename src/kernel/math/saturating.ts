/**
 * tanh and erf of f32 lanes: odd functions that reach +-1 within the range of a float. Both are
 * x P(x^2) / Q(x^2) up to there; the coefficients are a minimax fit of the relative error.
 */

import { binary, type KernelBuilder, mul } from '../builder.js';
import type { Expr } from '../ir.js';
import { clamp, polynomial } from './float-lanes.js';

interface Rational {
  readonly p: readonly number[];
  readonly q: readonly number[];
  /** Beyond saturation, where the ratio exceeds 1 by more than rounding errors. */
  readonly limit: number;
}

/** Relative error 2^-25; all coefficients are positive, so nothing cancels. */
const tanhRatio: Rational = {
  p: [1, 0.13379799, 0.0034941246, 2.0584823e-5, 1.3320581e-8],
  q: [1, 0.46713114, 0.025871431, 0.0003283233, 7.7627226e-7],
  limit: 9.6,
};

/** Relative error 2^-25. */
const erfRatio: Rational = {
  p: [1.1283791, 0.1915207, 0.052871045, 0.0038067545, 0.00028463406, 2.0258535e-6],
  q: [1, 0.5030636, 0.11454692, 0.0150522925, 0.0011703433, 3.7828417e-5],
  limit: 4.2,
};

function saturating({ p, q, limit }: Rational): (builder: KernelBuilder, x: Expr) => Expr {
  return (builder, x) => {
    const argument = builder.let(clamp(x, -limit, limit));
    const square = builder.let(mul(argument, argument));
    const ratio = binary('div', polynomial(square, p), polynomial(square, q));
    return builder.let(clamp(mul(argument, ratio), -1, 1));
  };
}

/** Hyperbolic tangent of f32, within 5.5 ulp; keeps -0 and NaN. */
export const tanh: (builder: KernelBuilder, x: Expr) => Expr = saturating(tanhRatio);

/** Error function of f32, within 5.5 ulp; keeps -0 and NaN. */
export const erf: (builder: KernelBuilder, x: Expr) => Expr = saturating(erfRatio);
