/** How far predicted numbers are off: streaming sums, and the scores that follow from them. */

import * as signatures from '../signatures/metrics.js';
import type { WeightedOptions } from './confusion.js';
import { pairsOf, type Values, weightsOf } from './values.js';

/**
 * scikit-learn's: float64's epsilon, so that a truth of 0 gives a large number rather than
 * infinity.
 */
const smallest = 2 ** -52;

/**
 * Sums over pairs of truth and prediction, filled batch by batch; every score of this file is a
 * property. Means are moved along as samples come (Welford), so that nothing is lost to large
 * offsets.
 *
 * @example
 * const sums = new RegressionMetrics();
 * sums.add([3, -0.5], [2.5, 0]);
 * sums.add([2, 7], [2, 8]);
 * console.log(sums.meanSquaredError); // 0.375
 */
export class RegressionMetrics {
  #weight = 0;
  #absolute = 0;
  #squared = 0;
  #relative = 0;
  #truthMean = 0;
  #truthSpread = 0;
  #errorMean = 0;
  #errorSpread = 0;

  /**
   * Takes in truths and predictions `[N]`. Returns itself.
   * @throws ShapeError for different lengths, ValueError for no samples.
   */
  add(yTrue: Values, yPred: Values, options: WeightedOptions = {}): this {
    signatures.RegressionMetrics$add.check(arguments);
    const op = 'RegressionMetrics.add';
    const [truths, predictions] = pairsOf(op, yTrue, yPred);
    const weights = weightsOf(op, options.sampleWeight, truths.length);
    for (let i = 0; i < truths.length; i++) {
      this.#take(truths[i] ?? Number.NaN, predictions[i] ?? Number.NaN, weights[i] ?? 0);
    }
    return this;
  }

  #take(truth: number, prediction: number, weight: number): void {
    if (weight === 0) return;
    const error = truth - prediction;
    this.#weight += weight;
    this.#absolute += weight * Math.abs(error);
    this.#squared += weight * error * error;
    this.#relative += (weight * Math.abs(error)) / Math.max(smallest, Math.abs(truth));
    const share = weight / this.#weight;
    const truthOff = truth - this.#truthMean;
    this.#truthMean += share * truthOff;
    this.#truthSpread += weight * truthOff * (truth - this.#truthMean);
    const errorOff = error - this.#errorMean;
    this.#errorMean += share * errorOff;
    this.#errorSpread += weight * errorOff * (error - this.#errorMean);
  }

  /**
   * Takes in the sums of another one, as if all samples had come here. Returns itself. Source: Chan
   * et al., "Updating Formulae and a Pairwise Algorithm for Computing Sample Variances", 1979.
   */
  merge(other: RegressionMetrics): this {
    signatures.RegressionMetrics$merge.check(arguments);
    const [mine, theirs] = [this.#weight, other.#weight];
    if (theirs === 0) return this;
    const whole = mine + theirs;
    const truthOff = other.#truthMean - this.#truthMean;
    const errorOff = other.#errorMean - this.#errorMean;
    this.#truthSpread += other.#truthSpread + (truthOff * truthOff * mine * theirs) / whole;
    this.#errorSpread += other.#errorSpread + (errorOff * errorOff * mine * theirs) / whole;
    this.#truthMean += (truthOff * theirs) / whole;
    this.#errorMean += (errorOff * theirs) / whole;
    this.#weight = whole;
    this.#absolute += other.#absolute;
    this.#squared += other.#squared;
    this.#relative += other.#relative;
    return this;
  }

  /** The mean of `|truth - prediction|`. */
  get meanAbsoluteError(): number {
    return this.#absolute / this.#weight;
  }

  /** The mean of `(truth - prediction)^2`. */
  get meanSquaredError(): number {
    return this.#squared / this.#weight;
  }

  /** The root of the mean squared error, in the units of the target. */
  get rootMeanSquaredError(): number {
    return Math.sqrt(this.meanSquaredError);
  }

  /** The mean of `|truth - prediction| / |truth|`. */
  get meanAbsolutePercentageError(): number {
    return this.#relative / this.#weight;
  }

  /** `1 - sum of squared errors / sum of squares around the mean`: 1 is perfect, 0 is the mean. */
  get r2(): number {
    return shareLeft(this.#squared, this.#truthSpread);
  }

  /** As `r2`, without counting an error that is the same for all samples. */
  get explainedVariance(): number {
    return shareLeft(this.#errorSpread, this.#truthSpread);
  }
}

/** scikit-learn's rule for truths that are all equal: 1 when they are met, else 0. */
function shareLeft(errors: number, spread: number): number {
  if (spread === 0) return errors === 0 ? 1 : 0;
  return 1 - errors / spread;
}

/**
 * The mean of `|truth - prediction|`. scikit-learn's `mean_absolute_error`.
 * @throws ShapeError for different lengths, ValueError for no samples.
 *
 * @example
 * console.log(meanAbsoluteError([1, 2], [2, 4])); // 1.5
 */
export function meanAbsoluteError(
  yTrue: Values,
  yPred: Values,
  options: WeightedOptions = {},
): number {
  signatures.meanAbsoluteError.check(arguments);
  return new RegressionMetrics().add(yTrue, yPred, options).meanAbsoluteError;
}

/**
 * The mean of `(truth - prediction)^2`. scikit-learn's `mean_squared_error`.
 * @throws ShapeError for different lengths, ValueError for no samples.
 *
 * @example
 * console.log(meanSquaredError([1, 2], [2, 4])); // 2.5
 */
export function meanSquaredError(
  yTrue: Values,
  yPred: Values,
  options: WeightedOptions = {},
): number {
  signatures.meanSquaredError.check(arguments);
  return new RegressionMetrics().add(yTrue, yPred, options).meanSquaredError;
}

/**
 * The root of the mean squared error. scikit-learn's `root_mean_squared_error`.
 * @throws ShapeError for different lengths, ValueError for no samples.
 *
 * @example
 * console.log(rootMeanSquaredError([1, 2], [3, 4])); // 2
 */
export function rootMeanSquaredError(
  yTrue: Values,
  yPred: Values,
  options: WeightedOptions = {},
): number {
  signatures.rootMeanSquaredError.check(arguments);
  return new RegressionMetrics().add(yTrue, yPred, options).rootMeanSquaredError;
}

/**
 * The mean of `|truth - prediction| / |truth|`, 1 for 100 %. scikit-learn's
 * `mean_absolute_percentage_error`.
 * @throws ShapeError for different lengths, ValueError for no samples.
 *
 * @example
 * console.log(meanAbsolutePercentageError([2, 4], [1, 4])); // 0.25
 */
export function meanAbsolutePercentageError(
  yTrue: Values,
  yPred: Values,
  options: WeightedOptions = {},
): number {
  signatures.meanAbsolutePercentageError.check(arguments);
  return new RegressionMetrics().add(yTrue, yPred, options).meanAbsolutePercentageError;
}

/**
 * Share of the variance of the truths that the predictions explain: 1 is perfect, 0 as good as the
 * mean, negative worse. scikit-learn's `r2_score`.
 * @throws ShapeError for different lengths, ValueError for no samples.
 *
 * @example
 * console.log(r2Score([3, -0.5, 2, 7], [2.5, 0, 2, 8]).toFixed(4)); // 0.9486
 */
export function r2Score(yTrue: Values, yPred: Values, options: WeightedOptions = {}): number {
  signatures.r2Score.check(arguments);
  return new RegressionMetrics().add(yTrue, yPred, options).r2;
}

/**
 * As `r2Score`, without counting an error that all predictions share. scikit-learn's
 * `explained_variance_score`.
 * @throws ShapeError for different lengths, ValueError for no samples.
 *
 * @example
 * console.log(explainedVarianceScore([1, 2, 3], [2, 3, 4])); // 1
 */
export function explainedVarianceScore(
  yTrue: Values,
  yPred: Values,
  options: WeightedOptions = {},
): number {
  signatures.explainedVarianceScore.check(arguments);
  return new RegressionMetrics().add(yTrue, yPred, options).explainedVariance;
}
