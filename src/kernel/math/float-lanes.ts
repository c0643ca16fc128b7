/**
 * What the functions of this folder are written with: constants, polynomials and signs of f32
 * lanes.
 */

import { internal } from '../../errors.js';
import {
  any,
  binary,
  bitcast,
  constant,
  convert,
  fma,
  type KernelBuilder,
  lane,
  select,
  unary,
  vector,
} from '../builder.js';
import type { Expr } from '../ir.js';

/** Makes f32 constants as wide as `x`. */
export function floatsLike(x: Expr): (value: number) => Expr {
  return (value) => constant(value, 'f32', x.type.lanes);
}

/** Makes i32 constants as wide as `x`. */
export function intsLike(x: Expr): (value: number) => Expr {
  return (value) => constant(value, 'i32', x.type.lanes);
}

/** c[0] + c[1] x + c[2] x^2 + ..., by Horner's rule; `x` is a variable or constant. */
export function polynomial(x: Expr, coefficients: readonly number[]): Expr {
  const float = floatsLike(x);
  const [last, ...rest] = coefficients.toReversed();
  if (last === undefined) throw internal('polynomial without coefficients');
  return rest.reduce<Expr>((sum, c) => fma(sum, x, float(c)), float(last));
}

/**
 * The same polynomial as pairs of terms, by Horner's rule in `square` = x^2. Pairs do not wait for
 * each other, so the chain is half as long; a first term that is left over comes last and rounds
 * once.
 */
export function pairwise(x: Expr, square: Expr, coefficients: readonly number[]): Expr {
  const float = floatsLike(x);
  const [first = 0, second, ...rest] = coefficients;
  if (second === undefined) return float(first);
  if (coefficients.length % 2 === 1) {
    return fma(pairwise(x, square, coefficients.slice(1)), x, float(first));
  }
  const pair = fma(x, float(second), float(first));
  return rest.length === 0 ? pair : fma(pairwise(x, square, rest), square, pair);
}

/** f32 `x` in [low, high]; NaN stays NaN, since `pmin` and `pmax` keep their first operand then. */
export function clamp(x: Expr, low: number, high: number): Expr {
  const float = floatsLike(x);
  return binary('pmax', binary('pmin', x, float(high)), float(low));
}

/** The sign bit of f32 `x` as i32. */
export function signBit(x: Expr): Expr {
  return binary('and', bitcast(x, 'i32'), intsLike(x)(0x80000000));
}

/** f32 `x` with its sign bit set where the i32 `sign` has it. */
export function withSign(x: Expr, sign: Expr): Expr {
  return bitcast(binary('or', bitcast(x, 'i32'), sign), 'f32');
}

/** f32 `x` with its sign flipped where the i32 `sign` has the sign bit. */
export function turnedBy(x: Expr, sign: Expr): Expr {
  return bitcast(binary('xor', bitcast(x, 'i32'), sign), 'f32');
}

/** A function of f64 scalars, applied lane by lane; the operands are variables or constants. */
export function lanewise(
  fn: (...lanes: readonly Expr[]) => Expr,
  ...operands: readonly [Expr, ...Expr[]]
): Expr {
  const { scalar, lanes } = operands[0].type;
  if (scalar === 'mask') throw internal('lanewise of masks');
  const parts = Array.from({ length: lanes }, (_, i) =>
    convert(fn(...operands.map((operand) => convert(lane(operand, i), 'f64'))), scalar),
  );
  const [only] = parts;
  return only !== undefined && lanes === 1 ? only : vector(parts);
}

/**
 * `rare()` in the lanes where the mask holds, `usual` in the others. What `rare` emits runs only
 * where a lane needs it; where none does, the price is one test.
 */
export function exceptWhere(
  builder: KernelBuilder,
  isRare: Expr,
  usual: Expr,
  rare: () => Expr,
): Expr {
  const result = builder.local(usual.type);
  builder.set(result, usual);
  const mask = builder.let(isRare);
  builder.if(any(mask), () => {
    builder.set(result, select(mask, rare(), builder.get(result)));
  });
  return builder.get(result);
}

/** `usual` in the lanes where the mask holds, `rare()` in the others. */
export function unless(builder: KernelBuilder, isUsual: Expr, usual: Expr, rare: () => Expr): Expr {
  return exceptWhere(builder, unary('not', isUsual), usual, rare);
}
