/**
 * `npx tsx bench/tables/main.ts [part of a table's name] [--seeds 5] [--first 1] [--table]`: trains
 * each table with each seed as `chainrule train <table>` does without more options, trains
 * scikit-learn's models on the same rows, and keeps both in `bench/tables/results.json`. At the
 * end, or alone with `--table`, it prints the results so far. scikit-learn is that of
 * `/usr/bin/python3` (Debian: `python3-sklearn`); `PYTHON` names another.
 */

import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { processTerminal, quiet } from '../../src/cli/screen/terminal.js';
import { guessTarget, readInput } from '../../src/cli/table/table-input.js';
import { defaultWishes } from '../../src/tabular/fit/settings.js';
import { prepareTraining } from '../../src/tabular/fit/table-training.js';
import { installDataSets, type TableRow, tableRows } from './data-sets.js';
import { printTable } from './print-table.js';
import { keepResult, type Score } from './results.js';
import { digitsTask, type TwinTask, tableTask } from './twin-task.js';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seeds: { type: 'string', default: '5' },
    first: { type: 'string', default: '1' },
    table: { type: 'boolean', default: false },
  },
});
const root = fileURLToPath(new URL('../..', import.meta.url));

/** Runs the command as a user does; its last line is the result as JSON. */
function trainOurs({ source, target }: TableRow, seed: number, runs: string): Score {
  const chosen = target === null ? [] : ['--target', target];
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    [
      ...['--import', 'tsx', join(root, 'src/cli/main.ts'), 'train', source, ...chosen],
      ...['--seed', String(seed), '--runs', runs, '--json'],
    ],
    { cwd: root, encoding: 'utf8', maxBuffer: 1 << 28 },
  );
  if (status !== 0) throw new Error(`train ${source} ended with ${status}: ${stderr}`);
  const { scores } = JSON.parse(stdout.trim().split('\n').at(-1) ?? '');
  return { score: scores.accuracy ?? scores.r2, balanced: scores.balancedAccuracy ?? null };
}

async function taskOf({ source, target }: TableRow, seed: number): Promise<TwinTask> {
  if (source === 'digits') return digitsTask(seed);
  const table = await readInput(source, {}, quiet(processTerminal()));
  const wishes = { ...defaultWishes(target ?? guessTarget(table)), seed };
  return tableTask(table, prepareTraining(table, wishes), seed);
}

function trainTwins(task: TwinTask): { version: string; scores: Record<string, Score> } {
  const { stdout, stderr, status } = spawnSync(
    process.env.PYTHON ?? '/usr/bin/python3',
    [fileURLToPath(new URL('sklearn-twin.py', import.meta.url))],
    { input: JSON.stringify(task), encoding: 'utf8', maxBuffer: 1 << 28 },
  );
  if (status !== 0) throw new Error(`sklearn-twin.py ended with ${status}: ${stderr}`);
  return JSON.parse(stdout);
}

async function measure(row: TableRow, seed: number): Promise<void> {
  const runs = mkdtempSync(join(tmpdir(), 'chainrule-tables-'));
  try {
    const began = performance.now();
    const ours = trainOurs(row, seed, runs);
    const seconds = Math.round((performance.now() - began) / 100) / 10;
    const { version, scores } = trainTwins(await taskOf(row, seed));
    keepResult(row.name, { seed, ours, sklearn: scores, seconds }, version);
    const twins = Object.entries(scores).map(([name, { score }]) => `${name} ${score.toFixed(4)}`);
    console.log(
      `${row.name}  seed ${seed}  ours ${ours.score.toFixed(4)}  ${twins.join('  ')}  ${seconds} s`,
    );
  } finally {
    rmSync(runs, { recursive: true, force: true });
  }
}

if (!values.table) {
  installDataSets();
  const [wanted = ''] = positionals;
  const first = Number(values.first);
  for (let seed = first; seed < first + Number(values.seeds); seed++) {
    for (const row of tableRows) if (row.name.includes(wanted)) await measure(row, seed);
  }
}
printTable();
