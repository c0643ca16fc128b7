/** How good predictions are, as the numbers that people look at, by name. */

import {
  accuracyScore,
  balancedAccuracyScore,
  expectedCalibrationError,
  f1Score,
  logLoss,
  RegressionMetrics,
  rocAucScore,
} from '../../metrics/index.js';
import type { Target } from '../prepare/target.js';

/** Numbers by name. */
export type Scores = Readonly<Record<string, number>>;

/** The most probable class of each row. */
export function classesOf(probabilities: Float32Array, classes: number): Int32Array {
  return Int32Array.from({ length: probabilities.length / classes }, (_, row) => {
    let best = 0;
    for (let label = 1; label < classes; label++) {
      const at = row * classes;
      if ((probabilities[at + label] ?? 0) > (probabilities[at + best] ?? 0)) best = label;
    }
    return best;
  });
}

/** Rows of probabilities, without copies. */
function rowsOf(probabilities: Float32Array, classes: number): Float32Array[] {
  return Array.from({ length: probabilities.length / classes }, (_, row) =>
    probabilities.subarray(row * classes, (row + 1) * classes),
  );
}

/** Scores of `predictions` for rows whose truths are classes or numbers. */
export function scoresOf(target: Target, truths: Float64Array, predictions: Float32Array): Scores {
  if (target.kind === 'number') {
    const sums = new RegressionMetrics().add(truths, predictions);
    const { r2, rootMeanSquaredError, meanAbsoluteError, explainedVariance } = sums;
    return { r2, rootMeanSquaredError, meanAbsoluteError, explainedVariance };
  }
  const count = target.labels.length;
  const classes = classesOf(predictions, count);
  const rows = rowsOf(predictions, count);
  const seen = new Set(truths);
  const binary = count === 2 ? rows.map((row) => row[1] ?? 0) : rows;
  return {
    accuracy: accuracyScore(truths, classes),
    balancedAccuracy: balancedAccuracyScore(truths, classes),
    macroF1: f1Score(truths, classes, { average: 'macro' }),
    logLoss: logLoss(truths, rows),
    // Without rows of a class there is no order to judge.
    ...(seen.size === count ? { rocAuc: rocAucScore(truths, binary) } : {}),
    calibrationError: expectedCalibrationError(truths, rows),
  };
}

/** The score that models are compared by, the more the better. */
export function mainScore(target: Target, scores: Scores): number {
  return (target.kind === 'classes' ? scores.accuracy : scores.r2) ?? Number.NaN;
}
