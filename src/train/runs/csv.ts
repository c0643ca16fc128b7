/** Metrics as CSV, for spreadsheets: one row per record, one column per measure of each split. */

import * as signatures from '../../signatures/train.js';
import type { MetricsLine } from './metrics-line.js';

/** A record, or a line of `metrics.jsonl` with whatever else it has. */
type Row = Pick<MetricsLine, 'train' | 'validation'>;

/** Text that holds a comma, a quote or a line's end stands in quotes. Source: RFC 4180. */
function field(value: unknown): string {
  const text = value === null || value === undefined ? '' : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function flat({ train, validation, ...rest }: Row): Map<string, unknown> {
  const under = (split: string, measured: Row['validation']): [string, unknown][] =>
    Object.entries(measured ?? {}).map(([name, value]) => [`${split}_${name}`, value]);
  const plain = Object.entries(rest).filter(([, value]) => typeof value !== 'object');
  return new Map([...plain, ...under('train', train), ...under('validation', validation)]);
}

/**
 * The rows with a head of all columns that occur, in the order in which they come.
 * @example
 * console.log(JSON.stringify(csvOf([{ step: 1, loss: 0.5 }]))); // "step,loss\n1,0.5\n"
 */
export function csvOf(rows: readonly Row[]): string {
  signatures.csvOf.check(arguments);
  const flatRows = rows.map(flat);
  const columns = [...new Set(flatRows.flatMap((row) => [...row.keys()]))];
  const lines = flatRows.map((row) => columns.map((column) => field(row.get(column))).join(','));
  return `${[columns.map(field).join(','), ...lines].join('\n')}\n`;
}
