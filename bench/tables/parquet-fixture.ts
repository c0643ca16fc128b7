/**
 * `npx tsx bench/tables/parquet-fixture.ts`: writes `test/fixtures/tables/kinds.parquet`, a column
 * of each kind in row groups of seven rows, which tests read. Here because the writer of Parquet is
 * installed with the data sets.
 */

import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { installDataSets } from './data-sets.js';

const folder = fileURLToPath(new URL('../../test/fixtures/tables/', import.meta.url));
const rows = Array.from({ length: 20 }, (_, row) => row);
const columnData = [
  { name: 'float', data: rows.map((row) => (row % 5 === 3 ? null : row / 4)) },
  { name: 'int', data: rows.map((row) => row - 10), type: 'INT32' as const },
  { name: 'long', data: rows.map((row) => 2n ** 60n + BigInt(row)), type: 'INT64' as const },
  { name: 'text', data: rows.map((row) => (row === 9 ? null : `täg-${row % 3}`)) },
  { name: 'flag', data: rows.map((row) => row % 2 === 0) },
  { name: 'day', data: rows.map((row) => new Date(Date.UTC(2024, 1, 20 + row))) },
  { name: 'list', data: rows.map((row) => [row, row + 1]), type: 'JSON' as const },
];
installDataSets();
const { parquetWriteFile } = await import('hyparquet-writer');
mkdirSync(folder, { recursive: true });
await parquetWriteFile({ filename: `${folder}kinds.parquet`, columnData, rowGroupSize: 7 });
