/**
 * exp and expm1 of f32 lanes. x = n ln 2 + r with |r| <= ln 2 / 2, e^r by a polynomial, times 2^n:
 * Muller, "Elementary Functions" (3rd edition), section 11.3. The coefficients are a minimax fit.
 */

import { binary, bitcast, compare, constant, fma, type KernelBuilder, mul } from '../builder.js';
import type { Expr } from '../ir.js';
import {
  clamp,
  exceptWhere,
  floatsLike,
  intsLike,
  polynomial,
  signBit,
  withSign,
} from './float-lanes.js';

/** (e^r - 1 - r) / r^2; its error is below 2^-28 of e^r and 2^-26 of e^r - 1. */
const tail: readonly number[] = [0.49999998, 0.16666543, 0.0416672, 0.008366584, 0.0013882449];

/** ln 2 = high + low; n * high is exact, since high has nine bits. */
const ln2High = 0.693359375;
const ln2Low = -2.1219444170128554e-4;

/** 1.5 * 2^23: adding it rounds to an integer, which then stands in the low bits of the sum. */
const rounder = 12582912;

interface Reduced {
  /** The bits of `rounder + bias + n`: only the low 23 count. */
  readonly bits: Expr;
  readonly r: Expr;
}

/** x = n ln 2 + r for x in [-104, 89]. */
function reduce(builder: KernelBuilder, x: Expr, bias: number): Reduced {
  const float = floatsLike(x);
  const shifted = builder.let(fma(x, float(Math.LOG2E), float(rounder + bias)));
  const n = builder.let(binary('sub', shifted, float(rounder + bias)));
  const r = builder.let(fma(n, float(-ln2Low), fma(n, float(-ln2High), x)));
  return { bits: bitcast(shifted, 'i32'), r };
}

/** The float whose exponent field is `exponent`: 2^(exponent - 127). */
function powerOfTwo(exponent: Expr): Expr {
  return bitcast(binary('shl', exponent, constant(23)), 'f32');
}

/**
 * value * 2^n, where `bits` hold n + 254 (twice the bias of an exponent) in their low 23. Two
 * factors: 2^n may be no float itself, and a denormal result is rounded once, by the second.
 */
export function scaledByPower(builder: KernelBuilder, value: Expr, bits: Expr): Expr {
  const sum = builder.let(bits);
  const half = builder.let(binary('shr', sum, constant(1)));
  return builder.let(mul(mul(value, powerOfTwo(half)), powerOfTwo(binary('sub', sum, half))));
}

/** Bits of 87, up to which e^x and e^-x are normal floats. */
const bitsOf87 = 0x42ae0000;

/** e^x of any f32: Infinity above 88.73, denormal below -87.34, 0 below -103.98. */
function expOfAny(builder: KernelBuilder, x: Expr): Expr {
  const { bits, r } = reduce(builder, builder.let(clamp(x, -104, 89)), 2 * 127);
  return scaledByPower(builder, polynomial(r, [1, 1, ...tail]), bits);
}

/** e^x of f32, within 1.5 ulp. Where all results are normal, 2^n is added to the exponent. */
export function exp(builder: KernelBuilder, x: Expr): Expr {
  const int = intsLike(x);
  const argument = builder.let(x);
  const { bits, r } = reduce(builder, argument, 0);
  const power = bitcast(polynomial(r, [1, 1, ...tail]), 'i32');
  const usual = bitcast(binary('add', power, binary('shl', bits, constant(23))), 'f32');
  const size = binary('and', bitcast(argument, 'i32'), int(0x7fffffff));
  return exceptWhere(builder, compare('gt', size, int(bitsOf87)), usual, () =>
    expOfAny(builder, argument),
  );
}

/** e^x - 1 of f32, within 2 ulp; keeps -0. */
export function expm1(builder: KernelBuilder, x: Expr): Expr {
  const float = floatsLike(x);
  const argument = builder.let(x);
  // 2^n (e^r - 1) + (2^n - 1), at half its size because 2^128 is no float.
  const { bits, r } = reduce(builder, builder.let(clamp(argument, -18, 89)), 127 - 1);
  const half = builder.let(powerOfTwo(bits));
  const part = fma(mul(r, r), polynomial(r, tail), r);
  const value = fma(half, part, binary('sub', half, float(0.5)));
  return builder.let(withSign(mul(value, float(2)), signBit(argument)));
}
