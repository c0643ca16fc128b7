/** What is said before a training on a table: what was read, prepared and left out. */

import { leaksIn } from '../../tabular/judge/leaks.js';
import type { Feature } from '../../tabular/prepare/feature.js';
import type { Table } from '../../tabular/table.js';
import { fourDigits, thousands } from '../screen/numbers.js';
import type { Terminal } from '../screen/terminal.js';
import { wrapped } from '../screen/wrapped.js';
import type { TableSession } from './table-session.js';

/** Lists are cut after so many names. */
const mostNames = 8;

/** Names with commas, the rest counted. */
export function namesOf(names: readonly string[]): string {
  const shown = names.slice(0, mostNames).join(', ');
  return names.length > mostNames ? `${shown} and ${names.length - mostNames} more` : shown;
}

/** Writes what the training is about. */
export function introduce(session: TableSession, terminal: Terminal): void {
  const { table, training, folder, record } = session;
  const { trainer, unlabelled } = training;
  const title = terminal.style('bold', record.source === '-' ? 'stdin' : baseName(record.source));
  const lines = [
    `${title}  ${thousands(table.rows)} rows, ${thousands(table.columns.length)} columns`,
    ...table.notes.map((note) => `  ${note}`),
    ...oddLines(table),
    targetLine(session),
    ...(unlabelled > 0 ? [`  rows without it are left out: ${thousands(unlabelled)}`] : []),
    ...featureLines(training.preparation.features),
    ...leftOutLines(session),
    ...leakLines(session).map((line) => `  ${terminal.style('red', line)}`),
    splitLine(session),
    modelLine(session),
    `kept in ${folder.path}${trainer.epoch === 0 ? '' : `, going on after epoch ${trainer.epoch}`}`,
  ];
  terminal.write(`${wrapped(lines.join('\n'), terminal)}\n`);
}

function baseName(path: string): string {
  return path.split(/[/\\]/).at(-1) ?? path;
}

function oddLines({ columns }: Table): string[] {
  return columns.flatMap((column) => {
    if (column.kind === 'text' || column.oddCount === 0) return [];
    const [first] = column.odd;
    const what = column.kind === 'number' ? 'number' : 'date';
    const [cells, are] = column.oddCount === 1 ? ['cell', 'is'] : ['cells', 'are'];
    return [
      `  ${column.name}: ${thousands(column.oddCount)} ${cells} ${are} no ${what}, such as ` +
        `'${first?.text}' in row ${first?.row}; taken as missing`,
    ];
  });
}

function targetLine({ training }: TableSession): string {
  const { target, because } = training.fitted;
  if (target.kind === 'number') {
    return `predicts ${target.column}, a number, because ${because} (--task classification for classes)`;
  }
  const counts = new Map<number, number>();
  for (const value of training.fitted.values) counts.set(value, (counts.get(value) ?? 0) + 1);
  const shares = target.labels.map((label, i) => `${label} ${thousands(counts.get(i) ?? 0)}`);
  const uneven =
    training.classWeighting === 'auto' && training.samples.classWeights !== null
      ? '\n  the classes are uneven, so rare ones weigh more (--class-weight)'
      : '';
  const regression = target.labels.every((label) => Number.isFinite(Number(label)))
    ? ' (--task regression for a number)'
    : '';
  return (
    `predicts ${target.column}, one of ${target.labels.length} classes, because ${because}` +
    `${regression}: ${namesOf(shares)}${uneven}`
  );
}

function featureLines(features: readonly Feature[]): string[] {
  const numbers = features.filter(({ kind }) => kind === 'number');
  const dates = features.filter(({ kind }) => kind === 'date');
  const categories = features.flatMap((feature) =>
    feature.kind === 'category' ? [`${feature.column} (${feature.levels.length})`] : [],
  );
  const part = (count: number, what: string, names: readonly string[]): string[] =>
    count === 0 ? [] : [`  ${count} ${what}${count === 1 ? '' : 's'}: ${namesOf(names)}`];
  const many = categories.length === 1 ? 'category' : 'categorie';
  return [
    'from',
    ...part(
      numbers.length,
      'number',
      numbers.map(({ column }) => column),
    ),
    ...(categories.length === 1
      ? [`  1 category: ${categories[0]}`]
      : part(categories.length, many, categories)),
    ...part(
      dates.length,
      'date',
      dates.map(({ column }) => column),
    ),
  ];
}

function leftOutLines({ training }: TableSession): string[] {
  const { leftOut } = training.preparation;
  const lines = leftOut
    .slice(0, mostNames)
    .map(({ column, reason }) => `  left out ${column}: ${reason}`);
  return leftOut.length > mostNames
    ? [...lines, `  and ${leftOut.length - mostNames} more, see summary`]
    : lines;
}

function leakLines({ table, training }: TableSession): string[] {
  const names = training.preparation.features.map(({ column }) => column);
  return leaksIn(table, names, training.fitted, training.split.train).map(
    (name) =>
      `${name} alone gives ${training.fitted.target.column} away. Is it known before? If not: ` +
      `--exclude ${name}`,
  );
}

function splitLine({ training }: TableSession): string {
  const { train, validation, test, folds } = training.split;
  if (folds !== null) {
    return (
      `${thousands(train.length)} rows to learn from, in ${training.settings.spec.members} parts that ` +
      `choose the best epoch in turn, ${thousands(test.length)} held out`
    );
  }
  return (
    `${thousands(train.length)} rows to learn from, ${thousands(validation.length)} to choose the ` +
    `best epoch by, ${thousands(test.length)} held out`
  );
}

function modelLine({ training, record }: TableSession): string {
  const { spec, batchSize, lr } = training.settings;
  const weights = training.model.parameters().reduce((sum, { numel }) => sum + numel, 0);
  const article = spec.kind === 'mlp' ? 'an' : 'a';
  const members = spec.members === 1 ? article : `${spec.members} times`;
  const kind = {
    linear: 'linear model',
    mlp: 'MLP',
    resnet: 'residual network',
    'ft-transformer': 'transformer over columns',
  }[spec.kind];
  const units = spec.kind === 'linear' ? '' : ` of ${spec.hidden} units`;
  return (
    `${members} ${kind}${units}, ${thousands(weights)} parameters in all, batches of ${batchSize}, ` +
    `learning rate ${fourDigits(lr)}, seed ${record.wishes.seed}`
  );
}
