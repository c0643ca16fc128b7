/**
 * `chainrule predict` with a model of a table: rows in, the same rows and their predictions out.
 */

import { classesOf } from '../../tabular/judge/scores.js';
import { missingTexts } from '../../tabular/read/cell.js';
import { readBatches } from '../../tabular/read/read-table.js';
import { type RowBatch, showCell } from '../../tabular/read/row-batch.js';
import { TableBuilder } from '../../tabular/read/table-builder.js';
import { loadTableModel, type TablePredictor } from '../../tabular/saved/load-table-model.js';
import type { Given } from '../args/options.js';
import type { Terminal } from '../screen/terminal.js';
import { warnOfLacking } from './lacking-columns.js';
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

/** Texts of the added columns for each row. */
function addedCells({ target }: TablePredictor, predictions: Float32Array): string[][] {
  if (target.kind === 'number') return Array.from(predictions, (value) => [shortest(value)]);
  const count = target.labels.length;
  return Array.from(classesOf(predictions, count), (label, row) => {
    const own = predictions.subarray(row * count, (row + 1) * count);
    return [target.labels[label] ?? '', ...Array.from(own, (p) => p.toFixed(4))];
  });
}

/** A float32 with the digits that it has. */
function shortest(value: number): string {
  return String(Number(value.toPrecision(7)));
}

/** `chainrule predict`. Streams: memory does not grow with the file. */
export async function predictTable(
  checkpoint: string,
  file: string,
  given: Given,
  terminal: Terminal,
): Promise<number> {
  const predictor = loadTableModel(checkpoint);
  const { missing, decimal } = predictor.facts;
  const reading = {
    ...(decimal === null ? {} : { decimal }),
    ...(missing === null ? {} : { missing }),
    ...readingOf(given),
  };
  const opened = await readBatches(file, reading);
  const asJson = given.options.has('json');
  const texts = new Set(reading.missing ?? missingTexts);
  let isFirst = true;
  for await (const batch of opened.batches) {
    if (isFirst) warnOfLacking(predictor, batch.names, opened.name, terminal);
    const builder = new TableBuilder({
      decimal: opened.decimal,
      missing: texts,
      kinds: predictor.kinds,
    });
    builder.add(batch);
    const cells = addedCells(predictor, predictor.predict(builder.build([])));
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
