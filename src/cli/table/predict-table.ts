/**
 * `chainrule predict` with a model of a table: rows in, the same rows and their predictions out.
 */

import { readBatches } from '../../tabular/read/read-table.js';
import { type RowBatch, showCell } from '../../tabular/read/row-batch.js';
import { loadTableModel, type TablePredictor } from '../../tabular/saved/load-table-model.js';
import type { Given } from '../args/options.js';
import type { Terminal } from '../screen/terminal.js';
import { warnOfLacking } from './lacking-columns.js';
import { predictBatch, type RowPrediction, readingOfModel } from './predict-batch.js';
import { readingOf } from './table-options.js';

/** A cell as CSV has it. */
function csvCell(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Names of the columns that are added. */
function addedNames({ target }: TablePredictor): string[] {
  const predicted = `predicted_${target.column}`;
  if (target.kind === 'number') return [predicted];
  return [predicted, ...target.labels.map((label) => `probability_${label}`)];
}

/** Texts of the added columns. */
function addedCells({ value, probabilities }: RowPrediction): string[] {
  return [value, ...probabilities.map((one) => one.toFixed(4))];
}

/** `chainrule predict`. Streams: memory does not grow with the file. */
export async function predictTable(
  checkpoint: string,
  file: string,
  given: Given,
  terminal: Terminal,
): Promise<number> {
  const predictor = loadTableModel(checkpoint);
  const reading = { ...readingOfModel(predictor), ...readingOf(given) };
  const opened = await readBatches(file, reading);
  const asJson = given.options.has('json');
  let isFirst = true;
  for await (const batch of opened.batches) {
    if (isFirst) warnOfLacking(predictor, batch.names, opened.name, terminal);
    const form = { decimal: opened.decimal, missing: reading.missing };
    const cells = predictBatch(predictor, batch, form).map(addedCells);
    const lines = asJson
      ? jsonLines(predictor, batch, cells)
      : csvLines(predictor, batch, cells, isFirst);
    isFirst = false;
    await terminal.writeAll(`${lines.join('\n')}\n`);
  }
  return 0;
}

function csvLines(
  predictor: TablePredictor,
  { names, rows }: RowBatch,
  added: readonly (readonly string[])[],
  withHeader: boolean,
): string[] {
  const lines = rows.map((row, i) => {
    const own = names.map((_, at) => showCell(row[at]));
    return [...own, ...(added[i] ?? [])].map(csvCell).join(',');
  });
  if (!withHeader) return lines;
  return [[...names, ...addedNames(predictor)].map(csvCell).join(','), ...lines];
}

function jsonLines(
  predictor: TablePredictor,
  { names, rows }: RowBatch,
  added: readonly (readonly string[])[],
): string[] {
  const heads = addedNames(predictor);
  return rows.map((row, i) => {
    const own = names.map((name, at) => [name, row[at] ?? null] as const);
    const more = heads.map((name, at) => [name, numberOrText(added[i]?.[at] ?? '')] as const);
    return JSON.stringify(Object.fromEntries([...own, ...more]), (_, value: unknown) =>
      typeof value === 'bigint' ? String(value) : value,
    );
  });
}

function numberOrText(text: string): number | string {
  const value = Number(text);
  return text === '' || Number.isNaN(value) ? text : value;
}
