/** Running products, minima and sums of exponentials; differences of neighbours, and areas. */

import { ShapeError, ValueError } from '../../../errors.js';
import { isFloat } from '../../../graph/dtype.js';
import { normalizeDim, show } from '../../../graph/shape.js';
import * as signatures from '../../../signatures/tensor.js';
import { type TensorLike, toFloatNode, toNode } from '../../handle/convert.js';
import { Tensor } from '../../handle/tensor.js';
import { full } from '../../make/create.js';
import { mul, neg, sub } from '../elementwise/arithmetic.js';
import { ne } from '../elementwise/comparison.js';
import { logaddexp } from '../elementwise/powers.js';
import { cat } from '../movement/join.js';
import { reshape } from '../movement/shape.js';
import { slice } from '../movement/slicing.js';
import { sum } from '../reduction/reduce.js';
import { type ValuesIndices, valuesIndices } from '../reduction/values-indices.js';
import { cummax } from './order.js';

/**
 * Runs over a dim in log2(n) steps: each joins every element with the one `step` before it, and
 * what has none before it with `neutral`. Source: Hillis and Steele, "Data parallel algorithms",
 * 1986.
 */
function running(
  x: Tensor,
  d: number,
  neutral: number,
  join: (before: Tensor, x: Tensor) => Tensor,
): Tensor {
  if (x.ndim === 0 || x.numel === 0) return new Tensor(x.node);
  const size = x.shape[d] ?? 1;
  let result = x;
  for (let step = 1; step < size; step *= 2) {
    const pad = x.shape.map((n, i) => (i === d ? step : n));
    const start = full(pad, neutral, { dtype: x.dtype });
    result = join(cat([start, slice(result, d, 0, size - step)], d), result);
  }
  return result === x ? new Tensor(x.node) : result;
}

/**
 * Running product along `dim`, in the shape of x. Floats keep their dtype; int32 and bool give
 * int32. The gradient is exact where elements are 0.
 * Source: https://pytorch.org/docs/stable/generated/torch.cumprod.html
 * @throws IndexError for a dim that does not exist; ValueError, when the values are read, for a
 *   product that no int32 holds.
 * @example
 * console.log(cumprod(tensor([2, 3, 4]), 0).toArray()); // [ 2, 6, 24 ]
 */
export function cumprod(x: TensorLike, dim: number): Tensor {
  signatures.cumprod.check(arguments);
  const given = new Tensor(toNode('cumprod', x));
  const value = given.dtype === 'bool' ? given.to('int32') : given;
  return running(value, normalizeDim('cumprod', dim, value.ndim), 1, mul);
}

/**
 * Running log(sum(e^x)) along `dim`, in the shape of x, without overflow. An int32 or bool becomes
 * float32. Source: https://pytorch.org/docs/stable/generated/torch.logcumsumexp.html
 * @throws IndexError for a dim that does not exist.
 * @example
 * console.log(logcumsumexp(tensor([0, 0]), 0).toString()); // tensor([0.0000, 0.6931])
 */
export function logcumsumexp(x: TensorLike, dim: number): Tensor {
  signatures.logcumsumexp.check(arguments);
  const value = new Tensor(toFloatNode('logcumsumexp', x));
  return running(value, normalizeDim('logcumsumexp', dim, value.ndim), -Infinity, logaddexp);
}

/**
 * Running minimum along `dim`, in the shape and dtype of x, and where each comes from (int32). Of
 * equal elements the last counts, and NaN as the smallest. Gradients flow to the elements at those
 * indices. Source: https://pytorch.org/docs/stable/generated/torch.cummin.html
 * @throws IndexError for a dim that does not exist.
 * @example
 * const [values] = tensor([3, 1, 2]).cummin(0);
 * console.log(values.toArray()); // [ 3, 1, 1 ]
 */
export function cummin(x: TensorLike, dim: number): ValuesIndices {
  signatures.cummin.check(arguments);
  const value = new Tensor(toNode('cummin', x));
  // -1 - x of integers, since -2^31 has no negative.
  const turn = (each: Tensor): Tensor => {
    if (each.dtype === 'bool') return each.eq(false);
    return isFloat(each.dtype) ? neg(each) : sub(-1, each);
  };
  const [values, indices] = cummax(turn(value), dim);
  return valuesIndices(turn(values), indices);
}

/** Options of `diff`. */
export interface DiffOptions {
  /** What comes before the first element, along `dim`. */
  readonly prepend?: Tensor;
  /** What comes after the last. */
  readonly append?: Tensor;
}

/**
 * Differences of neighbours along `dim`, taken n times: `[.., m, ..] -> [.., m - n, ..]`; taken
 * no time, x alone. Of bools, whether they differ.
 * Source: https://pytorch.org/docs/stable/generated/torch.diff.html
 * @throws ValueError unless n is a non-negative integer; ShapeError for a 0-d tensor; IndexError
 *   for a dim that does not exist.
 * @example
 * console.log(diff(tensor([1, 4, 9])).toArray()); // [ 3, 5 ]
 */
export function diff(x: TensorLike, n = 1, dim = -1, options: DiffOptions = {}): Tensor {
  signatures.diff.check(arguments);
  const value = new Tensor(toNode('diff', x));
  if (!Number.isInteger(n) || n < 0) {
    throw new ValueError(`diff: n must be a non-negative integer, got ${n}`);
  }
  if (value.ndim === 0) throw new ShapeError('diff: a 0-d tensor has no neighbours');
  const d = normalizeDim('diff', dim, value.ndim);
  if (n === 0) return value;
  const parts = [options.prepend, value, options.append].filter((part) => part !== undefined);
  let result = parts.length === 1 ? value : cat(parts, d);
  for (let i = 0; i < n; i++) {
    const [later, earlier] = [slice(result, d, 1), slice(result, d, 0, -1)];
    result = value.dtype === 'bool' ? ne(later, earlier) : sub(later, earlier);
  }
  return result;
}

/** Options of `trapezoid`. */
export interface TrapezoidOptions {
  /** Distance of two places, where `x` is not given. Default 1. */
  readonly dx?: number;
  /** The dim to integrate along. Default the last. */
  readonly dim?: number;
}

/**
 * Area under y along a dim by the trapezoidal rule, at the places `x` (of the shape of y, or 1-d)
 * or `dx` apart: `[.., n, ..] -> [.., ..]`.
 * Source: https://pytorch.org/docs/stable/generated/torch.trapezoid.html
 * @throws ShapeError when the shapes do not fit; IndexError for a dim that does not exist.
 * @example
 * console.log(trapezoid(tensor([1, 2, 3])).item()); // 4
 */
export function trapezoid(
  y: TensorLike,
  x: Tensor | null = null,
  options: TrapezoidOptions = {},
): Tensor {
  signatures.trapezoid.check(arguments);
  const { dx = 1, dim = -1 } = options;
  const heights = new Tensor(toNode('trapezoid', y));
  if (heights.ndim === 0) throw new ShapeError('trapezoid: a 0-d tensor has no dim');
  const d = normalizeDim('trapezoid', dim, heights.ndim);
  if (heights.shape[d] === 0) return sum(heights.to('float32'), d);
  const both = slice(heights, d, 1).add(slice(heights, d, 0, -1));
  if (x === null) return mul(mul(sum(both, d), dx), 0.5);
  const isList = x.ndim === 1 && heights.ndim !== 1;
  if (isList && x.numel !== heights.shape[d]) {
    throw new ShapeError(
      `trapezoid: x has ${x.numel} places, y ${heights.shape[d]} along dim ${dim} of ` +
        show(heights.shape),
    );
  }
  const places = isList
    ? reshape(
        x,
        heights.shape.map((_, i) => (i === d ? -1 : 1)),
      )
    : x;
  return mul(sum(mul(both, diff(places, 1, isList ? d : dim)), d), 0.5);
}
