/** How good probabilities are: log loss, Brier score, calibration, perplexity. */

import { ShapeError, ValueError } from '../errors.js';
import * as signatures from '../signatures/metrics.js';
import type { WeightedOptions } from './confusion.js';
import {
  checkLengths,
  numbersOf,
  pairsOf,
  type Rows,
  rowsOf,
  type Values,
  weightsOf,
} from './values.js';

/**
 * Probabilities below this count as this, since the logarithm of 0 is infinite: float32's epsilon.
 */
const smallest = 2 ** -23;

function probabilityOf(row: ArrayLike<number>, truth: number): number {
  const total = Array.from(row).reduce((sum, p) => sum + p, 0);
  return (row[truth] ?? 0) / total;
}

/** Options of `logLoss`. */
export interface LogLossOptions extends WeightedOptions {
  /** Probabilities are kept this far from 0 and 1; default 2^-23. */
  readonly eps?: number;
}

/**
 * The mean of `-log(probability of the true class)`, for classes 0 to C - 1 and probabilities `[N,
 * C]`, which are scaled to add up to 1. scikit-learn's `log_loss`.
 * @throws ShapeError for different lengths, ValueError for a class without a probability.
 *
 * @example
 * console.log(logLoss([0, 1], [[0.5, 0.5], [0.5, 0.5]])); // 0.6931471805599453
 */
export function logLoss(yTrue: Values, yProb: Rows, options: LogLossOptions = {}): number {
  signatures.logLoss.check(arguments);
  const op = 'logLoss';
  const { eps = smallest } = options;
  const [truths, rows] = [numbersOf(yTrue), rowsOf(op, yProb)];
  checkLengths(op, truths.length, rows.length);
  const weights = weightsOf(op, options.sampleWeight, truths.length);
  let [sum, total] = [0, 0];
  rows.forEach((row, i) => {
    const truth = truths[i] ?? -1;
    if (row[truth] === undefined) {
      throw new ValueError(
        `${op}: there is no probability of class ${truth}, there are ${row.length}`,
      );
    }
    const kept = Array.from(row, (p) => Math.min(1 - eps, Math.max(eps, p)));
    sum -= (weights[i] ?? 0) * Math.log(probabilityOf(kept, truth));
    total += weights[i] ?? 0;
  });
  return sum / total;
}

/**
 * The mean squared difference between a probability `[N]` and what came true, 0 or 1.
 * scikit-learn's `brier_score_loss`.
 * @throws ShapeError for different lengths, ValueError for other truths.
 *
 * @example
 * console.log(brierScoreLoss([0, 1], [0.25, 0.75])); // 0.0625
 */
export function brierScoreLoss(
  yTrue: Values,
  yProb: Values,
  options: WeightedOptions = {},
): number {
  signatures.brierScoreLoss.check(arguments);
  const op = 'brierScoreLoss';
  const [truths, probabilities] = pairsOf(op, yTrue, yProb);
  const weights = weightsOf(op, options.sampleWeight, truths.length);
  let [sum, total] = [0, 0];
  for (let i = 0; i < truths.length; i++) {
    const truth = truths[i] ?? -1;
    if (truth !== 0 && truth !== 1) {
      throw new ValueError(`${op}: truths must be 0 or 1, got ${truth}`);
    }
    sum += (weights[i] ?? 0) * ((probabilities[i] ?? 0) - truth) ** 2;
    total += weights[i] ?? 0;
  }
  return sum / total;
}

/** Options of `expectedCalibrationError`. */
export interface CalibrationOptions {
  /** Equally wide bins of the highest probability, a positive integer; default 15. */
  readonly bins?: number;
}

/**
 * The mean distance between how sure a classifier is, its highest probability, and how often it is
 * right, over bins of equal width weighted by their samples; probabilities `[N, C]`.
 * Source: Guo et al., "On Calibration of Modern Neural Networks", 2017, equation 5.
 * @throws ShapeError for different lengths, ValueError for bad bins.
 *
 * @example
 * console.log(expectedCalibrationError([0, 1], [[0.9, 0.1], [0.9, 0.1]])); // 0.4
 */
export function expectedCalibrationError(
  yTrue: Values,
  yProb: Rows,
  options: CalibrationOptions = {},
): number {
  signatures.expectedCalibrationError.check(arguments);
  return new CalibrationBins(options).add(yTrue, yProb).error;
}

/** Sums over bins of the highest probability, from which the calibration error follows. */
export class CalibrationBins {
  readonly #sure: Float64Array;
  readonly #right: Float64Array;
  /** How many samples were taken in. */
  samples = 0;

  /** @throws ValueError for bad bins. */
  constructor({ bins = 15 }: CalibrationOptions) {
    if (!Number.isInteger(bins) || bins < 1) {
      throw new ValueError(`${calibrationOp}: bins must be a positive integer, got ${bins}`);
    }
    this.#sure = new Float64Array(bins);
    this.#right = new Float64Array(bins);
  }

  /** Takes in samples. @throws ShapeError for different lengths, ValueError for none. */
  add(yTrue: Values, yProb: Rows): this {
    const [truths, rows] = [numbersOf(yTrue), rowsOf(calibrationOp, yProb)];
    checkLengths(calibrationOp, truths.length, rows.length);
    const bins = this.#sure.length;
    rows.forEach((row, i) => {
      const list = Array.from(row);
      const highest = Math.max(...list);
      // A bin holds its upper end.
      const bin = Math.max(0, Math.min(bins - 1, Math.ceil(highest * bins) - 1));
      const isRight = list.indexOf(highest) === truths[i] ? 1 : 0;
      this.#sure[bin] = (this.#sure[bin] ?? 0) + highest;
      this.#right[bin] = (this.#right[bin] ?? 0) + isRight;
    });
    this.samples += rows.length;
    return this;
  }

  /** Takes in what another one with as many bins has. @throws ValueError for other bins. */
  merge(other: CalibrationBins): this {
    if (other.#sure.length !== this.#sure.length) {
      throw new ValueError(
        `${calibrationOp}: cannot merge ${other.#sure.length} bins into ${this.#sure.length}`,
      );
    }
    other.#sure.forEach((sum, bin) => {
      this.#sure[bin] = (this.#sure[bin] ?? 0) + sum;
      this.#right[bin] = (this.#right[bin] ?? 0) + (other.#right[bin] ?? 0);
    });
    this.samples += other.samples;
    return this;
  }

  /** The calibration error of all samples. */
  get error(): number {
    const distances = this.#sure.map((sum, bin) => Math.abs(sum - (this.#right[bin] ?? 0)));
    return distances.reduce((sum, distance) => sum + distance, 0) / this.samples;
  }
}

const calibrationOp = 'expectedCalibrationError';

/**
 * `exp` of a mean negative log-likelihood: among how many equally likely words a language model
 * hesitates.
 * @throws ShapeError when the loss is not one number.
 *
 * @example
 * console.log(perplexity(Math.log(27)).toFixed(3)); // 27.000
 */
export function perplexity(meanLogLoss: Values | number): number {
  signatures.perplexity.check(arguments);
  if (typeof meanLogLoss === 'number') return Math.exp(meanLogLoss);
  const values = numbersOf(meanLogLoss);
  if (values.length !== 1) {
    throw new ShapeError(
      `perplexity: expected one loss, got ${values.length}; take its mean first`,
    );
  }
  return Math.exp(values[0] ?? Number.NaN);
}
