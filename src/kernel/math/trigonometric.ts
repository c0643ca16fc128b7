/**
 * sin and cos of f32 lanes. x = n pi/2 + r with |r| <= pi/4 by Cody and Waite's reduction (Muller,
 * "Elementary Functions", 3rd edition, section 11.2), then one polynomial for each. Arguments too
 * large for that go through double precision. The coefficients are a minimax fit.
 */

import {
  add,
  binary,
  bitcast,
  compare,
  constant,
  fma,
  type KernelBuilder,
  math,
  mul,
  select,
  unary,
} from '../builder.js';
import type { Expr } from '../ir.js';
import {
  floatsLike,
  intsLike,
  lanewise,
  polynomial,
  signBit,
  turnedBy,
  unless,
} from './float-lanes.js';

/** (sin(r) - r) / r^3 and (cos(r) - 1 + r^2 / 2) / r^4 in powers of r^2; errors below 2^-27. */
const sineTail: readonly number[] = [-0.1666665457, 0.00833215832, -0.00019514948];
const cosineTail: readonly number[] = [0.0416666456, -0.0013887313, 2.4432781e-5];

/** pi/2 in parts of eight bits, whose products with n are exact, and a last one of 24. */
const halfPi: readonly number[] = [
  1.5703125, 0.000484466552734375, -6.407499313354492e-7, 9.89530235528946e-10,
  2.5633440682570896e-12,
];

/** Where n reaches sixteen bits and the reduction stops being exact. */
const limit = 1e5;

/** 1.5 * 2^23: adding it rounds to an integer, which then stands in the low bits of the sum. */
const rounder = 12582912;

/** sin(|x| + quarters * pi/2) for |x| < limit. */
function sineOf(builder: KernelBuilder, size: Expr, quarters: 0 | 1): Expr {
  const float = floatsLike(size);
  const int = intsLike(size);
  const shifted = builder.let(fma(size, float(2 / Math.PI), float(rounder)));
  const n = builder.let(binary('sub', shifted, float(rounder)));
  const r = builder.let(halfPi.reduce((rest, part) => fma(n, float(-part), rest), size));
  const square = builder.let(mul(r, r));
  const sine = fma(mul(r, square), polynomial(square, sineTail), r);
  const cosine = fma(
    mul(square, square),
    polynomial(square, cosineTail),
    fma(square, float(-0.5), float(1)),
  );
  const quadrant = builder.let(add(bitcast(shifted, 'i32'), int(quarters)));
  const isOdd = compare('ne', binary('and', quadrant, int(1)), int(0));
  const sign = binary('shl', binary('and', quadrant, int(2)), constant(30));
  return turnedBy(select(isOdd, cosine, sine), sign);
}

/** The value through double precision where |x| >= limit. */
function withLarge(builder: KernelBuilder, x: Expr, fn: 'sin' | 'cos', value: Expr): Expr {
  const isUsual = compare('lt', unary('abs', x), floatsLike(x)(limit));
  return unless(builder, isUsual, value, () => lanewise((...xs) => math(fn, ...xs), x));
}

/** Sine of f32 radians, within 3.5 ulp; NaN at infinity; keeps -0. */
export function sin(builder: KernelBuilder, x: Expr): Expr {
  const argument = builder.let(x);
  const size = builder.let(unary('abs', argument));
  const value = turnedBy(sineOf(builder, size, 0), signBit(argument));
  return withLarge(builder, argument, 'sin', value);
}

/** Cosine of f32 radians, within 3.5 ulp; NaN at infinity. */
export function cos(builder: KernelBuilder, x: Expr): Expr {
  const argument = builder.let(x);
  const size = builder.let(unary('abs', argument));
  return withLarge(builder, argument, 'cos', sineOf(builder, size, 1));
}
