/**
 * `readTable` and `readBatches`: a file of any known format as a typed table, or as batches of
 * rows.
 */

import { DataError } from '../../errors.js';
import * as signatures from '../../signatures/tabular.js';
import type { Table } from '../table.js';
import { type DecimalSign, missingTexts } from './cell.js';
import type { ColumnKind } from './column-builder.js';
import { csvBatches } from './csv-batches.js';
import { decodeText } from './decode-text.js';
import { jsonBatches } from './json-batches.js';
import { openSource } from './open-source.js';
import { parquetBatches } from './parquet-batches.js';
import type { RowBatch } from './row-batch.js';
import { TableBuilder } from './table-builder.js';
import { withoutTotals } from './totals-row.js';

/** How far reading is. */
export interface ReadProgress {
  readonly rows: number;
  /** Share of the file, 0 to 1; null for the standard input. */
  readonly share: number | null;
}

/** Options of `readTable`. */
export interface ReadTableOptions {
  /** Between two cells of a row; by default found out among `,` `;` tab and `|`. */
  readonly delimiter?: string;
  /** Between whole and fraction, `'.'` or `','`; by default found out. */
  readonly decimal?: DecimalSign;
  /** By default UTF-8, UTF-16 by its mark, or else windows-1252. */
  readonly encoding?: string;
  /**
   * Texts that stand for a missing value, instead of the usual ones (`''`, `NA`, `null`, `?` ...).
   */
  readonly missing?: readonly string[];
  /** Leave out rows of a CSV file that are too long or too short; default false. */
  readonly skipBadRows?: boolean;
  /** Kinds of columns that are known already, by name. */
  readonly kinds?: ReadonlyMap<string, ColumnKind>;
  /** Read at most this many rows. */
  readonly limit?: number;
  /** Called after each batch of rows. */
  readonly onProgress?: (progress: ReadProgress) => void;
}

/** Batches of a file, and what becomes known of it while they are read. */
export interface OpenBatches {
  readonly name: string;
  readonly batches: AsyncIterable<RowBatch>;
  /** Known from the first batch on. */
  readonly decimal: () => DecimalSign;
  readonly notes: readonly string[];
  readonly share: () => number | null;
}

/**
 * Opens the table in the file `path` (`-` is the standard input) for reading batch by batch.
 * @throws DataError as `readTable` does.
 */
export async function readBatches(
  path: string,
  options: ReadTableOptions = {},
): Promise<OpenBatches> {
  const source = await openSource(path);
  const notes: string[] = [];
  let decimal: DecimalSign = options.decimal ?? '.';
  const note = (sentence: string): void => {
    if (notes.length < 20) notes.push(sentence);
  };
  const share = (): number | null =>
    source.size === null ? null : Math.min(1, source.taken() / Math.max(1, source.size));
  const opened = { name: source.name, decimal: () => decimal, notes, share };
  if (source.kind === 'parquet') return { ...opened, batches: parquetBatches(source, path) };
  const text = await started(decodeText(source, options.encoding ?? null, note));
  if (/^\ufeff?\s*[[{]/.test(text.first)) {
    return { ...opened, batches: jsonBatches(source.name, text.all) };
  }
  const batches = csvBatches(source.name, text.all, {
    delimiter: options.delimiter ?? null,
    decimal: options.decimal ?? null,
    skipBadRows: options.skipBadRows ?? false,
    note,
    onDecimal: (sign) => {
      decimal = sign;
    },
  });
  return { ...opened, batches };
}

/** The first piece that is not empty, and all pieces. */
async function started(
  pieces: AsyncGenerator<string>,
): Promise<{ readonly first: string; readonly all: AsyncIterable<string> }> {
  let first = '';
  while (first === '') {
    const { value, done } = await pieces.next();
    if (done === true) break;
    first = value;
  }
  const all = async function* (): AsyncGenerator<string> {
    if (first !== '') yield first;
    yield* pieces;
  };
  return { first, all: all() };
}

/**
 * Reads the table in the file `path`, `-` for the standard input: CSV with any delimiter, JSON
 * lines, a JSON list of records, Parquet; gzip of any of them. Types come from all rows: a column
 * is of numbers (float64), of dates, or of texts; digits with leading zeros and numbers of more
 * than 15 digits stay texts.
 *
 * @throws DataError that names the file, the row and what to do.
 *
 * @example
 * import { writeFileSync } from 'node:fs';
 *
 * writeFileSync('pets.csv', 'name,weight\nRex,12.5\nTom,4\n');
 * const table = await readTable('pets.csv');
 * console.log(table.rows, table.columns.map(({ kind }) => kind)); // 2 [ 'text', 'number' ]
 */
export async function readTable(path: string, options: ReadTableOptions = {}): Promise<Table> {
  signatures.readTable.check(arguments);
  const opened = await readBatches(path, options);
  const builder = new TableBuilder({
    decimal: opened.decimal,
    missing: new Set(options.missing ?? missingTexts),
    kinds: options.kinds ?? new Map(),
  });
  const { limit = Number.POSITIVE_INFINITY, onProgress } = options;
  for await (const batch of opened.batches) {
    builder.add(batch, limit - builder.rows);
    onProgress?.({ rows: builder.rows, share: opened.share() });
    if (builder.rows >= limit) break;
  }
  const table = withoutTotals(builder.build(opened.notes));
  if (table.columns.length === 0) {
    throw new DataError(`read: ${opened.name} has no table in it: no header, no row`);
  }
  const [only] = table.columns;
  if (table.columns.length === 1 && only !== undefined) {
    throw new DataError(
      `read: ${opened.name} has one column only, '${only.name.slice(0, 40)}', and nothing to predict ` +
        'it from. Is it a table? If another sign separates its cells, name it: --delimiter',
    );
  }
  if (table.rows === 0) {
    throw new DataError(`read: ${opened.name} has a header and no rows`);
  }
  return table;
}
