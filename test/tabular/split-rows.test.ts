/** Rows divided into those to learn from, to choose by, and to hold out. */

import { describe, expect, it } from 'vitest';
import { splitRows } from '../../src/tabular/split/split-rows.js';
import type { NumberColumn } from '../../src/tabular/table.js';

const rows = Int32Array.from({ length: 200 }, (_, row) => row);
const classes = Float64Array.from(rows, (row) => (row % 10 === 0 ? 1 : 0));
const options = { test: 0.2, validation: 0.15, folds: 1, seed: 3, classes };
const column = (cell: (row: number) => number): NumberColumn => ({
  kind: 'number',
  name: 'g',
  values: Float64Array.from(rows, cell),
  whole: true,
  oddCount: 0,
  odd: [],
});

describe('splitRows', () => {
  it('keeps each class in proportion, and no row twice', () => {
    const { train, validation, test } = splitRows(rows, options);
    const all = [...train, ...validation, ...test].sort((a, b) => a - b);
    expect(all).toEqual([...rows]);
    const share = (part: Int32Array): number =>
      part.filter((row) => classes[row] === 1).length / part.length;
    expect(test.length).toBe(40);
    for (const part of [train, validation, test]) expect(share(part)).toBeCloseTo(0.1, 1);
    expect(splitRows(rows, options)).toEqual(splitRows(rows, options));
    expect(splitRows(rows, { ...options, seed: 4 }).test).not.toEqual(test);
  });

  it('gives each row to learn from a fold', () => {
    const { train, validation, folds, test } = splitRows(rows, { ...options, folds: 4 });
    expect(validation).toEqual(train);
    expect(train.length + test.length).toBe(200);
    for (const fold of [0, 1, 2, 3]) {
      const own = train.filter((_, i) => folds?.[i] === fold);
      expect(own.length).toBe(40);
      expect(own.filter((row) => classes[row] === 1).length).toBe(4);
    }
  });

  it('keeps groups together', () => {
    const group = column((row) => row % 23);
    for (const folds of [1, 4]) {
      const { train, test, folds: foldOf } = splitRows(rows, { ...options, folds, group });
      const groups = (part: Iterable<number>): Set<number> =>
        new Set([...part].map((row) => row % 23));
      const held = groups(test);
      expect([...groups(train)].filter((one) => held.has(one))).toEqual([]);
      const pairs = [...train].map((row, i) => `${row % 23} ${foldOf?.[i] ?? 0}`);
      expect(new Set(pairs).size).toBe(groups(train).size);
    }
  });

  it('holds the latest rows out', () => {
    const time = column((row) => 1000 - row);
    const { train, validation, test } = splitRows(rows, { ...options, time });
    const [first, last] = [Math.min(...train), Math.max(...test)];
    expect(Math.min(...validation)).toBeGreaterThan(last);
    expect(first).toBeGreaterThan(Math.max(...validation));
  });

  it('never holds out the only rows of a class', () => {
    const rare = Float64Array.from(rows, (row) => (row < 2 ? 1 : 0));
    for (const seed of [0, 1, 2, 3]) {
      const { test, validation } = splitRows(rows, { ...options, seed, classes: rare });
      expect([...test, ...validation].filter((row) => row < 2)).toEqual([]);
    }
  });

  it('holds nothing out when asked', () => {
    expect(splitRows(rows, { ...options, test: 0 }).test.length).toBe(0);
  });

  it('refuses too few rows', () => {
    expect(() => splitRows(rows.subarray(0, 2), options)).toThrow('too few rows to learn from');
  });
});
