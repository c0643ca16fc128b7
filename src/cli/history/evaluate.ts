/** `chainrule evaluate`: how good a trained model is on the rows of a file that has the target. */

import { DataError } from '../../errors.js';
import { classesOf, scoresOf } from '../../tabular/judge/scores.js';
import { readTable } from '../../tabular/read/read-table.js';
import { loadTableModel } from '../../tabular/saved/load-table-model.js';
import { cellText, type Column, columnNamed, isMissing } from '../../tabular/table.js';
import { confusionMatrix } from '../../metrics/index.js';
import { UsageError } from '../args/usage-error.js';
import type { Command } from '../command.js';
import { checkpointPath } from '../predict.js';
import { confusionTable } from '../screen/confusion-table.js';
import { fourDigits, percent, thousands } from '../screen/numbers.js';
import { readingOf, readingOptions } from '../table/table-options.js';
import { scoreName } from '../table/conclude.js';

/** More classes are not shown as a table. */
const mostShown = 15;

/** The target as numbers: the class of each row, or the number; NaN where it is missing or unknown. */
function truthsOf(column: Column, labels: readonly string[] | null): Float64Array {
  const rows = column.kind === 'text' ? column.codes.length : column.values.length;
  if (labels === null) {
    if (column.kind === 'text') {
      throw new DataError(`evaluate: '${column.name}' is of texts, the model predicts numbers`);
    }
    return column.values;
  }
  const places = new Map(labels.map((label, i) => [label, i]));
  return Float64Array.from({ length: rows }, (_, row) =>
    isMissing(column, row) ? Number.NaN : (places.get(cellText(column, row)) ?? Number.NaN),
  );
}

/** `chainrule evaluate`. */
export const evaluateCommand: Command = {
  usage: '<run> <file>',
  help: 'Says how good a model is on the rows of a file that has the column to predict.',
  options: {
    json: { value: null, help: 'write the scores as JSON' },
    ...readingOptions,
  },
  run: async (given, terminal) => {
    const [run, file, extra] = given.positionals;
    if (run === undefined || file === undefined) {
      throw new UsageError('evaluate needs the folder of a run and a file: evaluate runs/x file.csv');
    }
    if (extra !== undefined) throw new UsageError(`evaluate: '${extra}' is one word too many`);
    const predictor = loadTableModel(checkpointPath('evaluate', run));
    const { target, facts } = predictor;
    const table = await readTable(file, {
      ...(facts.missing === null ? {} : { missing: facts.missing }),
      ...readingOf(given),
      kinds: predictor.kinds,
    });
    const column = columnNamed(table, target.column);
    if (column === undefined) {
      throw new DataError(
        `evaluate: ${file} has no column '${target.column}', which the model predicts. ` +
          'Without it, use predict',
      );
    }
    const labels = target.kind === 'classes' ? target.labels : null;
    const all = truthsOf(column, labels);
    const rows = Int32Array.from(all.keys()).filter((row) => !Number.isNaN(all[row] ?? Number.NaN));
    if (rows.length === 0) {
      throw new DataError(
        `evaluate: no row of ${file} has a '${target.column}' that the model knows` +
          (labels === null ? '' : `: ${labels.slice(0, 8).join(', ')}`),
      );
    }
    const outputs = labels?.length ?? 1;
    const whole = predictor.predict(table);
    const predictions = new Float32Array(rows.length * outputs);
    rows.forEach((row, i) => {
      predictions.set(whole.subarray(row * outputs, (row + 1) * outputs), i * outputs);
    });
    const truths = Float64Array.from(rows, (row) => all[row] ?? Number.NaN);
    const scores = scoresOf(target, truths, predictions);
    const left = table.rows - rows.length;
    if (given.options.has('json')) {
      terminal.write(`${JSON.stringify({ rows: rows.length, leftOut: left, scores })}\n`);
      return 0;
    }
    const unknown = left === 0 ? '' : `, ${thousands(left)} without a known ${target.column} left out`;
    terminal.write(`${thousands(rows.length)} rows${unknown}\n`);
    if (labels !== null && labels.length <= mostShown) {
      const numbers = labels.map((_, i) => i);
      const counts = confusionMatrix(truths, classesOf(predictions, outputs), { labels: numbers });
      terminal.write(`\n${confusionTable(counts, terminal.style, labels)}\n\n`);
    }
    const names = Object.keys(scores).map(scoreName);
    const width = Math.max(...names.map(({ length }) => length));
    const lines = Object.entries(scores).map(([name, value]) => {
      const isShare = name === 'accuracy' || name === 'balancedAccuracy';
      return `${scoreName(name).padEnd(width)}  ${isShare ? percent(value) : fourDigits(value)}`;
    });
    terminal.write(`${lines.join('\n')}\n`);
    return 0;
  },
};
