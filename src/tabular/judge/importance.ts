/**
 * How much worse a model is when the cells of one column are shuffled: what the column is worth to it.
 * Source: Breiman, "Random Forests", 2001, section 10.
 */

import { NumpyRandom } from '../../data/random/numpy-random.js';
import { predictEncoded } from '../fit/predict-rows.js';
import type { TableModel } from '../model/table-model.js';
import type { RowEncoder } from '../prepare/encode.js';
import type { Target } from '../prepare/target.js';
import { mainScore, scoresOf } from './scores.js';

/** What a column is worth. */
export interface Importance {
  readonly column: string;
  /** How much accuracy, or R2, is lost without it. */
  readonly loss: number;
}

/** Rows and columns that are looked at; more take long and change little. */
const mostRows = 2000;
const mostColumns = 200;
/** Inputs that go through the model in all. */
const mostInputs = 2e7;

/** What is judged. */
export interface Judged {
  readonly model: TableModel;
  readonly encoder: RowEncoder;
  readonly target: Target;
  readonly columns: readonly string[];
  readonly rows: Int32Array;
  /** By row of the table. */
  readonly values: Float64Array;
}

/** What each column is worth, the most important first. */
export function importances({ model, encoder, target, columns, ...judged }: Judged): Importance[] {
  const rows = judged.rows.subarray(0, mostRows);
  const truths = Float64Array.from(rows, (row) => judged.values[row] ?? Number.NaN);
  const scoreOf = (inputs: Float32Array): number =>
    mainScore(target, scoresOf(target, truths, predictEncoded(model, target, inputs, rows.length)));
  const whole = scoreOf(encoder.encode(rows));
  const affordable = Math.floor(mostInputs / (rows.length * encoder.width));
  const looked = columns.slice(0, Math.max(10, Math.min(mostColumns, affordable)));
  const repeats = affordable > 5 * looked.length && rows.length < 500 ? 5 : 1;
  const found = looked.map((column) => {
    let lost = 0;
    for (let repeat = 0; repeat < repeats; repeat++) {
      const order = new NumpyRandom('importances', repeat).permutation(rows.length);
      const others = order.map((at) => rows[at] ?? 0);
      lost += whole - scoreOf(encoder.encode(rows, { column, rows: others }));
    }
    return { column, loss: lost / repeats };
  });
  return found.sort((a, b) => b.loss - a.loss);
}
