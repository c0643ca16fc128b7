/** Trainings of the command line that were killed before their first save begin anew. */

import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setWarnings } from 'chainrule';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { runCommandLine } from '../../src/cli/command-line.js';
import { temporaryFolder } from '../tabular/files.js';
import { fakeTerminal } from './fake-terminal.js';

const { root } = temporaryFolder();
const runs = join(root, 'runs');
beforeAll(() => setWarnings(false));
afterAll(() => setWarnings(true));

async function run(...args: string[]): Promise<string> {
  const terminal = fakeTerminal();
  expect(await runCommandLine(args, terminal), terminal.errors()).toBe(0);
  return terminal.output();
}

/** A process number that no process has. */
const gone = JSON.stringify({ pid: 2 ** 22 + 1, began: '0' });

it.each([
  ['digits', ['digits', '--epochs', '1', '--hidden', '8']],
  ['table', ['iris', '--epochs', '2', '--hidden', '8']],
  ['agent', ['CartPole-v1', '--steps', '256']],
])('%s', async (kind, words) => {
  const whole = join(runs, `${kind}-whole`);
  await run('train', ...words, '--runs', runs, '--name', `${kind}-whole`);
  const killed = join(runs, `${kind}-killed`);
  mkdirSync(killed);
  copyFileSync(join(whole, 'run.json'), join(killed, 'run.json'));
  writeFileSync(join(killed, '.lock'), gone);
  expect(await run('resume', killed)).toContain(killed);
  const weights = (folder: string): Buffer => readFileSync(join(folder, 'last.safetensors'));
  expect(weights(killed).equals(weights(whole))).toBe(true);
});
