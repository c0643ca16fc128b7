/**
 * Scales features into a range, [0, 1] by default. Limits are taken on the host in doubles;
 * `transform` is made of tensor ops, so gradients flow through it.
 * Source: https://scikit-learn.org/stable/modules/generated/sklearn.preprocessing.MinMaxScaler.html
 */

import { ValueError } from '../../errors.js';
import * as signatures from '../../signatures/data.js';
import { type Tensor, tensor } from '../../tensor/index.js';
import { checkFeatures, featureColumns, notFitted } from '../bundled/feature-columns.js';

/** Options of `MinMaxScaler`. */
export interface MinMaxScalerOptions {
  /** Where the smallest and the largest value of a feature go; default `[0, 1]`. */
  readonly featureRange?: readonly [low: number, high: number];
  /** Keep values that `fit` did not see inside of the range; default false. */
  readonly clip?: boolean;
}

interface Limits {
  readonly dataMin: Tensor;
  readonly dataMax: Tensor;
  readonly scale: Tensor;
  readonly min: Tensor;
}

/**
 * `x * scale + min` for each feature, so that the values seen by `fit` fill `featureRange`. A
 * constant feature goes to the low end. NaN counts as a missing value: `fit` passes over it and
 * `transform` keeps it. Equals scikit-learn's `MinMaxScaler`.
 *
 * Throws `ValueError` for a range whose low end is not below its high end.
 * @example
 * const x = tensor([[0], [5], [10]]);
 * console.log(new MinMaxScaler().fit(x).transform(x).toArray()); // [ [ 0 ], [ 0.5 ], [ 1 ] ]
 */
export class MinMaxScaler {
  readonly #range: readonly [low: number, high: number];
  readonly #clip: boolean;
  #fitted: Limits | null = null;

  constructor(options: MinMaxScalerOptions = {}) {
    signatures.MinMaxScaler.check(arguments);
    const { featureRange = [0, 1], clip = false } = options;
    const [low, high] = featureRange;
    if (!(low < high)) {
      throw new ValueError(
        `MinMaxScaler: featureRange must be [low, high] with low < high, got [${low}, ${high}]`,
      );
    }
    this.#range = featureRange;
    this.#clip = clip;
  }

  /** Smallest value of each feature, float64 `[features]`. Throws `ValueError` before `fit`. */
  get dataMin(): Tensor {
    return this.#limits().dataMin;
  }

  /** Largest value of each feature, float64 `[features]`. Throws `ValueError` before `fit`. */
  get dataMax(): Tensor {
    return this.#limits().dataMax;
  }

  /** What `transform` multiplies by, float64 `[features]`. Throws `ValueError` before `fit`. */
  get scale(): Tensor {
    return this.#limits().scale;
  }

  /** What `transform` adds, float64 `[features]`. Throws `ValueError` before `fit`. */
  get min(): Tensor {
    return this.#limits().min;
  }

  /**
   * Takes the limits of x `[samples, features]` (floats or int32), replacing earlier ones. Throws
   * `ShapeError` for another shape or no samples, `ValueError` for infinities.
   */
  fit(x: Tensor): this {
    signatures.MinMaxScaler$fit.check(arguments);
    const [low, high] = this.#range;
    const columns = featureColumns('MinMaxScaler.fit', x);
    const dataMin = columns.map((column) => column.reduce((a, b) => Math.min(a, b), Infinity));
    const dataMax = columns.map((column) => column.reduce((a, b) => Math.max(a, b), -Infinity));
    // A spread of a few roundings of the dtype is a constant feature.
    const smallest = 10 * (x.dtype === 'float32' ? 2 ** -23 : Number.EPSILON);
    const scale = dataMin.map((least, feature) => {
      const spread = (dataMax[feature] ?? 0) - least;
      return (high - low) / (spread < smallest ? 1 : spread);
    });
    this.#fitted = {
      dataMin: doubles(dataMin),
      dataMax: doubles(dataMax),
      scale: doubles(scale),
      min: doubles(dataMin.map((least, feature) => low - least * (scale[feature] ?? 0))),
    };
    return this;
  }

  /**
   * x `[samples, features]` scaled, same shape; floats keep their dtype, int32 becomes float32.
   * Throws `ValueError` before `fit`, `ShapeError` for another number of features.
   */
  transform(x: Tensor): Tensor {
    signatures.MinMaxScaler$transform.check(arguments);
    const { scale, min } = this.#limits();
    checkFeatures('MinMaxScaler.transform', x, scale.numel);
    const scaled = x.to('float64').mul(scale).add(min);
    const kept = this.#clip ? scaled.clamp(...this.#range) : scaled;
    return kept.to(x.dtype === 'float64' ? 'float64' : 'float32');
  }

  /** `fit(x)` and then `transform(x)`. */
  fitTransform(x: Tensor): Tensor {
    signatures.MinMaxScaler$fitTransform.check(arguments);
    return this.fit(x).transform(x);
  }

  /**
   * Undoes `transform`: scaled x `[samples, features]` in the original units. Throws as it does.
   */
  inverseTransform(x: Tensor): Tensor {
    signatures.MinMaxScaler$inverseTransform.check(arguments);
    const { scale, min } = this.#limits();
    checkFeatures('MinMaxScaler.inverseTransform', x, scale.numel);
    const restored = x.to('float64').sub(min).div(scale);
    return restored.to(x.dtype === 'float64' ? 'float64' : 'float32');
  }

  #limits(): Limits {
    if (this.#fitted === null) throw notFitted('MinMaxScaler');
    return this.#fitted;
  }
}

function doubles(values: readonly number[]): Tensor {
  return tensor(Float64Array.from(values), { dtype: 'float64' });
}
