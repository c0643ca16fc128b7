/** What a network has to beat: always the same answer, and a linear model. */

import { fitLinear } from '../fit/fit-linear.js';
import { predictEncoded } from '../fit/predict-rows.js';
import type { TableTraining } from '../fit/table-training.js';
import { type Scores, scoresOf } from './scores.js';

/** Scores of the simple models. */
export interface Baselines {
  /** The most frequent class with the frequencies as probabilities, or the mean. */
  readonly constant: Scores;
  /** Logistic or linear regression on the same inputs; null where there are too many of them. */
  readonly linear: Scores | null;
}

/** Judges the simple models on `rows`, whose truths are `truths`. */
export function baselinesOf(
  training: TableTraining,
  rows: Int32Array,
  truths: Float64Array,
): Baselines {
  const { target } = training.fitted;
  const constant = scoresOf(target, truths, constantPredictions(training, rows.length));
  const model = fitLinear(training, { members: 1, isWeighted: false, embeddings: null });
  if (model === null) return { constant, linear: null };
  const inputs = training.encoder.encode(rows);
  const linear = scoresOf(target, truths, predictEncoded(model, target, inputs, rows.length));
  return { constant, linear };
}

function constantPredictions({ fitted, split }: TableTraining, count: number): Float32Array {
  const { target, values } = fitted;
  if (target.kind === 'number') return new Float32Array(count).fill(target.mean);
  const classes = target.labels.length;
  const shares = new Float32Array(classes);
  for (const row of split.train) {
    const label = values[row] ?? 0;
    shares[label] = (shares[label] ?? 0) + 1 / split.train.length;
  }
  const all = new Float32Array(count * classes);
  for (let row = 0; row < count; row++) all.set(shares, row * classes);
  return all;
}
