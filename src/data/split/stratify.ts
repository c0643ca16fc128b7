/**
 * Chooses training and test rows so that both hold each class in the same proportion, drawing in the
 * order of scikit-learn's `StratifiedShuffleSplit`, so that equal seeds give equal rows.
 */

import { ValueError } from '../../errors.js';
import type { NumpyRandom } from '../random/numpy-random.js';

/** Row numbers of the two sides. */
export interface Split {
  readonly train: Int32Array;
  readonly test: Int32Array;
}

/**
 * Splits the rows `0..classes.length - 1`. Throws `ValueError` when a class has a single row, or a
 * side has fewer rows than there are classes.
 */
export function stratifiedSplit(
  classes: readonly number[],
  testLength: number,
  random: NumpyRandom,
): Split {
  const groups = groupRows(classes);
  const trainLength = classes.length - testLength;
  if (Math.min(trainLength, testLength) < groups.length) {
    throw new ValueError(
      `trainTestSplit: stratify finds ${groups.length} classes, so both sets need at least that ` +
        `many samples, got ${trainLength} for training and ${testLength} for testing`,
    );
  }
  const trainCounts = shareOut(
    groups.map((rows) => rows.length),
    trainLength,
    random,
  );
  const left = groups.map((rows, group) => rows.length - (trainCounts[group] ?? 0));
  const testCounts = shareOut(left, testLength, random);
  const halves = groups.map((rows, group) => {
    const shuffled = reorder(rows, random);
    const cut = trainCounts[group] ?? 0;
    const end = cut + (testCounts[group] ?? 0);
    return { train: shuffled.slice(0, cut), test: shuffled.slice(cut, end) };
  });
  // One class after the other so far, so each side is shuffled once more; the training side first.
  const train = reorder(
    halves.flatMap((half) => half.train),
    random,
  );
  const test = reorder(
    halves.flatMap((half) => half.test),
    random,
  );
  return { train: Int32Array.from(train), test: Int32Array.from(test) };
}

/** The rows of each class, classes in ascending order. */
function groupRows(classes: readonly number[]): readonly (readonly number[])[] {
  const groups = new Map<number, number[]>();
  classes.forEach((label, row) => {
    const rows = groups.get(label);
    if (rows === undefined) groups.set(label, [row]);
    else rows.push(row);
  });
  const sorted = [...groups].toSorted(([a], [b]) => a - b);
  const lonely = sorted.find(([, rows]) => rows.length < 2);
  if (lonely !== undefined) {
    throw new ValueError(
      `trainTestSplit: stratify needs at least 2 samples of each class, class ${lonely[0]} has 1`,
    );
  }
  return sorted.map(([, rows]) => rows);
}

/**
 * `total` shared out in proportion to `counts`: whole parts first, then one more each to the largest
 * remainders, ties at random.
 */
function shareOut(
  counts: readonly number[],
  total: number,
  random: NumpyRandom,
): readonly number[] {
  const sum = counts.reduce((all, count) => all + count, 0);
  const exact = counts.map((count) => (count / sum) * total);
  const shares = exact.map(Math.floor);
  const remainders = exact.map((share, group) => share - (shares[group] ?? 0));
  let missing = total - shares.reduce((all, share) => all + share, 0);
  for (const remainder of [...new Set(remainders)].toSorted((a, b) => b - a)) {
    if (missing === 0) break;
    const tied = [...remainders.keys()].filter((group) => remainders[group] === remainder);
    for (const group of reorder(tied, random).slice(0, missing)) {
      shares[group] = (shares[group] ?? 0) + 1;
      missing--;
    }
  }
  return shares;
}

function reorder(values: readonly number[], random: NumpyRandom): readonly number[] {
  return Array.from(random.permutation(values.length), (index) => values[index] ?? 0);
}
