/**
 * How a CSV file is written, found out from its first lines: delimiter, line ends, decimal sign.
 */

import Papa from 'papaparse';
import type { DecimalSign } from './cell.js';

/** A way to write CSV. */
export interface CsvDialect {
  readonly delimiter: string;
  readonly newline: '\n' | '\r\n' | '\r';
  readonly decimal: DecimalSign;
}

const delimiters: readonly string[] = [',', ';', '\t', '|'];
const linesLooked = 60;

/** A parser of the given dialect, which can be fed piece by piece. */
export function csvParser(delimiter: string, newline: CsvDialect['newline']): Papa.Parser {
  return new Papa.Parser({ delimiter, newline, quoteChar: '"' });
}

/** Rows of `text` as lists of texts, and where the last whole row ends. */
export interface ParsedRows {
  readonly rows: readonly (readonly string[])[];
  readonly cursor: number;
  /** A quote that is not closed, or closed in the middle: the number of the row. */
  readonly brokenQuote: number | null;
}

/** Parses `text`; with `isLast` false, a last row that may go on is left for later. */
export function parseRows(parser: Papa.Parser, text: string, isLast: boolean): ParsedRows {
  const { data, meta, errors } = parser.parse(text, 0, !isLast);
  const broken = errors.find(({ type }: { type: string }) => type === 'Quotes');
  return { rows: data, cursor: meta.cursor, brokenQuote: broken?.row ?? null };
}

/** What ends the lines of `text`. */
export function newlineOf(text: string): CsvDialect['newline'] {
  const at = text.search(/[\r\n]/);
  if (at < 0 || text[at] === '\n') return '\n';
  return text[at + 1] === '\n' ? '\r\n' : '\r';
}

/** Cells of most rows for each delimiter; the one that cuts most rows into the same number wins. */
function delimiterOf(text: string, newline: CsvDialect['newline']): string {
  const scored = delimiters.map((delimiter) => {
    const { rows } = parseRows(csvParser(delimiter, newline), text, true);
    const filled = rows.slice(0, linesLooked).filter((row) => row.length > 1 || row[0] !== '');
    const width = filled[0]?.length ?? 1;
    const same = filled.filter((row) => row.length === width).length / Math.max(1, filled.length);
    return { delimiter, score: width > 1 ? same + Math.min(width, 50) / 1000 : 0 };
  });
  const best = scored.reduce((a, b) => (b.score > a.score ? b : a));
  return best.delimiter;
}

/** Numbers with a fraction, a unit or a currency about them or not. */
const withComma =
  /^\s*[-+]?[$€£¥]?\s?\d[\d. \u00a0\u202f']*,\d+\s?(?:[%$€£¥]|[A-Za-zµ°]{1,8})?\s*$|^\s*[-+]?,\d+\s*$/;
const withPoint =
  /^\s*[-+]?[$€£¥]?\s?\d[\d, \u00a0\u202f']*\.\d+\s?(?:[%$€£¥]|[A-Za-zµ°]{1,8})?\s*$|^\s*[-+]?\.\d+\s*$/;

/**
 * Whether cells write fractions with a comma, which they cannot where it separates them unquoted.
 */
function decimalOf(rows: readonly (readonly string[])[], delimiter: string): DecimalSign {
  const cells = rows.slice(1).flat();
  const commas = cells.filter((cell) => withComma.test(cell));
  const points = cells.filter((cell) => withPoint.test(cell));
  // `1,234` alone could be thousands; any other number of digits after the comma could not.
  // A semicolon between cells says that the comma was taken.
  const sure =
    delimiter === ';' ||
    commas.some((cell) => /^\s*[-+]?0,/.test(cell) || !/,\d{3}(?!\d)/.test(cell));
  return commas.length > points.length && sure ? ',' : '.';
}

/** The dialect of a file whose first characters are `start`. */
export function sniffCsv(
  start: string,
  given: { readonly delimiter: string | null; readonly decimal: DecimalSign | null },
): CsvDialect {
  const newline = newlineOf(start);
  const lines = start.split(newline);
  const whole = lines.length > 2 ? lines.slice(0, Math.min(lines.length - 1, linesLooked)) : lines;
  const text = whole.join(newline);
  const delimiter = given.delimiter ?? delimiterOf(text, newline);
  const { rows } = parseRows(csvParser(delimiter, newline), text, true);
  return { delimiter, newline, decimal: given.decimal ?? decimalOf(rows, delimiter) };
}
