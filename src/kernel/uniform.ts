/** Uniform random numbers in [0, 1) as kernels draw them: threefry words, scaled. */

import { internal } from '../errors.js';
import { binary, compare, constant, convert, type KernelBuilder, mul, splat } from './builder.js';
import type { Expr, Scalar } from './ir.js';
import { threefry2x32 } from './threefry.js';

/** Low and high word of the seed, then of the counter of element 0. */
export type Stream = readonly [seedLow: Expr, seedHigh: Expr, counterLow: Expr, counterHigh: Expr];

/**
 * The numbers at `index`: multiples of 2^-24 in f32 (any lanes), of 2^-53 in f64 (one lane), so
 * that every value is exact and 1 is never reached.
 */
export function uniform(b: KernelBuilder, stream: Stream, index: Expr, scalar: Scalar): Expr {
  const { lanes } = index.type;
  const [seedLow, seedHigh, counterLow, counterHigh] = stream;
  const low = b.let(binary('add', index, splat(counterLow, lanes)));
  // The low word wrapped if it is now below the index, both unsigned.
  const flip = (x: Expr): Expr => binary('xor', x, constant(-0x80000000, 'i32', lanes));
  const carry = convert(compare('lt', flip(low), flip(index)), 'i32');
  const high = b.let(binary('add', splat(counterHigh, lanes), carry));
  const [first, second] = threefry2x32(b, [seedLow, seedHigh], [low, high]);
  if (scalar === 'f32') {
    const bits = convert(binary('shr', first, constant(8)), 'f32');
    return mul(bits, constant(2 ** -24, 'f32', lanes));
  }
  if (scalar !== 'f64' || lanes !== 1) throw internal(`uniform numbers of ${scalar} x ${lanes}`);
  const top = convert(binary('shr', first, constant(5)), 'f64');
  const rest = convert(binary('shr', second, constant(6)), 'f64');
  const scaled = binary('add', mul(top, constant(2 ** 26, 'f64')), rest);
  return mul(scaled, constant(2 ** -53, 'f64'));
}
