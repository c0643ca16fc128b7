/** An agent whose training is killed at any moment and gone on with ends with the same bits. */

import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { temporaryFolder } from '../tabular/files.js';

const main = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url));
const { root } = temporaryFolder();

function start(...args: string[]): { child: ChildProcess; exit: Promise<unknown> } {
  const child = spawn(process.execPath, ['--import', 'tsx', main, ...args], { stdio: 'ignore' });
  return { child, exit: new Promise((resolve) => child.once('exit', resolve)) };
}

/** What was measured, without times. */
function metricsOf(folder: string): unknown[] {
  const lines = readFileSync(join(folder, 'metrics.jsonl'), 'utf8').split('\n').slice(0, -1);
  return lines.map((line) => {
    const { epoch, step, train } = JSON.parse(line);
    return { epoch, step, train };
  });
}

function linesIn(folder: string): number {
  const path = join(folder, 'metrics.jsonl');
  return existsSync(path) ? readFileSync(path, 'utf8').split('\n').length - 1 : 0;
}

it('gives the same bits after kill -9, and no line twice', { timeout: 240_000 }, async () => {
  const runs = join(root, 'runs');
  const options = ['--algo', 'dqn', '--steps', '3000', '--hidden', '8', '--save-every', '0.01s'];
  const begin = (name: string) =>
    start('train', 'CartPole-v1', '--runs', runs, '--name', name, ...options);
  const [whole, killed] = [join(runs, 'whole'), join(runs, 'killed')];
  expect(await begin('whole').exit).toBe(0);

  const running = begin('killed');
  // Somewhere in the middle, whatever it is at.
  while (linesIn(killed) < 45 && running.child.exitCode === null) {
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
  expect(running.child.exitCode).toBe(null);
  running.child.kill('SIGKILL');
  await running.exit;
  expect(await start('resume', killed).exit).toBe(0);

  expect(metricsOf(killed)).toEqual(metricsOf(whole));
  const bytes = (folder: string): Buffer => readFileSync(join(folder, 'last.safetensors'));
  expect(bytes(killed).equals(bytes(whole))).toBe(true);
  const result = (folder: string): string => readFileSync(join(folder, 'result.json'), 'utf8');
  expect(result(killed)).toBe(result(whole));
});
