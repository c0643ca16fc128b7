/** What scikit-learn is given: the same columns of the same rows, divided in the same way. */

import { manualSeed } from 'chainrule';
import { loadDigits, trainTestSplit } from 'chainrule/data';
import type { TableTraining } from '../../src/tabular/fit/table-training.js';
import type { Column, Table } from '../../src/tabular/table.js';

/** The input of `sklearn-twin.py`. */
export interface TwinTask {
  readonly seed: number;
  readonly classes: boolean;
  readonly rows: number;
  readonly numbers: readonly (readonly (number | null)[])[];
  readonly texts: readonly (readonly (string | null)[])[];
  readonly target: readonly number[];
  readonly train: readonly number[];
  readonly test: readonly number[];
}

/** A missing number is null in JSON. */
function cellsOf(values: Float64Array): (number | null)[] {
  return Array.from(values, (value) => (Number.isNaN(value) ? null : value));
}

/** A date as its seconds, month and weekday. */
function dateParts(values: Float64Array): (number | null)[][] {
  const part = (pick: (date: Date) => number): Float64Array =>
    values.map((seconds) => (Number.isNaN(seconds) ? seconds : pick(new Date(1000 * seconds))));
  return [
    cellsOf(values),
    cellsOf(part((date) => date.getUTCMonth())),
    cellsOf(part((date) => date.getUTCDay())),
  ];
}

function numbersOf(column: Column): (number | null)[][] {
  if (column.kind === 'text') return [];
  return column.kind === 'date' ? dateParts(column.values) : [cellsOf(column.values)];
}

function textsOf(column: Column): (string | null)[][] {
  if (column.kind !== 'text') return [];
  return [Array.from(column.codes, (code) => column.texts[code] ?? null)];
}

/** The columns that Chainrule learns from, and its split; what is not held out is learned. */
export function tableTask(table: Table, training: TableTraining, seed: number): TwinTask {
  const { preparation, fitted, split } = training;
  const names = new Set(preparation.features.map(({ column }) => column));
  const columns = table.columns.filter(({ name }) => names.has(name));
  return {
    seed,
    classes: fitted.target.kind === 'classes',
    rows: table.rows,
    numbers: columns.flatMap(numbersOf),
    texts: columns.flatMap(textsOf),
    target: Array.from(fitted.values, (value) => (Number.isNaN(value) ? 0 : value)),
    train: [...new Set([...split.train, ...split.validation])],
    test: [...split.test],
  };
}

/** The split of `chainrule train digits`: the first one that its seed draws. */
export function digitsTask(seed: number): TwinTask {
  manualSeed(seed);
  const [train, test] = trainTestSplit(loadDigits(), { testSize: 0.2 });
  const [trainX, trainY] = train.tensors;
  const [testX, testY] = test.tensors;
  const rows = train.length + test.length;
  const x = [...trainX.toTypedArray(), ...testX.toTypedArray()];
  const width = x.length / rows;
  return {
    seed,
    classes: true,
    rows,
    numbers: Array.from({ length: width }, (_, at) =>
      Array.from({ length: rows }, (_, row) => x[row * width + at] ?? 0),
    ),
    texts: [],
    target: [...trainY.toTypedArray(), ...testY.toTypedArray()],
    train: Array.from({ length: train.length }, (_, row) => row),
    test: Array.from({ length: test.length }, (_, row) => train.length + row),
  };
}
