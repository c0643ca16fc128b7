/**
 * Packs the data sets of `data/` into the modules of `src/data/bundled/tables/`, which hold them as
 * text so that they load in a browser without a file. Run `npx tsx scripts/pack-tables.ts` after a
 * change of either; a test compares the modules with what this makes.
 */

import { readFileSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { digits, type PackedTable } from '../src/data/bundled/tables/packed-table.js';

/** Rows of numbers as they are written in a file, so that no digit is lost. */
type Rows = readonly (readonly string[])[];

interface Source {
  /** The name of the table that the module exports. */
  readonly name: string;
  /** The files it is made from, inside of `data/`. */
  readonly files: readonly string[];
  readonly read: () => Rows;
}

/** Every table by the name of its module. */
export const sources: Readonly<Record<string, Source>> = {
  'breast-cancer': {
    name: 'breastCancer',
    files: ['breast_cancer.csv'],
    read: () => readRows('breast_cancer.csv').slice(1),
  },
  diabetes: {
    name: 'diabetes',
    files: ['diabetes_data_raw.csv.gz', 'diabetes_target.csv.gz'],
    read: () => {
      const targets = readRows('diabetes_target.csv.gz');
      return readRows('diabetes_data_raw.csv.gz').map((row, index) => [
        ...row,
        ...(targets[index] ?? []),
      ]);
    },
  },
  digits: { name: 'digits', files: ['digits.csv.gz'], read: () => readRows('digits.csv.gz') },
  iris: { name: 'iris', files: ['iris.csv'], read: () => readRows('iris.csv').slice(1) },
  wine: { name: 'wine', files: ['wine_data.csv'], read: () => readRows('wine_data.csv').slice(1) },
};

/** The cells of a file in `data/`; separated by commas or blanks, gzipped when it is named so. */
function readRows(file: string): Rows {
  const bytes = readFileSync(new URL(`../data/${file}`, import.meta.url));
  const text = (file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
  return text
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/[\s,]+/));
}

/** The packed form of rows of decimals. */
export function pack(rows: Rows): PackedTable {
  const columns = (rows[0] ?? []).map((_, column) => rows.map((row) => Number(row[column])));
  const decimals = columns.map((values) => Math.max(...values.map(decimalsOf)));
  const integers = columns.map((values, column) =>
    values.map((value) => Math.round(value * 10 ** (decimals[column] ?? 0))),
  );
  const widths = integers.map((values) => {
    const largest = Math.max(...values);
    let width = 1;
    while (64 ** width <= largest) width++;
    return width;
  });
  const cells = rows.map((_, row) =>
    integers.map((values, column) => write(values[row] ?? 0, widths[column] ?? 1)).join(''),
  );
  return {
    rows: rows.length,
    decimals: decimals.join(''),
    widths: widths.join(''),
    cells: cells.join(''),
  };
}

/**
 * Digits after the point in the shortest decimal that is `value`. The diabetes file has a few
 * numbers that some program's rounding made long (4.803999999999999), which count as the short
 * ones.
 */
function decimalsOf(value: number): number {
  for (let decimals = 0; decimals < 10; decimals++) {
    if (Math.abs(Number(value.toFixed(decimals)) - value) <= 1e-14 * Math.abs(value))
      return decimals;
  }
  throw new Error(`${value} has more than 9 decimals, more than a packed table holds`);
}

function write(value: number, width: number): string {
  if (value < 0) throw new Error(`${value} is negative, which a packed table cannot hold`);
  let text = '';
  for (let left = value, count = 0; count < width; count++) {
    text = digits.charAt(left % 64) + text;
    left = Math.floor(left / 64);
  }
  return text;
}

/** The text of the module of `source`. */
export function renderModule(source: Source): string {
  const table = pack(source.read());
  const files = source.files.map((file) => `data/${file}`).join(' and ');
  return `/**
 * Made by scripts/pack-tables.ts from
 * ${files};
 * change those, not this.
 */

import type { PackedTable } from './packed-table.js';

/** The features, and the target as the last column. */
export const ${source.name}: PackedTable = {
  rows: ${table.rows},
  decimals: '${table.decimals}',
  widths: '${table.widths}',
  cells:
    '${table.cells}',
};
`;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  for (const [module, source] of Object.entries(sources)) {
    const path = new URL(`../src/data/bundled/tables/${module}.ts`, import.meta.url);
    writeFileSync(path, renderModule(source));
  }
}
