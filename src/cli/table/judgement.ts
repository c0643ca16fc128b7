/** How good a trained table's model is, as data: for the screen, the report, and programs. */

import { confusionMatrix } from '../../metrics/index.js';
import { predictEncoded } from '../../tabular/fit/predict-rows.js';
import { type Baselines, baselinesOf } from '../../tabular/judge/baselines.js';
import { type Importance, importances } from '../../tabular/judge/importance.js';
import { type Mistake, worstMistakes } from '../../tabular/judge/mistakes.js';
import { classesOf, mainScore, type Scores, scoresOf } from '../../tabular/judge/scores.js';
import { loadCheckpoint } from '../../train/index.js';
import type { TableSession } from './table-session.js';

/** All that is found out about a trained model. */
export interface Judgement {
  /** Rows that it is judged on, and whether they were held out. */
  readonly rows: number;
  readonly heldOut: boolean;
  /** Epoch of the weights. */
  readonly epoch: number;
  readonly scores: Scores;
  readonly baselines: Baselines;
  /** Whether it is better than all baselines. */
  readonly beatsBaselines: boolean;
  /** Row = actual class, column = predicted; null for a number. */
  readonly confusion: readonly (readonly number[])[] | null;
  readonly importances: readonly Importance[];
  readonly mistakes: readonly Mistake[];
  /** Pairs of truth and prediction for a plot, at most 2,000; null for classes. */
  readonly pairs: readonly (readonly [truth: number, prediction: number])[] | null;
}

const mostPairs = 2000;
/** So many that each cell of a confusion matrix has some to show. */
const mostMistakes = 200;
/** Those that a screen or a report has room for. */
export const shownMistakes = 5;

/** Judges the best epoch on the rows held out, or else on those that chose it. */
export function judge({ training, folder }: TableSession): Judgement {
  const { model, encoder, fitted, split, preparation } = training;
  const { target, values } = fitted;
  const { facts } = loadCheckpoint(folder.best, { model });
  const heldOut = split.test.length > 0;
  const rows = heldOut ? split.test : split.validation;
  const truths = Float64Array.from(rows, (row) => values[row] ?? Number.NaN);
  const predictions = predictEncoded(model, target, encoder.encode(rows), rows.length);
  const scores = scoresOf(target, truths, predictions);
  const columns = preparation.features.map(({ column }) => column);
  const found = importances({ model, encoder, target, columns, rows, values });
  const baselines = baselinesOf(training, rows, truths);
  const others = [baselines.constant, baselines.linear].flatMap((one) =>
    one === null ? [] : [one],
  );
  const own = mainScore(target, scores);
  return {
    rows: rows.length,
    heldOut,
    epoch: typeof facts.epoch === 'number' ? facts.epoch : 0,
    scores,
    baselines,
    beatsBaselines: others.every((other) => own > mainScore(target, other)),
    confusion:
      target.kind === 'number' ? null : confusionOf(truths, predictions, target.labels.length),
    importances: found.slice(0, 10),
    mistakes: worstMistakes(target, rows, truths, predictions, mostMistakes),
    pairs: target.kind === 'number' ? pairsOf(truths, predictions) : null,
  };
}

function confusionOf(truths: Float64Array, predictions: Float32Array, classes: number): number[][] {
  const labels = Array.from({ length: classes }, (_, i) => i);
  return confusionMatrix(truths, classesOf(predictions, classes), { labels });
}

function pairsOf(truths: Float64Array, predictions: Float32Array): [number, number][] {
  return Array.from(truths.subarray(0, mostPairs), (truth, i) => [truth, predictions[i] ?? 0]);
}
