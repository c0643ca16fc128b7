/**
 * A training on a table that is killed at any moment and gone on with ends as if it never had been.
 */

import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { temporaryFolder } from '../tabular/files.js';

const main = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url));
const { root, file } = temporaryFolder();
const epochs = 24;

function start(...args: string[]): { child: ChildProcess; exit: Promise<unknown> } {
  const child = spawn(process.execPath, ['--import', 'tsx', main, ...args], { stdio: 'ignore' });
  return { child, exit: new Promise((resolve) => child.once('exit', resolve)) };
}

/** Numbers of the epochs in the metrics of a run, and what was measured, without times. */
function metricsOf(folder: string): { epoch: number; measured: string }[] {
  const lines = readFileSync(join(folder, 'metrics.jsonl'), 'utf8').split('\n').slice(0, -1);
  return lines.map((line) => {
    const { epoch, lr, train, validation } = JSON.parse(line);
    return { epoch, measured: JSON.stringify({ lr, train, validation }) };
  });
}

const written = (folder: string): number => {
  const path = join(folder, 'metrics.jsonl');
  return existsSync(path) ? readFileSync(path, 'utf8').split('\n').length - 1 : 0;
};

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 2));
}

it('gives the same bits after kill -9, and no epoch twice', { timeout: 120_000 }, async () => {
  const rows = Array.from({ length: 90 }, (_, row) => {
    const [a, b] = [(row * 37) % 19, (row * 53) % 23];
    return `${a},${b},${a + b > 20 ? 'high' : 'low'}`;
  });
  const table = file('t.csv', `a,b,y\n${rows.join('\n')}\n`);
  const runs = join(root, 'runs');
  const options = ['--epochs', String(epochs), '--ensemble', '2', '--hidden', '8'];
  const begin = (name: string) =>
    start('train', table, '--runs', runs, '--name', name, ...options, '--save-every', '0.02s');
  expect(await begin('whole').exit).toBe(0);

  const killed = join(runs, 'killed');
  let running = begin('killed');
  for (const epoch of [1, 9]) {
    const wanted = Math.min(epoch, epochs);
    await until(() => written(killed) >= wanted || running.child.exitCode !== null);
    running.child.kill('SIGKILL');
    await running.exit;
    running = start('resume', killed, '--save-every', '0.02s');
  }
  expect(await running.exit).toBe(0);

  const whole = join(runs, 'whole');
  expect(metricsOf(killed)).toEqual(metricsOf(whole));
  const best = (folder: string): Buffer => readFileSync(join(folder, 'best.safetensors'));
  expect(best(killed).equals(best(whole))).toBe(true);
  const scores = (folder: string): unknown =>
    JSON.parse(readFileSync(join(folder, 'result.json'), 'utf8')).scores;
  expect(scores(killed)).toEqual(scores(whole));
});
