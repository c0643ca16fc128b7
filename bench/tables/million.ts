/**
 * `npx tsx bench/tables/million.ts [--rows 1000000] [--keep]`: writes a table of 30 columns
 * (numbers, whole numbers, categories, dates, with missing cells) as CSV and as Parquet, then
 * measures in a process of its own each: reading and preparing for a training, seconds and the peak
 * of resident memory; and `chainrule predict`, whose peak for all rows should be that for a tenth.
 */

import { spawnSync } from 'node:child_process';
import { createWriteStream, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { installDataSets } from './data-sets.js';

const { values } = parseArgs({
  options: {
    rows: { type: 'string', default: '1000000' },
    keep: { type: 'boolean', default: false },
  },
});
const rows = Number(values.rows);
const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'chainrule-million-'));

/** A number from 0 to 1 that follows from a row and a column. */
function chance(row: number, column: number): number {
  let hash = Math.imul(row + 1, 0x9e3779b1) ^ Math.imul(column + 7, 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  hash = Math.imul(hash ^ (hash >>> 12), 0x297a2d39);
  return ((hash ^ (hash >>> 15)) >>> 0) / 2 ** 32;
}

const colours = ['red', 'green', 'blue', 'black', 'white', 'silver'];
const makers: readonly ((row: number, column: number) => number | string | boolean | null)[] = [
  (row, column) => Math.round(1e5 * chance(row, column)) / 1e3,
  (row, column) => Math.floor(1000 * chance(row, column)),
  (row, column) => colours[Math.floor(6 * chance(row, column))] ?? '',
  (row, column) => (chance(row, column) < 0.1 ? null : Math.round(1e4 * chance(row, column)) / 1e2),
  (row, column) =>
    new Date(1.6e12 + 864e5 * Math.floor(900 * chance(row, column))).toISOString().slice(0, 10),
  (row, column) => `shop-${Math.floor(300 * chance(row, column))}`,
];
const names = [...Array.from({ length: 29 }, (_, i) => `c${i}`), 'y'];

function cellOf(row: number, column: number): number | string | boolean | null {
  if (column < 29) return makers[column % makers.length]?.(row, column) ?? null;
  return chance(row, 0) + 0.3 * chance(row, 99) > 0.65 ? 'yes' : 'no';
}

async function writeCsv(path: string, count: number): Promise<void> {
  const out = createWriteStream(path);
  out.write(`${names.join(',')}\n`);
  for (let start = 0; start < count; start += 2000) {
    const lines = Array.from({ length: Math.min(2000, count - start) }, (_, i) =>
      names.map((_, column) => cellOf(start + i, column) ?? '').join(','),
    );
    if (!out.write(`${lines.join('\n')}\n`)) await new Promise((done) => out.once('drain', done));
  }
  await new Promise((done) => out.end(done));
}

async function writeParquet(path: string, count: number): Promise<void> {
  const columnData = names.map((name, column) => ({
    name,
    data: Array.from({ length: count }, (_, row) => cellOf(row, column)),
  }));
  // Installed with the data sets, so it is there only now.
  const { parquetWriteFile } = await import('hyparquet-writer');
  await parquetWriteFile({ filename: path, columnData, rowGroupSize: 100_000 });
}

/** Runs a step in a process of its own; what it found, peak memory in MiB. */
function measured(step: string, ...args: string[]): Record<string, number> {
  const out = join(folder, 'step.json');
  const file = fileURLToPath(new URL('million-step.ts', import.meta.url));
  const { status, stderr } = spawnSync(
    process.execPath,
    ['--import', 'tsx', file, out, step, ...args],
    { cwd: root, encoding: 'utf8' },
  );
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(readFileSync(out, 'utf8'));
}

function show(what: string, found: Record<string, number>): void {
  const parts = Object.entries(found).map(([name, value]) => `${name} ${Number(value.toFixed(1))}`);
  console.log(`${what.padEnd(22)}${parts.join('  ')}`);
}

const path = (name: string): string => join(folder, name);
try {
  installDataSets();
  await writeCsv(path('all.csv'), rows);
  await writeCsv(path('tenth.csv'), Math.ceil(rows / 10));
  await writeParquet(path('all.parquet'), rows);
  for (const name of ['all.csv', 'all.parquet']) {
    const size = Math.round(statSync(path(name)).size / 2 ** 20);
    show(`${name}, ${size} MiB`, measured('read', path(name)));
  }
  const where = ['--runs', folder, '--name', 'model', '--epochs', '1', '--target', 'y'];
  measured('train', path('tenth.csv'), ...where);
  for (const name of ['tenth.csv', 'all.csv', 'all.parquet']) {
    show(`predict ${name}`, measured('predict', path('model'), path(name)));
  }
} finally {
  if (!values.keep) rmSync(folder, { recursive: true });
}
