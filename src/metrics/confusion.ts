/** Counts of actual and predicted classes, and the scores that follow from them alone. */

import { ValueError } from '../errors.js';
import * as signatures from '../signatures/metrics.js';
import {
  checkLengths,
  numbersOf,
  pairsOf,
  type Rows,
  rowsOf,
  type Values,
  weightsOf,
} from './values.js';

/** Options of metrics that weigh samples. */
export interface WeightedOptions {
  /** How much each sample counts; default 1 each. */
  readonly sampleWeight?: Values;
}

/** Options of `confusionMatrix`. */
export interface ConfusionMatrixOptions extends WeightedOptions {
  /** Classes in the order of rows and columns; default all that occur, ascending. */
  readonly labels?: readonly number[];
}

/** All classes in two lists, ascending. */
export function classesIn(truths: ArrayLike<number>, predictions: ArrayLike<number>): number[] {
  return [...new Set([...Array.from(truths), ...Array.from(predictions)])].sort((a, b) => a - b);
}

/**
 * Row i, column j: how many samples of class i were taken for class j. scikit-learn's
 * `confusion_matrix`. Samples of a class that is not in `labels` are left out.
 * @throws ShapeError for different lengths, ValueError for no samples.
 *
 * @example
 * console.log(confusionMatrix([0, 1, 1], [0, 1, 0])); // [ [ 1, 0 ], [ 1, 1 ] ]
 */
export function confusionMatrix(
  yTrue: Values,
  yPred: Values,
  options: ConfusionMatrixOptions = {},
): number[][] {
  signatures.confusionMatrix.check(arguments);
  const op = 'confusionMatrix';
  const [truths, predictions] = pairsOf(op, yTrue, yPred);
  const weights = weightsOf(op, options.sampleWeight, truths.length);
  const labels = options.labels ?? classesIn(truths, predictions);
  const places = new Map(labels.map((label, i) => [label, i]));
  const counts = labels.map(() => new Array<number>(labels.length).fill(0));
  for (let i = 0; i < truths.length; i++) {
    const row = counts[places.get(truths[i] ?? Number.NaN) ?? -1];
    const column = places.get(predictions[i] ?? Number.NaN);
    if (row === undefined || column === undefined) continue;
    row[column] = (row[column] ?? 0) + (weights[i] ?? 0);
  }
  return counts;
}

/**
 * Share of the samples whose class is right. scikit-learn's `accuracy_score`.
 * @throws ShapeError for different lengths, ValueError for no samples.
 *
 * @example
 * console.log(accuracyScore([0, 1, 1, 1], [0, 1, 0, 1])); // 0.75
 */
export function accuracyScore(yTrue: Values, yPred: Values, options: WeightedOptions = {}): number {
  signatures.accuracyScore.check(arguments);
  const op = 'accuracyScore';
  const [truths, predictions] = pairsOf(op, yTrue, yPred);
  const weights = weightsOf(op, options.sampleWeight, truths.length);
  let [hits, total] = [0, 0];
  for (let i = 0; i < truths.length; i++) {
    total += weights[i] ?? 0;
    if (truths[i] === predictions[i]) hits += weights[i] ?? 0;
  }
  return hits / total;
}

/** Options of `balancedAccuracyScore`. */
export interface BalancedAccuracyOptions extends WeightedOptions {
  /** Whether chance is 0 and perfection 1; default false. */
  readonly adjusted?: boolean;
}

/**
 * The mean, over the classes that occur, of the share of their samples that is found.
 * scikit-learn's `balanced_accuracy_score`.
 * @throws ShapeError for different lengths, ValueError for no samples.
 *
 * @example
 * console.log(balancedAccuracyScore([0, 0, 0, 1], [0, 0, 0, 0])); // 0.5
 */
export function balancedAccuracyScore(
  yTrue: Values,
  yPred: Values,
  options: BalancedAccuracyOptions = {},
): number {
  signatures.balancedAccuracyScore.check(arguments);
  const { adjusted = false, ...weights } = options;
  const counts = confusionMatrix(yTrue, yPred, weights);
  const recalls = counts.flatMap((row, i) => {
    const total = row.reduce((sum, count) => sum + count, 0);
    return total === 0 ? [] : [(row[i] ?? 0) / total];
  });
  const mean = recalls.reduce((sum, recall) => sum + recall, 0) / recalls.length;
  if (adjusted !== true) return mean;
  const chance = 1 / recalls.length;
  return (mean - chance) / (1 - chance);
}

/** Options of `topKAccuracyScore`. */
export interface TopKOptions extends WeightedOptions {
  /** How many guesses a sample has, a positive integer; default 2. */
  readonly k?: number;
}

/**
 * Share of the samples whose class is among the `k` highest scores `[N, C]`; of equal scores the
 * later class counts as higher. scikit-learn's `top_k_accuracy_score` for classes 0 to C - 1.
 * @throws ShapeError for different lengths, ValueError for a bad `k`.
 *
 * @example
 * console.log(topKAccuracyScore([2, 0], [[0.1, 0.5, 0.4], [0.1, 0.5, 0.4]], { k: 2 })); // 0.5
 */
export function topKAccuracyScore(yTrue: Values, yScore: Rows, options: TopKOptions = {}): number {
  signatures.topKAccuracyScore.check(arguments);
  const op = 'topKAccuracyScore';
  const { k = 2 } = options;
  if (!Number.isInteger(k) || k < 1) {
    throw new ValueError(`${op}: k must be a positive integer, got ${k}`);
  }
  const [truths, scores] = [numbersOf(yTrue), rowsOf(op, yScore)];
  checkLengths(op, truths.length, scores.length);
  const weights = weightsOf(op, options.sampleWeight, truths.length);
  let [hits, total] = [0, 0];
  scores.forEach((row, i) => {
    const truth = truths[i] ?? -1;
    const own = row[truth] ?? Number.NEGATIVE_INFINITY;
    const above = Array.from(row).filter(
      (score, c) => score > own || (score === own && c > truth),
    ).length;
    total += weights[i] ?? 0;
    if (above < k) hits += weights[i] ?? 0;
  });
  return hits / total;
}
