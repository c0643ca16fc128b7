/** Precision, recall and F-beta, per class or averaged. */

import { oneOf, ValueError } from '../errors.js';
import * as signatures from '../signatures/metrics.js';
import { classesIn, confusionMatrix, type WeightedOptions } from './confusion.js';
import { pairsOf, type Values } from './values.js';

/** How the scores of several classes become one number. */
export const averages = ['binary', 'macro', 'micro', 'weighted'] as const;

/** How the scores of several classes become one number. */
export type Average = (typeof averages)[number];

/** Options of `precisionScore`, `recallScore`, `f1Score`. */
export interface PrecisionRecallOptions extends WeightedOptions {
  /**
   * `'binary'` (default): of the class `posLabel`; `'macro'`: the mean over classes; `'micro'`: of
   * all counts together; `'weighted'`: the mean weighted by the samples of each class.
   */
  readonly average?: Average;
  /** The class that `'binary'` is about; default 1. */
  readonly posLabel?: number;
  /** The value where a share is of nothing; default 0. */
  readonly zeroDivision?: number;
}

/** Options of `fbetaScore`. */
export interface FbetaOptions extends PrecisionRecallOptions {
  /** How many times more recall counts than precision; a number above 0. */
  readonly beta: number;
}

/** Precision, recall, F-beta and samples of one class, or of the average. */
export interface PrecisionRecall {
  readonly precision: number;
  readonly recall: number;
  readonly fbeta: number;
  /** Samples of the class. */
  readonly support: number;
}

/** What was counted of a class. */
interface Counts {
  readonly hits: number;
  readonly predicted: number;
  readonly actual: number;
}

function sharesOf(
  { hits, predicted, actual }: Counts,
  beta: number,
  zero: number,
): PrecisionRecall {
  const share = (part: number, whole: number): number => (whole === 0 ? zero : part / whole);
  const square = beta * beta;
  return {
    precision: share(hits, predicted),
    recall: share(hits, actual),
    fbeta: share((1 + square) * hits, square * actual + predicted),
    support: actual,
  };
}

/**
 * Precision, recall and F-beta of each class in ascending order of the classes, by class.
 * scikit-learn's `precision_recall_fscore_support` without an average.
 * @throws ShapeError for different lengths, ValueError for no samples.
 *
 * @example
 * console.log(precisionRecallByClass([0, 1, 1], [0, 1, 0]).get(1)?.recall); // 0.5
 */
export function precisionRecallByClass(
  yTrue: Values,
  yPred: Values,
  options: Omit<PrecisionRecallOptions, 'average' | 'posLabel'> & { readonly beta?: number } = {},
): Map<number, PrecisionRecall> {
  signatures.precisionRecallByClass.check(arguments);
  const { beta = 1, zeroDivision = 0 } = options;
  const counts = countsOf(yTrue, yPred, options);
  return new Map([...counts].map(([label, one]) => [label, sharesOf(one, beta, zeroDivision)]));
}

function countsOf(yTrue: Values, yPred: Values, options: WeightedOptions): Map<number, Counts> {
  const [truths, predictions] = pairsOf('precisionRecall', yTrue, yPred);
  const labels = classesIn(truths, predictions);
  const { sampleWeight } = options;
  const weights = sampleWeight === undefined ? {} : { sampleWeight };
  const matrix = confusionMatrix(truths, predictions, { ...weights, labels });
  return new Map(
    labels.map((label, i) => {
      const actual = matrix[i]?.reduce((sum, count) => sum + count, 0) ?? 0;
      const predicted = matrix.reduce((sum, row) => sum + (row[i] ?? 0), 0);
      return [label, { hits: matrix[i]?.[i] ?? 0, predicted, actual }];
    }),
  );
}

function scored(op: string, yTrue: Values, yPred: Values, options: FbetaOptions): PrecisionRecall {
  const { average = 'binary', posLabel = 1, zeroDivision = 0, beta } = options;
  if (!averages.includes(average)) {
    throw new ValueError(`${op}: average must be ${oneOf(averages)}, got '${average}'`);
  }
  if (!(beta > 0)) throw new ValueError(`${op}: beta must be a number above 0, got ${beta}`);
  const counts = countsOf(yTrue, yPred, options);
  const all = [...counts.values()];
  if (average === 'binary') {
    if (counts.size > 2) {
      throw new ValueError(
        `${op}: there are ${counts.size} classes; choose an average: 'macro', 'micro' or 'weighted'`,
      );
    }
    return sharesOf(
      counts.get(posLabel) ?? { hits: 0, predicted: 0, actual: 0 },
      beta,
      zeroDivision,
    );
  }
  const sum = (pick: (one: Counts) => number): number => all.reduce((s, one) => s + pick(one), 0);
  const total = {
    hits: sum(({ hits }) => hits),
    predicted: sum(({ predicted }) => predicted),
    actual: sum(({ actual }) => actual),
  };
  if (average === 'micro') return sharesOf(total, beta, zeroDivision);
  const rows = all.map((one) => sharesOf(one, beta, zeroDivision));
  const weightOf = ({ support }: PrecisionRecall): number =>
    average === 'macro' ? 1 / rows.length : support / total.actual;
  const mean = (pick: (row: PrecisionRecall) => number): number =>
    rows.reduce((s, row) => s + weightOf(row) * pick(row), 0);
  return {
    precision: mean(({ precision }) => precision),
    recall: mean(({ recall }) => recall),
    fbeta: mean(({ fbeta }) => fbeta),
    support: total.actual,
  };
}

/**
 * Share of the samples taken for a class that are of it. scikit-learn's `precision_score`.
 * @throws ShapeError for different lengths, ValueError for more than two classes with `'binary'`.
 *
 * @example
 * console.log(precisionScore([0, 1, 1, 0], [1, 1, 1, 1])); // 0.5
 */
export function precisionScore(
  yTrue: Values,
  yPred: Values,
  options: PrecisionRecallOptions = {},
): number {
  signatures.precisionScore.check(arguments);
  return scored('precisionScore', yTrue, yPred, { ...options, beta: 1 }).precision;
}

/**
 * Share of the samples of a class that are found. scikit-learn's `recall_score`.
 * @throws ShapeError for different lengths, ValueError for more than two classes with `'binary'`.
 *
 * @example
 * console.log(recallScore([0, 1, 1, 0], [0, 1, 0, 1])); // 0.5
 */
export function recallScore(
  yTrue: Values,
  yPred: Values,
  options: PrecisionRecallOptions = {},
): number {
  signatures.recallScore.check(arguments);
  return scored('recallScore', yTrue, yPred, { ...options, beta: 1 }).recall;
}

/**
 * The harmonic mean of precision and recall, in which recall counts `beta` times as much.
 * scikit-learn's `fbeta_score`.
 * @throws ShapeError for different lengths, ValueError for a bad `beta` or average.
 *
 * @example
 * console.log(fbetaScore([0, 1, 1, 0], [0, 1, 1, 1], { beta: 2 })); // 0.9090909090909091
 */
export function fbetaScore(yTrue: Values, yPred: Values, options: FbetaOptions): number {
  signatures.fbetaScore.check(arguments);
  return scored('fbetaScore', yTrue, yPred, options).fbeta;
}

/**
 * `fbetaScore` with `beta` 1: `2 hits / (actual + predicted)`. scikit-learn's `f1_score`.
 * @throws ShapeError for different lengths, ValueError for more than two classes with `'binary'`.
 *
 * @example
 * console.log(f1Score([0, 1, 1, 0], [0, 1, 0, 1])); // 0.5
 */
export function f1Score(
  yTrue: Values,
  yPred: Values,
  options: PrecisionRecallOptions = {},
): number {
  signatures.f1Score.check(arguments);
  return scored('f1Score', yTrue, yPred, { ...options, beta: 1 }).fbeta;
}
