/** Variances beside means, and how variables vary together. */

import { ShapeError } from '../../../errors.js';
import { show } from '../../../graph/shape.js';
import * as signatures from '../../../signatures/tensor.js';
import { type TensorLike, toFloatNode } from '../../handle/convert.js';
import { Tensor } from '../../handle/tensor.js';
import { diagonal } from '../arrange/diagonals.js';
import { clamp, mul, sub } from '../elementwise/arithmetic.js';
import { sqrt } from '../elementwise/elementary.js';
import { trueQuotient as div } from '../elementwise/quotient.js';
import { reshape, transpose, unsqueeze } from '../movement/shape.js';
import { mean, sum } from '../reduction/reduce.js';
import type { Dim } from '../reduction/reduced.js';
import { std, type VarianceOptions, var as variance } from '../reduction/statistics.js';
import { matmul } from './linalg.js';

/**
 * Variance and mean over `dim`, as `var` and `mean` give them.
 * Source: https://pytorch.org/docs/stable/generated/torch.var_mean.html
 * @throws IndexError for a dim that does not exist; ValueError for one named twice.
 * @example
 * const [spread, middle] = varMean(tensor([1, 2, 3]));
 * console.log(spread.item(), middle.item()); // 1 2
 */
export function varMean(
  x: TensorLike,
  dim: Dim = null,
  options: VarianceOptions = {},
): [variance: Tensor, mean: Tensor] {
  signatures.varMean.check(arguments);
  const value = new Tensor(toFloatNode('varMean', x));
  return [variance(value, dim, options), mean(value, dim, options.keepdim)];
}

/**
 * Standard deviation and mean over `dim`, as `std` and `mean` give them.
 * Source: https://pytorch.org/docs/stable/generated/torch.std_mean.html
 * @throws IndexError for a dim that does not exist; ValueError for one named twice.
 * @example
 * const [deviation, middle] = stdMean(tensor([1, 3, 5]));
 * console.log(deviation.item(), middle.item()); // 2 3
 */
export function stdMean(
  x: TensorLike,
  dim: Dim = null,
  options: VarianceOptions = {},
): [deviation: Tensor, mean: Tensor] {
  signatures.stdMean.check(arguments);
  const value = new Tensor(toFloatNode('stdMean', x));
  return [std(value, dim, options), mean(value, dim, options.keepdim)];
}

/** Options of `cov`. */
export interface CovOptions {
  /** The divisor is the number of observations minus this. Default 1. */
  readonly correction?: number;
  /** How often each observation was made, int32 `[n]`. */
  readonly fweights?: Tensor | null;
  /** How much each observation counts, `[n]`. */
  readonly aweights?: Tensor | null;
}

/**
 * Covariances of variables (rows) over observations (columns): `[v, n] -> [v, v]`; of one variable,
 * `[1, n]`, `[n]` or `[]`, its variance `[]`. An int32 or bool becomes float32.
 * Source: https://pytorch.org/docs/stable/generated/torch.cov.html
 * @throws ShapeError for more than two dims.
 * @example
 * console.log(cov(tensor([[1, 2, 3]])).item()); // 1
 */
export function cov(x: TensorLike, options: CovOptions = {}): Tensor {
  signatures.cov.check(arguments);
  const { correction = 1, fweights = null, aweights = null } = options;
  const given = new Tensor(toFloatNode('cov', x));
  if (given.ndim > 2) {
    throw new ShapeError(`cov: needs at most 2 dims, got shape ${show(given.shape)}`);
  }
  const rows = given.ndim === 2 ? given : reshape(given, [1, -1]);
  const weights = [fweights, aweights].flatMap((w) => (w === null ? [] : [w.to(rows.dtype)]));
  const [first, second] = weights;
  const weight = first === undefined || second === undefined ? (first ?? null) : mul(first, second);
  const total = weight === null ? (rows.shape[1] ?? 0) : sum(weight);
  const center =
    weight === null ? mean(rows, 1, true) : div(sum(mul(rows, weight), 1, true), total);
  const centered = sub(rows, center);
  const count = divisor(total, weight, aweights, correction);
  const weighted = weight === null ? centered : mul(centered, weight);
  const result = div(matmul(weighted, transpose(centered, 0, 1)), count);
  return rows.shape[0] === 1 ? reshape(result, []) : result;
}

/** The sum of weights less the correction, of which each takes its share. */
function divisor(
  total: Tensor | number,
  weight: Tensor | null,
  aweights: Tensor | null,
  correction: number,
): Tensor | number {
  if (typeof total === 'number' || weight === null) return Math.max(0, Number(total) - correction);
  const share = aweights === null ? 1 : div(sum(mul(weight, aweights.to(weight.dtype))), total);
  return clamp(sub(total, mul(share, correction)), 0);
}

/**
 * Correlations of variables (rows) over observations (columns), between -1 and 1: `[v, n] ->
 * [v, v]`; of one variable `[]`. An int32 or bool becomes float32.
 * Source: https://pytorch.org/docs/stable/generated/torch.corrcoef.html
 * @throws ShapeError for more than two dims.
 * @example
 * const r = corrcoef(tensor([[1, 2, 3], [2, 4, 6]]));
 * console.log(r.at(0).toString()); // tensor([1., 1.])
 */
export function corrcoef(x: TensorLike): Tensor {
  const c = cov(x);
  if (c.ndim === 0) return div(c, c);
  const deviations = sqrt(diagonal(c));
  const scaled = div(div(c, unsqueeze(deviations, 1)), deviations);
  return clamp(scaled, -1, 1);
}
