/** `streaming`: each metric of this entry as one that takes samples in batch by batch. */

import {
  accuracyScore,
  type BalancedAccuracyOptions,
  balancedAccuracyScore,
  type ConfusionMatrixOptions,
  confusionMatrix,
  type TopKOptions,
  topKAccuracyScore,
} from '../confusion.js';
import {
  type FbetaOptions,
  f1Score,
  fbetaScore,
  type PrecisionRecall,
  type PrecisionRecallOptions,
  precisionRecallByClass,
  precisionScore,
  recallScore,
} from '../precision-recall.js';
import {
  brierScoreLoss,
  type CalibrationOptions,
  type LogLossOptions,
  logLoss,
} from '../probabilities.js';
import { averagePrecisionScore, rocAucScore } from '../ranking.js';
import type { Rows, Values } from '../values.js';
import { AveragedMetric } from './averaged.js';
import { CalibrationMetric } from './calibration.js';
import { CountedMetric } from './counted.js';
import { inOneRow, RankedMetric } from './ranked.js';
import { RegressionMetric } from './regression.js';
import type { StreamingMetric } from './streaming-metric.js';

/** Options of a metric without the weights, which come with each batch. */
type Fixed<Options> = Omit<Options, 'sampleWeight'>;

/** Takes predicted classes or numbers. */
type OfValues<Value = number> = StreamingMetric<Values, Values, Value>;
/** Takes rows of scores or probabilities. */
type OfRows = StreamingMetric<Values, Rows>;

/**
 * Each metric of `chainrule/metrics` by its name, as an object with `update`, `compute`, `reset`
 * and `merge`. `compute` gives the number that the function of the same name gives for all samples
 * at once, to the last digits of a float64. Memory does not grow with the samples, except for
 * `rocAucScore` and `averagePrecisionScore`, which keep all scores. `perplexity` takes
 * probabilities `[N, C]`.
 *
 * @example
 * const accuracy = streaming.accuracyScore();
 * accuracy.update([0, 1, 1], [0, 1, 0]);
 * accuracy.update([1], [1]);
 * console.log(accuracy.compute()); // 0.75
 */
export const streaming = {
  accuracyScore: (): OfValues => new CountedMetric('accuracyScore', accuracyScore),
  balancedAccuracyScore: (options: Fixed<BalancedAccuracyOptions> = {}): OfValues =>
    new CountedMetric('balancedAccuracyScore', (truths, predictions, weights) =>
      balancedAccuracyScore(truths, predictions, { ...options, ...weights }),
    ),
  confusionMatrix: (options: Fixed<ConfusionMatrixOptions> = {}): OfValues<number[][]> =>
    new CountedMetric('confusionMatrix', (truths, predictions, weights) =>
      confusionMatrix(truths, predictions, { ...options, ...weights }),
    ),
  precisionScore: (options: Fixed<PrecisionRecallOptions> = {}): OfValues =>
    new CountedMetric('precisionScore', (truths, predictions, weights) =>
      precisionScore(truths, predictions, { ...options, ...weights }),
    ),
  recallScore: (options: Fixed<PrecisionRecallOptions> = {}): OfValues =>
    new CountedMetric('recallScore', (truths, predictions, weights) =>
      recallScore(truths, predictions, { ...options, ...weights }),
    ),
  f1Score: (options: Fixed<PrecisionRecallOptions> = {}): OfValues =>
    new CountedMetric('f1Score', (truths, predictions, weights) =>
      f1Score(truths, predictions, { ...options, ...weights }),
    ),
  fbetaScore: (options: Fixed<FbetaOptions>): OfValues =>
    new CountedMetric('fbetaScore', (truths, predictions, weights) =>
      fbetaScore(truths, predictions, { ...options, ...weights }),
    ),
  precisionRecallByClass: (
    options: { readonly beta?: number; readonly zeroDivision?: number } = {},
  ): OfValues<Map<number, PrecisionRecall>> =>
    new CountedMetric('precisionRecallByClass', (truths, predictions, weights) =>
      precisionRecallByClass(truths, predictions, { ...options, ...weights }),
    ),
  topKAccuracyScore: (options: Fixed<TopKOptions> = {}): OfRows =>
    new AveragedMetric('topKAccuracyScore', (truths, rows: Rows, weights) =>
      topKAccuracyScore(truths, rows, { ...options, ...weights }),
    ),
  logLoss: (options: Fixed<LogLossOptions> = {}): OfRows =>
    new AveragedMetric('logLoss', (truths, rows: Rows, weights) =>
      logLoss(truths, rows, { ...options, ...weights }),
    ),
  perplexity: (): OfRows =>
    new AveragedMetric(
      'perplexity',
      (truths, rows: Rows, weights) => logLoss(truths, rows, { ...weights, eps: 0 }),
      Math.exp,
    ),
  brierScoreLoss: (): OfValues => new AveragedMetric<Values>('brierScoreLoss', brierScoreLoss),
  expectedCalibrationError: (options: CalibrationOptions = {}): OfRows =>
    new CalibrationMetric(options),
  rocAucScore: (): StreamingMetric<Values, Values | Rows> =>
    new RankedMetric('rocAucScore', rocAucScore),
  averagePrecisionScore: (): StreamingMetric<Values, Values | Rows> =>
    new RankedMetric('averagePrecisionScore', (truths, scores, weights) =>
      averagePrecisionScore(truths, inOneRow('averagePrecisionScore', scores), weights),
    ),
  meanAbsoluteError: (): OfValues => new RegressionMetric((sums) => sums.meanAbsoluteError),
  meanSquaredError: (): OfValues => new RegressionMetric((sums) => sums.meanSquaredError),
  rootMeanSquaredError: (): OfValues => new RegressionMetric((sums) => sums.rootMeanSquaredError),
  meanAbsolutePercentageError: (): OfValues =>
    new RegressionMetric((sums) => sums.meanAbsolutePercentageError),
  r2Score: (): OfValues => new RegressionMetric((sums) => sums.r2),
  explainedVarianceScore: (): OfValues => new RegressionMetric((sums) => sums.explainedVariance),
} as const;
