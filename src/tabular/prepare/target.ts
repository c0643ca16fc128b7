/**
 * The column to predict: whether it is a class or a number, and how it becomes a number for the
 * loss.
 */

import { DataError } from '../../errors.js';
import { type Column, cellText, isMissing } from '../table.js';
import { codeNames } from './choose-columns.js';
import { factsOf } from './numbers.js';

/** What is predicted. */
export type Task = 'classification' | 'regression';

/** Classes by name, in the order of their numbers. */
export interface ClassTarget {
  readonly kind: 'classes';
  readonly column: string;
  readonly labels: readonly string[];
}

/** A number, standardised for the loss. */
export interface NumberTarget {
  readonly kind: 'number';
  readonly column: string;
  readonly mean: number;
  readonly std: number;
}

/** The column to predict. */
export type Target = ClassTarget | NumberTarget;

/** A target and how its kind was found out. */
export interface FittedTarget {
  readonly target: Target;
  /** Why it is taken for classes or a number, for people. */
  readonly because: string;
  /** For each row of the table its class or its number; NaN where it is missing. */
  readonly values: Float64Array;
}

/** Whole numbers of at most so many different values are taken for classes. */
const mostWholeClasses = 20;
/** More classes than these cannot be learned from a table of any size. */
const mostClasses = 5000;

/**
 * Finds out what kind of target `column` is; `task` decides when it is given.
 * @throws DataError when there is nothing to learn: one class only, all missing, a name for each
 *   row.
 */
export function fitTarget(column: Column, task: Task | null, rows: Int32Array): FittedTarget {
  const { kind, because } =
    task === null ? guessTask(column) : { kind: task, because: 'as --task says' };
  return kind === 'classification'
    ? { ...classesOf(column), because }
    : { ...numberOf(column, rows), because };
}

function guessTask(column: Column): { readonly kind: Task; readonly because: string } {
  if (column.kind === 'text') return { kind: 'classification', because: 'its values are texts' };
  if (column.kind === 'date') return { kind: 'regression', because: 'its values are dates' };
  const different = new Set(column.values.filter((value) => !Number.isNaN(value)));
  if (different.size <= 2) {
    return { kind: 'classification', because: `it has ${different.size} different values` };
  }
  if (codeNames.test(column.name)) {
    return { kind: 'classification', because: 'its numbers are names of places' };
  }
  if (!column.whole)
    return { kind: 'regression', because: 'its values are numbers with a fraction' };
  const rows = column.values.length;
  if (different.size <= mostWholeClasses && different.size <= rows / 5) {
    return { kind: 'classification', because: `it has ${different.size} different whole values` };
  }
  return { kind: 'regression', because: `it has ${different.size} different values` };
}

function classesOf(column: Column): Omit<FittedTarget, 'because'> {
  const rows = column.kind === 'text' ? column.codes.length : column.values.length;
  const cells = column.kind === 'text' ? column.codes : column.values;
  // One text for each different cell, not for each row.
  const texts = new Map<number, string>();
  const counts = new Map<string, number>();
  for (let row = 0; row < rows; row++) {
    if (isMissing(column, row)) continue;
    const cell = cells[row] ?? 0;
    const text = texts.get(cell) ?? cellText(column, row);
    texts.set(cell, text);
    counts.set(text, (counts.get(text) ?? 0) + 1);
  }
  const labels = [...counts.keys()];
  const isNumeric = labels.every((label) => label !== '' && !Number.isNaN(Number(label)));
  labels.sort((a, b) => (isNumeric ? Number(a) - Number(b) : compareTexts(a, b)));
  checkClasses(column.name, counts, rows);
  const numbers = new Map(labels.map((label, i) => [label, i]));
  const places = new Map([...texts].map(([cell, text]) => [cell, numbers.get(text) ?? Number.NaN]));
  const values = Float64Array.from(cells, (cell, row) =>
    isMissing(column, row) ? Number.NaN : (places.get(cell) ?? Number.NaN),
  );
  return { target: { kind: 'classes', column: column.name, labels }, values };
}

function compareTexts(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

function checkClasses(name: string, counts: ReadonlyMap<string, number>, rows: number): void {
  const [only] = counts.keys();
  if (only === undefined) {
    throw new DataError(`The target '${name}' is missing in each row. Choose another column`);
  }
  if (counts.size === 1) {
    throw new DataError(
      `The target '${name}' is '${shown(only)}' in each row, so there is nothing to tell apart. ` +
        'Choose another column, or add rows of another class',
    );
  }
  if (counts.size > mostClasses || (counts.size > 20 && counts.size > rows / 2)) {
    throw new DataError(
      `The target '${name}' has ${counts.size} different values in ${rows} rows, which are names ` +
        'rather than classes. Choose another column, or --task regression for a number',
    );
  }
}

function shown(text: string): string {
  return text.length <= 40 ? text : `${text.slice(0, 40)}…`;
}

function numberOf(column: Column, rows: Int32Array): Omit<FittedTarget, 'because'> {
  if (column.kind === 'text') {
    const [example = ''] = column.texts;
    throw new DataError(
      `The target '${column.name}' is of texts such as '${shown(example)}', not of numbers. ` +
        'Leave out --task regression, or choose another column',
    );
  }
  const { count, mean, std, min, max } = factsOf(column.values, rows);
  if (count === 0) {
    throw new DataError(
      `The target '${column.name}' is missing in each row. Choose another column`,
    );
  }
  if (min === max) {
    throw new DataError(`The target '${column.name}' is ${min} in each row. Choose another column`);
  }
  return { target: { kind: 'number', column: column.name, mean, std }, values: column.values };
}
