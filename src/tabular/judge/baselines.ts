/** What a network has to beat: always the same answer, and a linear model. */

import { manualSeed, optim } from '../../index.js';
import { predictEncoded } from '../fit/predict-rows.js';
import type { TableTraining } from '../fit/table-training.js';
import { TableDataset } from '../model/batches.js';
import { layoutOf } from '../model/model-spec.js';
import { classLoss, numberLoss } from '../model/table-loss.js';
import { TableModel } from '../model/table-model.js';
import { type Scores, scoresOf } from './scores.js';

/** Scores of the simple models. */
export interface Baselines {
  /** The most frequent class with the frequencies as probabilities, or the mean. */
  readonly constant: Scores;
  /** Logistic or linear regression on the same inputs; null where there are too many of them. */
  readonly linear: Scores | null;
}

/** Inputs of all rows together that a linear model is fitted on. */
const mostInputs = 4e6;
const steps = 200;

/** Judges the simple models on `rows`, whose truths are `truths`. */
export function baselinesOf(
  training: TableTraining,
  rows: Int32Array,
  truths: Float64Array,
): Baselines {
  const { target } = training.fitted;
  const constant = scoresOf(target, truths, constantPredictions(training, rows.length));
  const { width } = training.encoder;
  const most = Math.floor(mostInputs / width);
  if (most < 50) return { constant, linear: null };
  const model = fitLinear(training, most);
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

/** All rows, at most `most`, at each step; decay keeps weights of rare inputs small. */
function fitLinear({ fitted, samples, preparation }: TableTraining, most: number): TableModel {
  const { target } = fitted;
  manualSeed(0);
  const spec = { kind: 'linear', members: 1, hidden: 1, blocks: 0, dropout: 0 } as const;
  const model = new TableModel(spec, layoutOf(preparation));
  const loss = target.kind === 'classes' ? classLoss(target.labels.length, 0) : numberLoss;
  const data = new TableDataset({ ...samples, folds: null, classWeights: null });
  const length = Math.min(most, data.length);
  const [x, y] = data.gather(Int32Array.from({ length }, (_, i) => i));
  const optimizer = new optim.AdamW(model.parameters(), { lr: 0.05, weightDecay: 0.02 });
  const scheduler = new optim.lrScheduler.CosineAnnealingLR(optimizer, steps);
  for (let step = 0; step < steps; step++) {
    optimizer.zeroGrad();
    loss(model.forward(x), y).backward();
    optimizer.step();
    scheduler.step();
  }
  return model;
}
