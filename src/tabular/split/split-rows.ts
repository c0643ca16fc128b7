/**
 * Divides rows into those to learn from, those to choose the best epoch by, and those held out:
 * each class in the same proportion, whole groups together, or in the order of time.
 */

import { NumpyRandom } from '../../data/random/numpy-random.js';
import { DataError } from '../../errors.js';
import { type Column, isMissing } from '../table.js';

/** How to divide. */
export interface SplitOptions {
  /** Share of the rows to hold out, 0 to 1. */
  readonly test: number;
  /** Share of the other rows to choose the best epoch by; ignored with folds. */
  readonly validation: number;
  /**
   * Parts of the rows to learn from, each of which one member of the model does not see; 1 for
   * none.
   */
  readonly folds: number;
  readonly seed: number;
  /** Class of each row, by row of the table; null for a number. */
  readonly classes: Float64Array | null;
  /** Rows with the same cell stay together. */
  readonly group?: Column | undefined;
  /** Later rows are held out. */
  readonly time?: Column | undefined;
}

/** Row numbers of each part. */
export interface Split {
  readonly train: Int32Array;
  /** With folds: the same rows as `train`. */
  readonly validation: Int32Array;
  readonly test: Int32Array;
  /** Fold of each row in `train`; null without folds. */
  readonly folds: Int32Array | null;
}

/** @throws DataError when a part would be empty. */
export function splitRows(rows: Int32Array, options: SplitOptions): Split {
  if (options.time !== undefined) return splitByTime(rows, options.time, options);
  const units = unitsOf(rows, options);
  const [test, rest] = takeShare(units, units.order, options.test);
  if (options.folds > 1) {
    const members = Array.from(rest, (unit) => units.membersOf(unit));
    const folds = members.flatMap((own, i) => own.map(() => i % options.folds));
    const train = Int32Array.from(members.flat());
    const rotated = Int32Array.from(folds);
    return checked({ train, validation: train, test: rowsIn(units, test), folds: rotated });
  }
  const [validation, train] = takeShare(units, rest, options.validation);
  return checked({
    train: rowsIn(units, train),
    validation: rowsIn(units, validation),
    test: rowsIn(units, test),
    folds: null,
  });
}

/** Rows that must not be divided are a unit, known by its number. */
interface Units {
  /** Class after class, in random order within each, so that any even choice is even per class. */
  readonly order: Int32Array;
  /** 1 for a unit whose class is too small to lose any. */
  readonly precious: Uint8Array;
  readonly membersOf: (unit: number) => readonly number[];
}

/** Fewest rows of a class from which some are held out. */
const fewestShared = 3;

function unitsOf(rows: Int32Array, { classes, group, seed }: SplitOptions): Units {
  const random = new NumpyRandom('split', seed);
  if (group !== undefined) {
    const groups = groupsOf(rows, group);
    const order = random.permutation(groups.length);
    const precious = new Uint8Array(groups.length);
    return { order, precious, membersOf: (unit) => groups[unit] ?? [] };
  }
  const classOf = (unit: number): number => classes?.[rows[unit] ?? 0] ?? 0;
  const sizes = new Map<number, number>();
  for (let unit = 0; unit < rows.length; unit++) {
    sizes.set(classOf(unit), (sizes.get(classOf(unit)) ?? 0) + 1);
  }
  // Where the units of each class begin in the order.
  const next = new Map<number, number>();
  let start = 0;
  for (const [label, size] of sizes) {
    next.set(label, start);
    start += size;
  }
  const order = new Int32Array(rows.length);
  const precious = new Uint8Array(rows.length);
  for (const unit of random.permutation(rows.length)) {
    const label = classOf(unit);
    const at = next.get(label) ?? 0;
    order[at] = unit;
    next.set(label, at + 1);
    if ((sizes.get(label) ?? 0) < fewestShared) precious[unit] = 1;
  }
  return { order, precious, membersOf: (unit) => [rows[unit] ?? 0] };
}

function groupsOf(rows: Int32Array, group: Column): number[][] {
  const groups = new Map<number, number[]>();
  for (const row of rows) {
    const key = group.kind === 'text' ? (group.codes[row] ?? -1) : (group.values[row] ?? 0);
    // Each row without a group is one of its own.
    const own = isMissing(group, row) ? -1 - row : key;
    const known = groups.get(own);
    if (known === undefined) groups.set(own, [row]);
    else known.push(row);
  }
  return [...groups.values()];
}

/** Evenly spread units that hold the share of those in `order`, and the others. */
function takeShare(
  { precious }: Units,
  order: Int32Array,
  share: number,
): [taken: Int32Array, left: Int32Array] {
  const chosen = new Uint8Array(order.length);
  // The error of rounding is carried on, so that the share is right in every stretch.
  let owed = 0.5;
  order.forEach((unit, i) => {
    if (precious[unit] === 1) return;
    owed += share;
    if (owed < 1) return;
    owed -= 1;
    chosen[i] = 1;
  });
  return [order.filter((_, i) => chosen[i] === 1), order.filter((_, i) => chosen[i] === 0)];
}

function splitByTime(rows: Int32Array, time: Column, options: SplitOptions): Split {
  if (time.kind === 'text') {
    throw new DataError(
      `--time ${time.name}: its cells are texts such as '${time.texts[0] ?? ''}'. ` +
        'Choose a column of dates or numbers',
    );
  }
  const { values } = time;
  const ordered = rows.slice().sort((a, b) => (values[a] ?? 0) - (values[b] ?? 0) || a - b);
  const testStart = Math.round(ordered.length * (1 - options.test));
  const start = Math.round(testStart * (1 - options.validation));
  return checked({
    train: ordered.slice(0, start),
    validation: ordered.slice(start, testStart),
    test: ordered.slice(testStart),
    folds: null,
  });
}

function checked(split: Split): Split {
  if (split.train.length > 0 && split.validation.length > 0) return split;
  throw new DataError(
    `There are too few rows to learn from: ${split.train.length} to learn, ` +
      `${split.validation.length} to choose the best epoch by. Add rows, or hold fewer out (--test 0)`,
  );
}

/** All rows of the units. */
function rowsIn({ membersOf }: Units, units: Int32Array): Int32Array {
  const all: number[] = [];
  for (const unit of units) for (const row of membersOf(unit)) all.push(row);
  return Int32Array.from(all);
}
