/** The `math` functions that kernels import, on double precision, as the C library defines them. */

import type { MathFunction } from '../kernel/ir.js';
import { erf } from './erf.js';

/** x to the power y as in C: unlike `**`, 1 for `pow(1, NaN)` and for `pow(+-1, +-Infinity)`. */
export function pow(x: number, y: number): number {
  if (x === 1) return 1;
  if (x === -1 && (y === Number.POSITIVE_INFINITY || y === Number.NEGATIVE_INFINITY)) return 1;
  return x ** y;
}

/** Host functions by name, for the `math` namespace of a kernel's imports. */
export const mathImports: { readonly [F in MathFunction]: (x: number, y: number) => number } = {
  exp: Math.exp,
  expm1: Math.expm1,
  log: Math.log,
  log1p: Math.log1p,
  sin: Math.sin,
  cos: Math.cos,
  tanh: Math.tanh,
  erf,
  pow,
};
