/**
 * x to the power y of f32 lanes: 2^(y log2 |x|) with the logarithm and the product as pairs of
 * floats, high part of twelve bits, since an error in them grows by y log2 |x| <= 150. Pairs after
 * T. J. Dekker, "A floating-point technique for extending the available precision" (1971).
 */

import {
  add,
  binary,
  bitcast,
  compare,
  convert,
  fma,
  type KernelBuilder,
  math,
  mul,
  select,
  unary,
} from '../builder.js';
import type { Expr } from '../ir.js';
import { scaledByPower } from './exponential.js';
import {
  clamp,
  floatsLike,
  intsLike,
  lanewise,
  polynomial,
  signBit,
  turnedBy,
  unless,
} from './float-lanes.js';
import { octaveOf } from './logarithm.js';

/** (atanh(s) / s - 1) / s^2 in powers of s^2, for 1 + f between sqrt(1/2) and sqrt(2). */
const atanhTail: readonly number[] = [
  0.3333333134651184, 0.20000168681144714, 0.1426861733198166, 0.11791803687810898,
];

/** (2^r - 1) / r for |r| <= 1/2; its error is below 2^-28 of 2^r. */
const exp2Tail: readonly number[] = [
  0.6931471824645996, 0.24022647738456726, 0.05550331994891167, 0.00961843878030777,
  0.001339900423772633, 0.0001535325573058799,
];

/** 2 / ln 2, and in two parts of which the first has twelve bits. */
const scale = 2.885390043258667;
const scaleHigh = 2.884765625;
const scaleLow = 0.0006244567921385169;

/** 1.5 * 2^23 + 254: adding it rounds to an integer, in the form that `scaledByPower` reads. */
const rounder = 12582912 + 254;

/** high + low, the first with at most twelve significant bits. */
interface Pair {
  readonly high: Expr;
  readonly low: Expr;
}

/** The leading twelve bits of x. */
function leading(builder: KernelBuilder, x: Expr): Expr {
  return builder.let(bitcast(binary('and', bitcast(x, 'i32'), intsLike(x)(0xfffff000)), 'f32'));
}

function minus(a: Expr, b: Expr): Expr {
  return binary('sub', a, b);
}

/** f / (2 + f) for m = 1 + f, to 36 bits. */
function quotient(builder: KernelBuilder, m: Expr): Pair {
  const one = floatsLike(m)(1);
  const f = builder.let(minus(m, one));
  const divisor = builder.let(add(m, one));
  const divisorHigh = leading(builder, divisor);
  const divisorLow = minus(m, minus(divisorHigh, one));
  const inverse = builder.let(binary('div', one, divisor));
  const high = leading(builder, mul(f, inverse));
  // Exact: both products have at most 24 bits and cancel with f.
  const rest = minus(minus(f, mul(high, divisorHigh)), mul(high, divisorLow));
  return { high, low: builder.let(mul(rest, inverse)) };
}

/** log2 of positive x that are neither denormal nor infinite, to 31 bits. */
function log2Of(builder: KernelBuilder, x: Expr): Pair {
  const float = floatsLike(x);
  const { exponent, mantissa } = octaveOf(builder, x);
  const e = builder.let(convert(exponent, 'f32'));
  // log2(mantissa) = 2 / ln 2 * atanh(s)
  const s = quotient(builder, mantissa);
  const sum = builder.let(add(s.high, s.low));
  const square = builder.let(mul(sum, sum));
  const tail = fma(mul(sum, square), polynomial(square, atanhTail), s.low);
  const low = fma(tail, float(scale), mul(s.high, float(scaleLow)));
  const main = builder.let(mul(s.high, float(scaleHigh)));
  const total = builder.let(add(e, main));
  const rest = builder.let(add(minus(main, minus(total, e)), low));
  const high = leading(builder, add(total, rest));
  return { high, low: builder.let(minus(rest, minus(high, total))) };
}

/** 2^(y * log2x), by which 0 and Infinity are reached in their time. */
function exp2Of(builder: KernelBuilder, log2x: Pair, y: Expr): Expr {
  const float = floatsLike(y);
  // Beyond 2^32 every x but 1 is past the ends already.
  const exponent = builder.let(clamp(y, -(2 ** 32), 2 ** 32));
  const yHigh = leading(builder, exponent);
  const high = builder.let(clamp(mul(yHigh, log2x.high), -152, 130));
  const cross = fma(minus(exponent, yHigh), log2x.high, mul(exponent, log2x.low));
  const low = builder.let(clamp(cross, -1, 1));
  const shifted = builder.let(add(add(high, low), float(rounder)));
  const n = minus(shifted, float(rounder));
  const r = builder.let(add(minus(high, n), low));
  return scaledByPower(builder, polynomial(r, [1, ...exp2Tail]), bitcast(shifted, 'i32'));
}

/** The results of 0 and Infinity to a power that is neither 0 nor NaN, without their sign. */
function endOf(size: Expr, y: Expr): Expr {
  const float = floatsLike(y);
  const isZero = compare('eq', size, float(0));
  const isInverse = compare('lt', y, float(0));
  return select(binary('xor', isZero, isInverse), float(0), float(Number.POSITIVE_INFINITY));
}

/**
 * x to the power y of f32, within 5 ulp (2 where |y log2 x| < 16), with the special cases of C's
 * `powf`.
 */
export function pow(builder: KernelBuilder, x: Expr, y: Expr): Expr {
  const float = floatsLike(x);
  const [base, power] = [builder.let(x), builder.let(y)];
  const size = builder.let(unary('abs', base));
  const half = builder.let(mul(power, float(0.5)));
  const isWhole = builder.let(compare('eq', unary('floor', power), power));
  const isOdd = binary('and', isWhole, compare('ne', unary('floor', half), half));
  const sign = builder.let(select(isOdd, signBit(base), intsLike(x)(0)));

  const value = turnedBy(exp2Of(builder, log2Of(builder, size), power), sign);
  const isNegative = compare('lt', base, float(0));
  const isUndefined = binary('and', isNegative, unary('not', isWhole));
  const usual = select(isUndefined, float(Number.NaN), value);

  const infinity = float(Number.POSITIVE_INFINITY);
  const isBounded = binary('and', compare('lt', size, infinity), compare('eq', power, power));
  const isUsual = binary('and', compare('ge', size, float(2 ** -126)), isBounded);
  return unless(builder, isUsual, usual, () => {
    const isEnd = binary('or', compare('eq', size, float(0)), compare('eq', size, infinity));
    const isPower = compare('gt', unary('abs', power), float(0));
    // Denormals, NaN and the power 0 go through double precision.
    return unless(builder, binary('and', isEnd, isPower), turnedBy(endOf(size, power), sign), () =>
      lanewise((...xs) => math('pow', ...xs), base, power),
    );
  });
}
