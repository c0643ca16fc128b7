/**
 * Scales features to mean 0 and standard deviation 1. Statistics are taken on the host in doubles;
 * `transform` is made of tensor ops, so gradients flow through it. Source:
 * https://scikit-learn.org/stable/modules/generated/sklearn.preprocessing.StandardScaler.html
 */

import * as signatures from '../../signatures/data.js';
import { type Tensor, tensor } from '../../tensor/index.js';
import { checkFeatures, featureColumns, notFitted } from '../bundled/feature-columns.js';

/** Options of `StandardScaler`. */
export interface StandardScalerOptions {
  /** Subtract the mean; default true. */
  readonly withMean?: boolean;
  /** Divide by the standard deviation; default true. */
  readonly withStd?: boolean;
}

interface Statistics {
  readonly mean: Tensor;
  readonly variance: Tensor;
  readonly scale: Tensor;
}

/**
 * `(x - mean) / scale` for each feature, with the mean and the standard deviation (of the
 * population: divided by n) that `fit` found. A constant feature has scale 1, so it becomes 0. NaN
 * counts as a missing value: `fit` passes over it and `transform` keeps it. Equals scikit-learn's
 * `StandardScaler`.
 * @example
 * const x = tensor([[1], [3]]);
 * console.log(new StandardScaler().fit(x).transform(x).toArray()); // [ [ -1 ], [ 1 ] ]
 */
export class StandardScaler {
  readonly #withMean: boolean;
  readonly #withStd: boolean;
  #fitted: Statistics | null = null;

  constructor(options: StandardScalerOptions = {}) {
    signatures.StandardScaler.check(arguments);
    this.#withMean = options.withMean ?? true;
    this.#withStd = options.withStd ?? true;
  }

  /** Mean of each feature, float64 `[features]`. Throws `ValueError` before `fit`. */
  get mean(): Tensor {
    return this.#statistics().mean;
  }

  /**
   * Variance of each feature (divided by n), float64 `[features]`. Throws `ValueError` before
   * `fit`.
   */
  get variance(): Tensor {
    return this.#statistics().variance;
  }

  /** What `transform` divides by, float64 `[features]`. Throws `ValueError` before `fit`. */
  get scale(): Tensor {
    return this.#statistics().scale;
  }

  /**
   * Takes the statistics of x `[samples, features]` (floats or int32), replacing earlier ones.
   * Throws `ShapeError` for another shape or no samples, `ValueError` for infinities.
   */
  fit(x: Tensor): this {
    signatures.StandardScaler$fit.check(arguments);
    const moments = featureColumns('StandardScaler.fit', x).map(momentsOf);
    this.#fitted = {
      mean: doubles(moments.map(({ mean }) => mean)),
      variance: doubles(moments.map(({ variance }) => variance)),
      scale: doubles(moments.map(({ scale }) => (this.#withStd ? scale : 1))),
    };
    return this;
  }

  /**
   * x `[samples, features]` scaled, same shape; floats keep their dtype, int32 becomes float32.
   * Throws `ValueError` before `fit`, `ShapeError` for another number of features.
   */
  transform(x: Tensor): Tensor {
    signatures.StandardScaler$transform.check(arguments);
    const { mean, scale } = this.#statistics();
    checkFeatures('StandardScaler.transform', x, mean.numel);
    const wide = x.to('float64');
    const centred = this.#withMean ? wide.sub(mean) : wide;
    return centred.div(scale).to(x.dtype === 'float64' ? 'float64' : 'float32');
  }

  /** `fit(x)` and then `transform(x)`. */
  fitTransform(x: Tensor): Tensor {
    signatures.StandardScaler$fitTransform.check(arguments);
    return this.fit(x).transform(x);
  }

  /**
   * Undoes `transform`: scaled x `[samples, features]` in the original units. Throws as it does.
   */
  inverseTransform(x: Tensor): Tensor {
    signatures.StandardScaler$inverseTransform.check(arguments);
    const { mean, scale } = this.#statistics();
    checkFeatures('StandardScaler.inverseTransform', x, mean.numel);
    const wide = x.to('float64').mul(scale);
    const moved = this.#withMean ? wide.add(mean) : wide;
    return moved.to(x.dtype === 'float64' ? 'float64' : 'float32');
  }

  #statistics(): Statistics {
    if (this.#fitted === null) throw notFitted('StandardScaler');
    return this.#fitted;
  }
}

interface Moments {
  readonly mean: number;
  readonly variance: number;
  readonly scale: number;
}

/** Two passes, with the correction for the mean's own rounding (Chan, Golub and LeVeque, 1983). */
function momentsOf(values: Float64Array): Moments {
  const n = values.length;
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  const drift = values.reduce((sum, value) => sum + (value - mean), 0);
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const variance = (squares - drift ** 2 / n) / n;
  // Below this bound a variance is rounding error of a constant feature.
  const bound = n * Number.EPSILON * variance + (n * mean * Number.EPSILON) ** 2;
  return { mean, variance, scale: variance <= bound ? 1 : Math.sqrt(variance) };
}

function doubles(values: readonly number[]): Tensor {
  return tensor(Float64Array.from(values), { dtype: 'float64' });
}
