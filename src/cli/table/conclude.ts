/** What is said after a training on a table. */

import type { Scores } from '../../tabular/judge/scores.js';
import type { Target } from '../../tabular/prepare/target.js';
import { confusionTable } from '../screen/confusion-table.js';
import { fourDigits, percent, thousands } from '../screen/numbers.js';
import type { Terminal } from '../screen/terminal.js';
import { wrapped } from '../screen/wrapped.js';
import { type Judgement, shownMistakes } from './judgement.js';
import type { TableSession } from './table-session.js';

/** Larger tables of confusions are left to the report. */
const mostShown = 15;

const names: Readonly<Record<string, string>> = {
  accuracy: 'accuracy',
  balancedAccuracy: 'balanced accuracy',
  macroF1: 'macro F1',
  logLoss: 'log loss',
  rocAuc: 'ROC AUC',
  calibrationError: 'calibration error',
  r2: 'R2',
  rootMeanSquaredError: 'RMSE',
  meanAbsoluteError: 'MAE',
  explainedVariance: 'explained variance',
};

/** What people call a score. */
export function scoreName(name: string): string {
  return names[name] ?? name;
}

function shown(name: string, value: number | undefined): string {
  if (value === undefined || Number.isNaN(value)) return '-';
  return name === 'accuracy' || name === 'balancedAccuracy'
    ? percent(value)
    : fourDigits(Math.abs(value) < 1e-12 ? 0 : value);
}

/**
 * The scores of the model and of the baselines beside it, a line each below a head; where the
 * screen has fewer `columns` than that takes, each score below its name.
 */
export function scoreTable(
  target: Target,
  scores: Scores,
  judgement: Judgement,
  columns: number = Number.POSITIVE_INFINITY,
): string[] {
  const { constant, linear } = judgement.baselines;
  const constantName = target.kind === 'classes' ? 'most frequent' : 'mean';
  const heads = ['', 'model', constantName, ...(linear === null ? [] : ['linear'])];
  const rows = Object.keys(scores).map((name) => [
    scoreName(name),
    shown(name, scores[name]),
    shown(name, constant[name]),
    ...(linear === null ? [] : [shown(name, linear[name])]),
  ]);
  const table = [heads, ...rows];
  const widths = heads.map((_, at) => Math.max(...table.map((row) => row[at]?.length ?? 0)));
  const width = widths.reduce((sum, one) => sum + 3 + one, -3);
  if (width > columns) {
    const words = (row: readonly string[]): string =>
      row.flatMap((cell, at) => (at === 0 ? [] : [`${heads[at]} ${cell}`])).join(', ');
    return ['', ...rows.map((row) => `${row[0]}: ${words(row)}`)];
  }
  return table.map((row) =>
    row
      .map((cell, at) => (at === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[at] ?? 0)))
      .join('   '),
  );
}

/** Writes how good the best epoch is, and the line that predicts. */
export function conclude(
  { training, folder, record }: TableSession,
  judgement: Judgement,
  terminal: Terminal,
): void {
  const { target } = training.fitted;
  const { confusion } = judgement;
  if (target.kind === 'classes' && confusion !== null && target.labels.length <= mostShown) {
    terminal.write(`\n${confusionTable(confusion, terminal.style, target.labels)}\n`);
  }
  const where = judgement.heldOut
    ? `${thousands(judgement.rows)} rows held out`
    : `${thousands(judgement.rows)} rows that chose the epoch, none was held out`;
  const columns = terminal.live ? terminal.columns : Number.POSITIVE_INFINITY;
  const [head = '', ...rows] = scoreTable(target, judgement.scores, judgement, columns);
  const lines = [
    '',
    `on ${where}, with the weights of epoch ${judgement.epoch}`,
    terminal.style('dim', head),
    ...rows.map((row, i) => (i === 0 ? terminal.style('bold', row) : row)),
    ...(judgement.beatsBaselines
      ? []
      : [
          terminal.style('red', 'The network does not beat the simpler models beside it.') +
            ' Try more rows, other columns, or --model linear',
        ]),
    '',
    ...importanceLines(target, judgement),
    ...mistakeLines(target, judgement),
    `report: ${folder.path}/report.html`,
    `use it: npx chainrule predict ${folder.path} ${record.source === '-' ? '<file>' : '<new rows>'}`,
  ];
  terminal.write(`${wrapped(lines.join('\n'), terminal)}\n`);
}

function importanceLines(target: Target, { importances }: Judgement): string[] {
  const worth = importances.filter(({ loss }) => loss > 0);
  if (worth.length === 0) return [];
  const what = target.kind === 'classes' ? 'accuracy' : 'R2';
  const width = Math.max(...worth.map(({ column }) => column.length));
  return [
    `columns by the ${what} that is lost when they are shuffled`,
    ...worth.map(({ column, loss }) => {
      const text = target.kind === 'classes' ? percent(loss) : loss.toFixed(3);
      return `  ${column.padEnd(width)}  ${text.padStart(7)}`;
    }),
    '',
  ];
}

function mistakeLines(target: Target, { mistakes }: Judgement): string[] {
  if (mistakes.length === 0) return [];
  const lines = mistakes
    .slice(0, shownMistakes)
    .map(({ row, actual, predicted, by }) =>
      target.kind === 'classes'
        ? `  row ${row}: ${actual}, taken for ${predicted} with ${percent(by)}`
        : `  row ${row}: ${actual}, predicted ${predicted}`,
    );
  return ['worst mistakes', ...lines, ''];
}
