/** The rows that a model is most wrong about. */

import type { Target } from '../prepare/target.js';
import { classesOf } from './scores.js';

/** One row that went wrong. */
export interface Mistake {
  /** Row of the file, counted from 1, the header included. */
  readonly row: number;
  readonly actual: string;
  readonly predicted: string;
  /** Probability of the predicted class, or the error in the units of the target. */
  readonly by: number;
}

/** The `most` worst rows, the worst first; for classes only those that are taken for another. */
export function worstMistakes(
  target: Target,
  rows: Int32Array,
  truths: Float64Array,
  predictions: Float32Array,
  most: number,
): Mistake[] {
  const all = target.kind === 'classes' ? wrongClasses : wrongNumbers;
  return all(target, rows, truths, predictions)
    .sort((a, b) => Math.abs(b.by) - Math.abs(a.by))
    .slice(0, most);
}

function wrongClasses(
  target: Target,
  rows: Int32Array,
  truths: Float64Array,
  predictions: Float32Array,
): Mistake[] {
  const labels = target.kind === 'classes' ? target.labels : [];
  const predicted = classesOf(predictions, labels.length);
  return Array.from(rows, (row, i) => {
    const label = predicted[i] ?? 0;
    return {
      row: row + 2,
      actual: labels[truths[i] ?? -1] ?? '',
      predicted: labels[label] ?? '',
      by: predictions[i * labels.length + label] ?? 0,
    };
  }).filter(({ actual, predicted: other }) => actual !== other);
}

function wrongNumbers(
  _: Target,
  rows: Int32Array,
  truths: Float64Array,
  predictions: Float32Array,
): Mistake[] {
  return Array.from(rows, (row, i) => {
    const [actual = 0, predicted = 0] = [truths[i], predictions[i]];
    return {
      row: row + 2,
      actual: String(actual),
      predicted: String(Number(predicted.toPrecision(5))),
      by: predicted - actual,
    };
  });
}
