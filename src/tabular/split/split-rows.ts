/**
 * Divides rows into those to learn from, those to choose the best epoch by, and those held out: each
 * class in the same proportion, whole groups together, or in the order of time.
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
  /** Parts of the rows to learn from, each of which one member of the model does not see; 1 for none. */
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
  const [test, rest] = takeShare(units, options.test);
  if (options.folds > 1) {
    const train = rest.flatMap(({ members }) => members);
    const folds = rest.flatMap(({ members }, i) => members.map(() => i % options.folds));
    return checked({
      train: Int32Array.from(train),
      validation: Int32Array.from(train),
      test: flattened(test),
      folds: Int32Array.from(folds),
    });
  }
  const [validation, train] = takeShare(rest, options.validation);
  return checked({
    train: flattened(train),
    validation: flattened(validation),
    test: flattened(test),
    folds: null,
  });
}

/** Rows that must not be divided, and whether their class is too small to lose any. */
interface Unit {
  readonly members: readonly number[];
  readonly isPrecious: boolean;
}

/** Fewest rows of a class from which some are held out. */
const fewestShared = 3;

/** Units class after class, in random order within each, so that any even choice is even per class. */
function unitsOf(rows: Int32Array, { classes, group, seed }: SplitOptions): Unit[] {
  const random = new NumpyRandom('split', seed);
  const all = group === undefined ? Array.from(rows, (row) => [row]) : groupsOf(rows, group);
  const strata = new Map<number, number[][]>();
  for (const at of random.permutation(all.length)) {
    const members = all[at] ?? [];
    const label = group === undefined ? (classes?.[members[0] ?? 0] ?? 0) : 0;
    const known = strata.get(label);
    if (known === undefined) strata.set(label, [members]);
    else known.push(members);
  }
  return [...strata.values()].flatMap((stratum) => {
    const isPrecious = group === undefined && stratum.length < fewestShared;
    return stratum.map((members) => ({ members, isPrecious }));
  });
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

/** Evenly spread units that hold the share of the rows, and the others. */
function takeShare(units: readonly Unit[], share: number): [taken: Unit[], left: Unit[]] {
  const taken: Unit[] = [];
  const left: Unit[] = [];
  // The error of rounding is carried on, so that the share is right in every stretch.
  let owed = 0.5;
  for (const unit of units) {
    if (!unit.isPrecious) owed += share;
    if (owed >= 1 && !unit.isPrecious) {
      owed -= 1;
      taken.push(unit);
    } else left.push(unit);
  }
  return [taken, left];
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

function flattened(units: readonly Unit[]): Int32Array {
  return Int32Array.from(units.flatMap(({ members }) => members));
}
