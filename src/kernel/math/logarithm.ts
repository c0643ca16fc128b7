/**
 * log and log1p of f32 lanes. x = 2^e (1 + f) with 1 + f between sqrt(1/2) and sqrt(2), log(1 + f)
 * by a polynomial: Muller, "Elementary Functions" (3rd edition), section 11.4. The coefficients are
 * a minimax fit.
 */

import {
  add,
  binary,
  bitcast,
  compare,
  constant,
  convert,
  fma,
  type KernelBuilder,
  mul,
  select,
} from '../builder.js';
import type { Expr } from '../ir.js';
import {
  exceptWhere,
  floatsLike,
  intsLike,
  pairwise,
  signBit,
  unless,
  withSign,
} from './float-lanes.js';

/** (log(1 + f) - f + f^2 / 2) / f^3; its error is below 2^-27 of log(1 + f). */
const tail: readonly number[] = [
  0.33333331, -0.25000821, 0.20001226, -0.16623355, 0.14201768, -0.13160211, 0.12761516,
  -0.07634344,
];

/** ln 2 = high + low; e * high is exact, since high has nine bits. */
const ln2High = 0.693359375;
const ln2Low = -2.1219444170128554e-4;

/** Bits of the float sqrt(1/2), the lower end of 1 + f. */
const rootHalfBits = 0x3f3504f3;

/** e ln 2 + log(1 + f), smallest terms first. */
function logOf(builder: KernelBuilder, e: Expr, f: Expr): Expr {
  const float = floatsLike(f);
  const square = builder.let(mul(f, f));
  const cubic = fma(mul(f, square), pairwise(f, square, tail), mul(e, float(ln2Low)));
  const small = fma(float(-0.5), square, cubic);
  return fma(e, float(ln2High), add(f, small));
}

/** 2^exponent times a mantissa between sqrt(1/2) and sqrt(2). */
interface Octave {
  /** i32. */
  readonly exponent: Expr;
  readonly mantissa: Expr;
}

/** Splits positive f32 x that are neither denormal nor infinite, exactly. */
export function octaveOf(builder: KernelBuilder, x: Expr): Octave {
  const bits = bitcast(x, 'i32');
  const above = binary('sub', bits, intsLike(x)(rootHalfBits));
  const exponent = builder.let(binary('sar', above, constant(23)));
  const mantissa = bitcast(binary('sub', bits, binary('shl', exponent, constant(23))), 'f32');
  return { exponent, mantissa: builder.let(mantissa) };
}

/** log of positive x that are neither denormal nor infinite, plus `octaves` times ln 2. */
function logOfNormal(builder: KernelBuilder, x: Expr, octaves: number): Expr {
  const float = floatsLike(x);
  const { exponent, mantissa } = octaveOf(builder, x);
  const e = convert(octaves === 0 ? exponent : add(exponent, intsLike(x)(octaves)), 'f32');
  return logOf(builder, builder.let(e), builder.let(binary('sub', mantissa, float(1))));
}

/** `value` for x in (start, Infinity), -Infinity at start, Infinity there, else NaN. */
function ofDomain(x: Expr, start: number, value: Expr): Expr {
  const float = floatsLike(x);
  const finite = select(compare('lt', x, float(Number.POSITIVE_INFINITY)), value, x);
  const pole = float(Number.NEGATIVE_INFINITY);
  const outside = select(compare('eq', x, float(start)), pole, float(Number.NaN));
  return select(compare('gt', x, float(start)), finite, outside);
}

/** Natural logarithm of f32, within 1 ulp; -Infinity at 0, NaN below. */
export function log(builder: KernelBuilder, x: Expr): Expr {
  const int = intsLike(x);
  const argument = builder.let(x);
  // Of positive and normal x alone the exponent stays positive when it grows by one.
  const grown = add(bitcast(argument, 'i32'), int(0x00800000));
  const isRare = compare('lt', grown, int(0x01000000));
  return exceptWhere(builder, isRare, logOfNormal(builder, argument, 0), () => {
    // Denormals have no exponent to read before they are scaled.
    const scaled = builder.let(mul(argument, floatsLike(x)(2 ** 23)));
    return ofDomain(argument, 0, logOfNormal(builder, scaled, -23));
  });
}

/** log(1 + x) of f32, within 1.5 ulp; -Infinity at -1, NaN below; keeps -0. */
export function log1p(builder: KernelBuilder, x: Expr): Expr {
  const float = floatsLike(x);
  const int = intsLike(x);
  const argument = builder.let(x);
  const sum = bitcast(add(argument, float(1)), 'i32');
  // e << 23, where 2^e is what divides the rounded sum.
  const shift = builder.let(binary('and', binary('sub', sum, int(rootHalfBits)), int(0xff800000)));
  // f = 2^-e x + (2^-e - 1) keeps the digits that the sum has lost; 2^-e may be denormal, 4 * 2^-e
  // not.
  const scaled = bitcast(binary('sub', bitcast(argument, 'i32'), shift), 'f32');
  const fourfold = bitcast(binary('sub', int(0x40800000), shift), 'f32');
  const f = builder.let(add(scaled, fma(fourfold, float(0.25), float(-1))));
  const e = builder.let(convert(binary('sar', shift, constant(23)), 'f32'));
  const value = withSign(logOf(builder, e, f), signBit(argument));
  const isUsual = binary(
    'and',
    compare('gt', argument, float(-1)),
    compare('lt', argument, float(Number.POSITIVE_INFINITY)),
  );
  return unless(builder, isUsual, value, () => ofDomain(argument, -1, float(Number.NaN)));
}
