/** `chainrule evaluate`: how good a trained model is on the rows of a file that has the target. */

import { DataError } from '../../errors.js';
import { confusionMatrix } from '../../metrics/index.js';
import { classesOf, type Scores, scoresOf } from '../../tabular/judge/scores.js';
import { readTable } from '../../tabular/read/read-table.js';
import { loadTableModel, type TablePredictor } from '../../tabular/saved/load-table-model.js';
import { type Column, cellText, columnNamed, isMissing, type Table } from '../../tabular/table.js';
import { loadCheckpoint } from '../../train/index.js';
import { checkpointPath } from '../args/checkpoint-path.js';
import type { Command } from '../args/command.js';
import type { Given } from '../args/options.js';
import { UsageError } from '../args/usage-error.js';
import { evaluateRecipe } from '../recipe-run/evaluate-recipe.js';
import { isOfRecipe } from '../recipe-run/find-recipe.js';
import { confusionTable } from '../screen/confusion-table.js';
import { fourDigits, percent, thousands } from '../screen/numbers.js';
import type { Terminal } from '../screen/terminal.js';
import { scoreName } from '../table/conclude.js';
import { warnOfLacking } from '../table/lacking-columns.js';
import { readingOf, readingOptions } from '../table/table-options.js';

/** More classes are not shown as a table. */
const mostShown = 15;

/**
 * The target as numbers: the class of each row, or the number; NaN where it is missing or unknown.
 */
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

/** The rows whose target is known, what is true of them, and what the model says. */
interface Judged {
  readonly truths: Float64Array;
  readonly predictions: Float32Array;
  /** Rows without a known target. */
  readonly leftOut: number;
}

function judgeRows(predictor: TablePredictor, table: Table, file: string): Judged {
  const { target } = predictor;
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
  return { truths, predictions, leftOut: table.rows - rows.length };
}

function tell(
  { target }: TablePredictor,
  judged: Judged,
  scores: Scores,
  terminal: Terminal,
): void {
  const { truths, predictions, leftOut } = judged;
  const unknown =
    leftOut === 0 ? '' : `, ${thousands(leftOut)} without a known ${target.column} left out`;
  terminal.write(`${thousands(truths.length)} rows${unknown}\n`);
  if (target.kind === 'classes' && target.labels.length <= mostShown) {
    const labels = target.labels.map((_, i) => i);
    const counts = confusionMatrix(truths, classesOf(predictions, labels.length), { labels });
    terminal.write(`\n${confusionTable(counts, terminal.style, target.labels)}\n\n`);
  }
  const width = Math.max(...Object.keys(scores).map((name) => scoreName(name).length));
  const lines = Object.entries(scores).map(([name, value]) => {
    const isShare = name === 'accuracy' || name === 'balancedAccuracy';
    return `${scoreName(name).padEnd(width)}  ${isShare ? percent(value) : fourDigits(value)}`;
  });
  terminal.write(`${lines.join('\n')}\n`);
}

async function evaluateFile(given: Given, terminal: Terminal): Promise<number> {
  const [run, file, extra] = given.positionals;
  const needed = 'evaluate needs the folder of a run and a file: evaluate runs/x file.csv';
  if (run === undefined) throw new UsageError(needed);
  if (extra !== undefined) throw new UsageError(`evaluate: '${extra}' is one word too many`);
  const path = checkpointPath('evaluate', run);
  if (isOfRecipe(loadCheckpoint(path).facts)) return evaluateRecipe(path, given, terminal);
  if (file === undefined) throw new UsageError(needed);
  const predictor = loadTableModel(path);
  const { missing } = predictor.facts;
  const reading = { ...(missing === null ? {} : { missing }), ...readingOf(given) };
  const table = await readTable(file, { ...reading, kinds: predictor.kinds });
  const names = table.columns.map(({ name }) => name);
  warnOfLacking(predictor, names, file, terminal);
  const judged = judgeRows(predictor, table, file);
  const scores = scoresOf(predictor.target, judged.truths, judged.predictions);
  if (given.options.has('json')) {
    const { truths, leftOut } = judged;
    terminal.write(`${JSON.stringify({ rows: truths.length, leftOut, scores })}\n`);
  } else tell(predictor, judged, scores, terminal);
  return 0;
}

/** `chainrule evaluate`. */
export const evaluateCommand: Command = {
  usage: '<run> [file]',
  help:
    'Says how good a model is on the rows of a file that has the column to predict; that of a\n' +
    '      recipe or of pictures, on what its data holds out, without a file.',
  options: {
    json: { value: null, help: 'write the scores as JSON' },
    ...readingOptions,
  },
  run: evaluateFile,
};
