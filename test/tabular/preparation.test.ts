/** From columns to inputs: what is used, what is left out, and what becomes of rows never seen. */

import { readTable, type Table } from 'chainrule/tabular';
import { describe, expect, it } from 'vitest';
import { leaksIn } from '../../src/tabular/judge/leaks.js';
import { RowEncoder } from '../../src/tabular/prepare/encode.js';
import { fitPreparation, type Preparation } from '../../src/tabular/prepare/preparation.js';
import { fitTarget } from '../../src/tabular/prepare/target.js';
import { isPreparation } from '../../src/tabular/saved/table-facts.js';
import { columnNamed } from '../../src/tabular/table.js';
import { temporaryFolder } from './files.js';

const { file } = temporaryFolder();

const rowsOf = (table: Table): Int32Array =>
  Int32Array.from({ length: table.rows }, (_, row) => row);

/** A table of these columns; each is a function of the row. */
async function tableOf(
  rows: number,
  columns: Record<string, (row: number) => string>,
): Promise<Table> {
  const lines = Array.from({ length: rows }, (_, row) =>
    Object.values(columns).map((cell) => cell(row)),
  );
  const text = [Object.keys(columns), ...lines].map((line) => line.join(',')).join('\n');
  return readTable(file('table.csv', `${text}\n`));
}

function prepared(table: Table, rows = rowsOf(table)): Preparation {
  const column = columnNamed(table, 'y');
  if (column === undefined) throw new Error('no target');
  return fitPreparation(table, { target: fitTarget(column, null, rows).target, rows });
}

const y = (row: number): string => 'ab'[row % 2] ?? '';

describe('columns', () => {
  it('that say nothing are left out, with the reason', async () => {
    const table = await tableOf(60, {
      row: (row) => String(row + 100),
      customerId: (row) => String((row * 7919) % 1009),
      name: (row) => `name${row}`,
      story: (row) => `once upon a time there was a row of the number ${row}`,
      same: () => 'x',
      one: () => '1',
      gone: () => '',
      size: (row) => String((row * 37) % 11),
      copy: (row) => String((row * 37) % 11),
      kind: (row) => 'pqr'[row % 3] ?? '',
      renamed: (row) => 'xyz'[row % 3] ?? '',
      y,
    });
    const { features, leftOut } = prepared(table);
    expect(features.map(({ column }) => column)).toEqual(['size', 'kind']);
    expect(Object.fromEntries(leftOut.map(({ column, reason }) => [column, reason]))).toEqual({
      row: 'it counts the rows',
      customerId: 'it names rows: its numbers are all different',
      name: 'it names rows: 60 different texts in 60 rows',
      story: 'it is running text, which this model does not read',
      same: "it is the same in each row ('x')",
      one: 'it is the same in each row (1)',
      gone: 'all its cells are missing',
      copy: "it repeats 'size'",
      renamed: "it repeats 'kind'",
    });
  });

  it('of which none is left are an error that says why', async () => {
    const table = await tableOf(30, { id: (row) => String(row), y });
    expect(() => prepared(table)).toThrow(
      "no column to predict 'y' from. Left out: 'id', because it counts the rows",
    );
  });

  it('that give the target away are found', async () => {
    const table = await tableOf(60, {
      told: (row) => (y(row) === 'a' ? 'yes' : 'no'),
      amount: (row) => String(y(row) === 'a' ? row : 1000 + row),
      noise: (row) => String((row * 37) % 11),
      y,
    });
    const column = columnNamed(table, 'y');
    if (column === undefined) throw new Error('no target');
    const fitted = fitTarget(column, null, rowsOf(table));
    const names = ['told', 'amount', 'noise'];
    expect(leaksIn(table, names, fitted, rowsOf(table))).toEqual(['told', 'amount']);
  });
});

describe('inputs', () => {
  it('are standardised, with a flag for what was missing', async () => {
    const table = await tableOf(60, {
      x: (row) => (row < 2 ? '' : String(row % 4)),
      y,
    });
    const preparation = prepared(table);
    const encoder = new RowEncoder(preparation, table);
    const inputs = encoder.encode(rowsOf(table));
    expect(encoder.width).toBe(2);
    const known = Array.from({ length: 58 }, (_, i) => inputs[2 * (i + 2)] ?? 0);
    const mean = known.reduce((sum, value) => sum + value, 0) / 58;
    const spread = known.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 58;
    expect(mean).toBeCloseTo(0, 5);
    expect(spread).toBeCloseTo(1, 5);
    expect([inputs[1], inputs[3], inputs[5]]).toEqual([1, 1, 0]);
    // The median of 0, 1, 2, 3.
    const [feature] = preparation.features;
    expect(feature).toMatchObject({ kind: 'number', flag: true });
  });

  it('have a place for rare, missing and unseen categories', async () => {
    const table = await tableOf(60, {
      x: (row) => (row === 0 ? 'once' : (['p', 'q', ''][row % 3] ?? '')),
      y,
    });
    const preparation = prepared(table);
    expect(preparation.features[0]).toMatchObject({ levels: ['', 'q', 'p'], hasRare: true });
    const later = await readTable(file('later.csv', 'x,y\np,a\nnever,a\n,a\n'));
    const inputs = new RowEncoder(preparation, later).encode(rowsOf(later));
    const rows = [0, 4, 8].map((at) => Array.from(inputs.subarray(at, at + 4)));
    expect(rows[1]?.[0]).toBe(1);
    expect(rows.map((row) => row.reduce((sum, value) => sum + value, 0))).toEqual([1, 1, 1]);
    const lacking = await readTable(file('lacking.csv', 'z,y\n1,a\n'));
    expect(() => new RowEncoder(preparation, lacking).encode(Int32Array.of(0))).not.toThrow();
  });

  it('embed many categories, as numbers after all other inputs', async () => {
    const table = await tableOf(400, {
      city: (row) => `city${row % 20}`,
      x: (row) => String((row * 37) % 11),
      y: (row) => 'ab'[(row >> 1) % 2] ?? '',
    });
    const preparation = prepared(table);
    expect(preparation.features.map(({ column }) => column)).toEqual(['x', 'city']);
    const encoder = new RowEncoder(preparation, table);
    expect(encoder.width).toBe(2);
    const codes = Array.from(encoder.encode(rowsOf(table))).filter((_, i) => i % 2 === 1);
    expect(new Set(codes).size).toBe(20);
    expect(Math.min(...codes)).toBe(1);
  });

  it('take dates apart', async () => {
    const day = (row: number): string =>
      new Date(Date.UTC(2024, 0, 1 + 3 * row, row % 24)).toISOString();
    const table = await tableOf(60, { when: day, y });
    const preparation = prepared(table);
    expect(preparation.features[0]).toMatchObject({
      kind: 'date',
      parts: ['trend', 'month', 'weekday', 'hour'],
    });
    const inputs = new RowEncoder(preparation, table).encode(Int32Array.of(0, 6));
    // 1 January, a Monday, 0:00; then 19 January, a Friday, 6:00.
    const [, sin, cos, weekSin, weekCos, hourSin, hourCos] = Array.from(inputs.subarray(0, 7));
    expect([sin, cos, weekSin, weekCos, hourSin, hourCos]).toEqual([0, 1, 0, 1, 0, 1]);
    expect(inputs[7 + 3]).toBeCloseTo(Math.sin((2 * Math.PI * 4) / 7), 5);
    expect(inputs[7 + 5]).toBeCloseTo(1, 5);
  });

  it('are read from other rows for one column', async () => {
    const table = await tableOf(60, {
      a: (row) => String(row % 7),
      b: (row) => String(row % 5),
      y,
    });
    const encoder = new RowEncoder(prepared(table), table);
    const [rows, others] = [Int32Array.of(0, 1), Int32Array.of(3, 4)];
    const swapped = encoder.encode(rows, { column: 'b', rows: others });
    const [own, other] = [encoder.encode(rows), encoder.encode(others)];
    expect([swapped[0], swapped[1]]).toEqual([own[0], other[1]]);
  });

  it('are fitted on the rows to learn from alone, and are data', async () => {
    const table = await tableOf(60, { x: (row) => String(row < 30 ? row % 7 : 1000), y });
    const preparation = prepared(table, rowsOf(table).subarray(0, 30));
    const [feature] = preparation.features;
    expect(feature?.kind === 'number' && feature.mean).toBeLessThan(7);
    expect(isPreparation(JSON.parse(JSON.stringify(preparation)))).toBe(true);
    expect(isPreparation({ ...preparation, features: [{ kind: 'number' }] })).toBe(false);
  });
});

describe('the target', () => {
  it.each<[string, (row: number) => string, string]>([
    ['y', (row) => 'ab'[row % 2] ?? '', 'its values are texts'],
    ['y', (row) => String(row % 2), 'it has 2 different values'],
    ['y', (row) => String(row % 10), 'it has 10 different whole values'],
    ['y', (row) => `${1 + (row % 5)}.0`, 'its values are numbers with a fraction'],
    ['y', (row) => String(row * 3), 'it has 100 different values'],
    ['zip', (row) => String(10_000 + (row % 7)), 'its numbers are names of places'],
  ])('%s is guessed: %s', async (name, cell, because) => {
    const table = await tableOf(100, { x: (row) => String(row % 7), [name]: cell });
    const column = columnNamed(table, name);
    if (column === undefined) throw new Error('no target');
    expect(fitTarget(column, null, rowsOf(table)).because).toBe(because);
  });

  it.each<[(row: number) => string, 'classification' | 'regression' | null, string]>([
    [() => 'a', null, "is 'a' in each row, so there is nothing to tell apart"],
    [() => '', null, 'is missing in each row'],
    [(row) => `name${row}`, null, 'names rather than classes'],
    [(row) => 'ab'[row % 2] ?? '', 'regression', 'is of texts such as'],
    [() => '3', 'regression', 'is 3 in each row'],
  ])('is refused', async (cell, task, message) => {
    const table = await tableOf(100, { x: (row) => String(row % 7), y: cell });
    const column = columnNamed(table, 'y');
    if (column === undefined) throw new Error('no target');
    expect(() => fitTarget(column, task, rowsOf(table))).toThrow(message);
  });

  it('has its classes in the order of numbers', async () => {
    const table = await tableOf(100, { x: (row) => String(row % 7), y: (row) => String(row % 12) });
    const column = columnNamed(table, 'y');
    if (column === undefined) throw new Error('no target');
    const { target } = fitTarget(column, 'classification', rowsOf(table));
    const labels = target.kind === 'classes' ? target.labels : [];
    expect(labels).toEqual(Array.from({ length: 12 }, (_, i) => String(i)));
  });
});
