/** `chainrule runs`: lists, sorts, compares and removes trainings. */

import { existsSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { DataError } from '../../errors.js';
import { takeLock } from '../../train/runs/run-lock.js';
import type { Command } from '../args/command.js';
import type { Given } from '../args/options.js';
import { checkName, defaultRuns } from '../args/run-names.js';
import { UsageError } from '../args/usage-error.js';
import { wordOption } from '../args/word-option.js';
import { fourDigits } from '../screen/numbers.js';
import type { Terminal } from '../screen/terminal.js';
import { differingSettings } from './differing-settings.js';

/** One training, as its folder tells it. */
export interface RunRow {
  readonly name: string;
  readonly epochs: number;
  /** Lowest loss of the validation, and accuracy or R2 with it; of an agent its best return. */
  readonly loss: number;
  readonly score: number;
  /** Score on the rows held out, or in the last evaluation; NaN when it has not come to that. */
  readonly test: number;
  readonly source: string;
}

const sortings = ['name', 'loss', 'score', 'test', 'epochs'] as const;

type Sorting = (typeof sortings)[number];

function readJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return null;
  }
}

/** The value at a path of names, or undefined. */
function at(value: unknown, ...names: readonly string[]): unknown {
  return names.reduce(
    (inner, name) =>
      typeof inner === 'object' && inner !== null ? Reflect.get(inner, name) : undefined,
    value,
  );
}

function numberAt(value: unknown, ...names: readonly string[]): number {
  const found = at(value, ...names);
  return typeof found === 'number' ? found : Number.NaN;
}

function linesOf(path: string): unknown[] {
  if (!existsSync(path)) return [];
  const lines = readFileSync(path, 'utf8').split('\n').slice(0, -1);
  return lines.flatMap((line) => {
    try {
      return [JSON.parse(line)];
    } catch {
      return [];
    }
  });
}

/** The training of an agent: mean returns, in the training and in the end. */
function agentRow(
  name: string,
  source: string,
  records: readonly unknown[],
  result: unknown,
): RunRow {
  const returns = records.map((record) => numberAt(record, 'train', 'reward'));
  const best = returns
    .filter((value) => !Number.isNaN(value))
    .reduce((a, b) => Math.max(a, b), -Infinity);
  return {
    name,
    epochs: records.length,
    loss: Number.NaN,
    score: Number.isFinite(best) ? best : Number.NaN,
    test: numberAt(result, 'scores', 'reward'),
    source,
  };
}

function readRun(runs: string, name: string): RunRow {
  const folder = join(runs, name);
  const records = linesOf(join(folder, 'metrics.jsonl'));
  const result = readJson(join(folder, 'result.json'));
  const description = readJson(join(folder, 'run.json'));
  const given = at(description, 'source');
  const source = typeof given === 'string' ? given : '';
  if (at(description, 'kind') === 'agent') return agentRow(name, source, records, result);
  const lossOf = (record: unknown): number =>
    numberAt(record, at(record, 'validation') === null ? 'train' : 'validation', 'loss');
  const best = records.reduce<unknown>(
    (found, record) => (found === null || lossOf(record) < lossOf(found) ? record : found),
    null,
  );
  const measured = at(best, 'validation') ?? at(best, 'train');
  const accuracy = numberAt(result, 'scores', 'accuracy');
  return {
    name,
    epochs: records.length,
    loss: lossOf(best),
    score: Number.isNaN(numberAt(measured, 'accuracy'))
      ? numberAt(measured, 'r2')
      : numberAt(measured, 'accuracy'),
    test: Number.isNaN(accuracy) ? numberAt(result, 'scores', 'r2') : accuracy,
    source,
  };
}

/** All trainings in the folder `runs`. @throws DataError when it is a file. */
export function readRuns(runs: string): RunRow[] {
  if (!existsSync(runs)) return [];
  if (!statSync(runs).isDirectory()) {
    throw new DataError(`--runs: '${runs}' is a file, not a folder. Name a folder`);
  }
  const isRun = (name: string): boolean =>
    ['metrics.jsonl', 'run.json', 'last.safetensors'].some((file) =>
      existsSync(join(runs, name, file)),
    );
  return readdirSync(runs)
    .filter(isRun)
    .map((name) => readRun(runs, name));
}

/** Losses from low to high, scores and epochs from high to low; what is not known comes last. */
function sorted(rows: readonly RunRow[], by: Sorting): RunRow[] {
  if (by === 'name') {
    return rows.toSorted((a, b) => a.name.localeCompare(b.name, 'en', { numeric: true }));
  }
  const sign = by === 'loss' ? 1 : -1;
  const key = (row: RunRow): number =>
    Number.isNaN(row[by]) ? Number.POSITIVE_INFINITY : sign * row[by];
  return rows.toSorted((a, b) => key(a) - key(b));
}

function shown(value: number): string {
  return Number.isNaN(value) ? '-' : fourDigits(value);
}

function list(rows: readonly RunRow[], terminal: Terminal): void {
  const head = ['run', 'epochs', 'loss', 'validation', 'test', 'data'];
  const cells = rows.map(({ name, epochs, loss, score, test, source }) => [
    name,
    String(epochs),
    shown(loss),
    shown(score),
    shown(test),
    source.split(/[/\\]/).at(-1) ?? '',
  ]);
  const isText = (i: number): boolean => i === 0 || i === head.length - 1;
  writeTable(head, cells, isText, terminal);
}

/** Columns as wide as their cells; texts begin on the left, numbers end on the right. */
function writeTable(
  head: readonly string[],
  cells: readonly (readonly string[])[],
  isText: (column: number) => boolean,
  terminal: Terminal,
): void {
  const widths = head.map((title, i) =>
    Math.max(title.length, ...cells.map((row) => row[i]?.length ?? 0)),
  );
  const line = (row: readonly string[]): string =>
    row
      .map((cell, i) => (isText(i) ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0)))
      .join('   ')
      .trimEnd();
  terminal.write(`${[terminal.style('dim', line(head)), ...cells.map(line)].join('\n')}\n`);
}

/** What is not the same in the settings of the runs, one column for each. */
function listDifferences(runs: string, rows: readonly RunRow[], terminal: Terminal): void {
  const differences = differingSettings(rows.map(({ name }) => join(runs, name)));
  if (differences.length === 0) {
    terminal.write('\nall settings are the same\n');
    return;
  }
  const cells = differences.map(({ setting, values }) => {
    return [setting, ...values.map((value) => (value === undefined ? '-' : textOf(value)))];
  });
  terminal.write('\n');
  writeTable(['setting', ...rows.map(({ name }) => name)], cells, (i) => i === 0, terminal);
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function remove(runs: string, names: readonly string[], terminal: Terminal): number {
  if (names.length === 0) throw new UsageError('runs remove needs the names of runs');
  const known = readRuns(runs).map(({ name }) => name);
  for (const name of names) {
    if (!known.includes(checkName(name))) {
      throw new DataError(`runs remove: there is no run '${name}' in '${runs}'`);
    }
  }
  const unlocks: (() => void)[] = [];
  try {
    for (const name of names) unlocks.push(takeLock(join(runs, name, '.lock')));
  } catch (error) {
    // A training at work in one of them keeps all.
    for (const unlock of unlocks) unlock();
    throw error;
  }
  for (const name of names) rmSync(join(runs, name), { recursive: true });
  terminal.write(`removed ${names.join(', ')}\n`);
  return 0;
}

async function showRuns(given: Given, terminal: Terminal): Promise<number> {
  const runs = given.options.get('runs') ?? defaultRuns;
  const [action, ...names] = given.positionals;
  if (action === 'remove') return remove(runs, names, terminal);
  if (action !== undefined && action !== 'compare') {
    throw new UsageError(`runs: '${action}' is none of: compare <names>, remove <names>`);
  }
  const by = wordOption<Sorting, Sorting>(given, 'sort', sortings, 'name');
  const all = readRuns(runs);
  const rows = sorted(action === 'compare' ? chosen(all, names, runs) : all, by);
  if (given.options.has('json')) terminal.write(`${JSON.stringify(rows)}\n`);
  else if (rows.length === 0) terminal.write(`there is no run in '${runs}' yet\n`);
  else {
    list(rows, terminal);
    if (action === 'compare' && rows.length > 1) listDifferences(runs, rows, terminal);
  }
  return 0;
}

function chosen(all: readonly RunRow[], names: readonly string[], runs: string): RunRow[] {
  return names.map((name) => {
    const found = all.find((row) => row.name === name);
    if (found === undefined) throw new DataError(`runs: there is no run '${name}' in '${runs}'`);
    return found;
  });
}

/** `chainrule runs`. */
export const runsCommand: Command = {
  usage: '[compare <names> | remove <names>] [options]',
  help: 'Lists the trainings that are kept, compares some of them and their settings, or removes some.',
  options: {
    sort: { value: '<by>', help: 'name, loss, score, test or epochs (name)' },
    runs: { value: '<folder>', help: `folder of all runs (${defaultRuns})` },
    json: { value: null, help: 'write a list of JSON' },
  },
  run: showRuns,
};
