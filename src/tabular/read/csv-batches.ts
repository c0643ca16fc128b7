/**
 * Rows of a CSV text that arrives in pieces. Cells stay texts; what they are is found out by
 * columns.
 */

import { DataError } from '../../errors.js';
import type { DecimalSign } from './cell.js';
import { type Preamble, preambleOf } from './preamble.js';
import type { RowBatch } from './row-batch.js';
import { csvParser, newlineOf, type ParsedRows, parseRows, sniffCsv } from './sniff-csv.js';

/** How to read CSV. */
export interface CsvOptions {
  /** By default found out. */
  readonly delimiter: string | null;
  readonly decimal: DecimalSign | null;
  /** Leave out rows that have another number of cells than the header, instead of failing. */
  readonly skipBadRows: boolean;
  readonly note: (sentence: string) => void;
  /** Hears of the decimal sign before the first batch. */
  readonly onDecimal: (decimal: DecimalSign) => void;
}

/** A row longer than this is a quote that nobody closed. */
const longestRow = 1 << 26;
/** Characters that are looked at to find the delimiter out. */
const sniffed = 1 << 16;

/** @throws DataError that names the row for a ragged row and for a quote that is not closed. */
export async function* csvBatches(
  name: string,
  pieces: AsyncIterable<string>,
  options: CsvOptions,
): AsyncGenerator<RowBatch> {
  let parser: ReturnType<typeof csvParser> | null = null;
  let rest = '';
  const reader = new CsvRows(name, options);
  const parse = (isLast: boolean): RowBatch | null => {
    if (parser === null) {
      const start = rest.slice(0, sniffed);
      const preamble = preambleOf(start, newlineOf(start));
      rest = rest.slice(preamble.length);
      reader.skip(preamble);
      const delimiter = options.delimiter ?? preamble.delimiter;
      const dialect = sniffCsv(rest.slice(0, sniffed), { ...options, delimiter });
      options.onDecimal(dialect.decimal);
      parser = csvParser(dialect.delimiter, dialect.newline);
    }
    const parsed = parseRows(parser, rest, isLast);
    rest = isLast ? '' : rest.slice(parsed.cursor);
    reader.checkQuotes(parsed, isLast, rest.length);
    return reader.batch(parsed.rows);
  };
  for await (const piece of pieces) {
    rest += piece;
    if (parser === null && rest.length < sniffed) continue;
    const batch = parse(false);
    if (batch !== null) yield batch;
  }
  const last = rest === '' ? null : parse(true);
  if (last !== null) yield last;
  reader.end();
}

/** The header, and rows checked against it. */
class CsvRows {
  readonly #name: string;
  readonly #options: CsvOptions;
  #names: readonly string[] | null = null;
  /** Rows of the file so far, header included. */
  #row = 0;
  #skipped = 0;
  #short = 0;
  #firstShort = 0;

  constructor(name: string, options: CsvOptions) {
    this.#name = name;
    this.#options = options;
  }

  /** Counts lines that were left out before the header, and says so. */
  skip({ lines, said }: Preamble): void {
    this.#row += lines;
    if (said === 0) return;
    const are = said === 1 ? 'line before the header is' : 'lines before the header are';
    this.#options.note(`${said} ${are} no part of the table, and left out.`);
  }

  checkQuotes({ brokenQuote, rows }: ParsedRows, isLast: boolean, rest: number): void {
    const unclosed = rest > longestRow ? rows.length : brokenQuote;
    if (unclosed === null || (!isLast && rest <= longestRow)) return;
    throw new DataError(
      `read: ${this.#name}: row ${this.#row + unclosed + 1}: a quote (") is opened and never ` +
        'closed, or closed in the middle of a cell. Write a quote inside of a quoted cell twice ("")',
    );
  }

  /** Rows without the header; null when there is none. */
  batch(parsed: readonly (readonly string[])[]): RowBatch | null {
    let from = 0;
    if (this.#names === null) {
      while (from < parsed.length && isBlank(parsed[from])) from += 1;
      const header = parsed[from];
      if (header === undefined) {
        this.#row += from;
        return null;
      }
      const own = isHeader(header);
      this.#names = own
        ? uniqueNames(header, this.#options.note)
        : header.map((_, i) => `column_${i + 1}`);
      if (!own)
        this.#options.note(`The first row is of numbers, so columns are named column_1 and so on.`);
      if (own) from += 1;
      this.#row += from;
    }
    const names = this.#names;
    const rows = parsed.slice(from).filter((row) => this.#fits(row, names.length));
    return { names, rows };
  }

  #fits(row: readonly string[], width: number): boolean {
    this.#row += 1;
    if (row.length === width || isBlank(row))
      return row.length > 1 || row[0] !== '' || (width > 1 && !isBlank(row));
    const extra = row.slice(width).some((cell) => cell.trim() !== '');
    if (row.length > width && !extra) return true;
    if (this.#options.skipBadRows) {
      this.#skipped += 1;
      return false;
    }
    if (row.length < width) {
      this.#short += 1;
      if (this.#short === 1) this.#firstShort = this.#row;
      return true;
    }
    throw new DataError(
      `read: ${this.#name}: row ${this.#row} has ${row.length} cells, the header has ${width}. ` +
        'Put cells that hold the delimiter in quotes, name it (--delimiter), or leave such rows out ' +
        '(--skip-bad-rows)',
    );
  }

  /** Says what was left out or filled up. */
  end(): void {
    const { note } = this.#options;
    if (this.#skipped > 0) note(`Rows of another length were left out: ${this.#skipped}.`);
    if (this.#short === 0) return;
    const are = this.#short === 1 ? 'row is' : 'rows are';
    note(
      `${this.#short} ${are} too short, the first is row ${this.#firstShort}; ` +
        'missing cells at the end count as missing values.',
    );
  }
}

function isBlank(row: readonly string[] | undefined): boolean {
  return row === undefined || (row.length <= 1 && (row[0] ?? '').trim() === '');
}

/** A first row of nothing but numbers is data. */
function isHeader(row: readonly string[]): boolean {
  return row.some((cell) => {
    const text = cell.trim().replace(',', '.');
    return text !== '' && Number.isNaN(Number(text));
  });
}

/** Names without blanks around them, each once; a column without one is named for its place. */
export function uniqueNames(
  header: readonly string[],
  note: (sentence: string) => void,
): readonly string[] {
  const seen = new Set<string>();
  return header.map((cell, i) => {
    const name = cell.trim() || `column_${i + 1}`;
    let unique = name;
    for (let count = 2; seen.has(unique); count++) unique = `${name}_${count}`;
    if (unique !== name)
      note(`There are two columns '${name}'; the later one is called '${unique}'.`);
    seen.add(unique);
    return unique;
  });
}
