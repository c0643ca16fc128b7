/** How widely elements spread: variance, standard deviation, and vector norms. */

import { ValueError } from '../../errors.js';
import { normalizeDims } from '../../graph/shape.js';
import { type TensorLike, toFloatNode } from '../convert.js';
import { Tensor } from '../tensor.js';
import { abs, div, mul, pow, square, sub } from './arithmetic.js';
import { eq } from './comparison.js';
import { sqrt } from './elementary.js';
import { max, min } from './extreme.js';
import { mean, sum } from './reduce.js';
import { countOf, type Dim } from './reduced.js';
import { where } from './where.js';

/** Options of `var` and `std`. */
export interface VarianceOptions {
  /** The divisor is n minus this. Default 1 (Bessel's correction). */
  readonly correction?: number;
  /** Whether reduced dims stay, with size 1. Default false. */
  readonly keepdim?: boolean;
}

/**
 * Variance over `dim`: `[.., n, ..] -> [.., ..]`, or `[.., 1, ..]` with `keepdim`. NaN for a single
 * element, unless the correction is 0. An int32 or bool becomes float32.
 * Source: https://pytorch.org/docs/stable/generated/torch.var.html
 * @throws IndexError for a dim that does not exist; ValueError for one named twice.
 */
function variance(x: TensorLike, dim: Dim = null, options: VarianceOptions = {}): Tensor {
  return spread('var', x, dim, options);
}

function spread(op: string, x: TensorLike, dim: Dim, options: VarianceOptions): Tensor {
  const { correction = 1, keepdim = false } = options;
  const value = new Tensor(toFloatNode(op, x));
  const dims = normalizeDims(op, dim, value.ndim);
  const count = countOf(value.node, dims);
  const squares = sum(square(sub(value, mean(value, dims, true))), dims, keepdim);
  return div(squares, Math.max(0, count - correction));
}

// `var` is no name that a function can be declared with.
export { variance as var };

/**
 * Standard deviation over `dim`, the root of the variance: `[.., n, ..] -> [.., ..]`, or
 * `[.., 1, ..]` with `keepdim`. NaN for a single element, unless the correction is 0. An int32 or
 * bool becomes float32.
 * Source: https://pytorch.org/docs/stable/generated/torch.std.html
 * @throws IndexError for a dim that does not exist; ValueError for one named twice.
 */
export function std(x: TensorLike, dim: Dim = null, options: VarianceOptions = {}): Tensor {
  return sqrt(spread('std', x, dim, options));
}

/** Options of `norm`. */
export interface NormOptions {
  /** Order: 2 (default), 1, 0 (counts what is not 0), Infinity, -Infinity, or any other number. */
  readonly p?: number;
  /** Whether reduced dims stay, with size 1. Default false. */
  readonly keepdim?: boolean;
}

/**
 * Vector norm over `dim`, (sum |x|^p)^(1/p): `[.., n, ..] -> [.., ..]`, or `[.., 1, ..]` with
 * `keepdim`. The gradient of the 2-norm at 0 is 0. An int32 or bool becomes float32. Unlike
 * torch.norm, and like all other reductions here, `dim` comes first and `p` is an option.
 * Source: https://pytorch.org/docs/stable/generated/torch.linalg.vector_norm.html
 * @throws ValueError when p is NaN, or a dim is named twice; IndexError for a dim that does not
 *   exist.
 */
export function norm(x: TensorLike, dim: Dim = null, options: NormOptions = {}): Tensor {
  const { p = 2, keepdim = false } = options;
  const value = new Tensor(toFloatNode('norm', x));
  const dims = normalizeDims('norm', dim, value.ndim);
  if (Number.isNaN(p)) throw new ValueError('norm: p must be a number, got NaN');
  if (p === Infinity) return max(abs(value), dims, keepdim);
  if (p === -Infinity) return min(abs(value), dims, keepdim);
  if (p === 1) return sum(abs(value), dims, keepdim);
  if (p === 0) return sum(where(eq(value, 0), mul(value, 0), 1), dims, keepdim);
  const total = sum(p === 2 ? square(value) : pow(abs(value), p), dims, keepdim);
  // At 0 the root has an infinite slope: choose the constant 0 there, and a harmless value inside.
  const isZero = eq(total, 0);
  const root = pow(where(isZero, 1, total), p === 2 ? 0.5 : 1 / p);
  return where(isZero, 0, root);
}
