/** Ctrl-C, with the program as a process of its own. */

import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadCheckpoint } from 'chainrule/train';
import { afterEach, beforeEach, expect, it } from 'vitest';

const main = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url));
let root = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'chainrule-stop-'));
});
afterEach(() => {
  rmSync(root, { recursive: true });
});

/** Starts `chainrule`; `output()` is what it has printed so far. */
function start(...args: string[]): {
  child: ChildProcess;
  output: () => string;
  exit: Promise<unknown>;
} {
  const child = spawn(process.execPath, ['--import', 'tsx', main, ...args]);
  let text = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (piece: string) => {
      text += piece;
    });
  }
  const exit = new Promise((resolve) => child.once('exit', resolve));
  return { child, output: () => text, exit };
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 5));
}

it.each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const)('%s saves, says how to go on, and exits with %i', async (signal, code) => {
  const { child, output, exit } = start('train', 'digits', '--runs', root, '--epochs', '100000');
  await until(() => output().includes('epoch      3/100000'));
  child.kill(signal);
  expect(await exit).toBe(code);
  expect(output()).toContain(`npx chainrule train digits --name digits-1 --runs ${root} --resume`);
  const folder = join(root, 'digits-1');
  const files = [
    'best.safetensors',
    'events.jsonl',
    'last.safetensors',
    'layers.jsonl',
    'metrics.jsonl',
    'model.json',
    'previous.safetensors',
    'run.json',
  ];
  expect(
    readdirSync(folder)
      .filter((name) => name !== '.lock')
      .sort(),
  ).toEqual(files);
  const stopped = loadCheckpoint(join(folder, 'last.safetensors')).trainer;
  expect(stopped?.epoch).toBeGreaterThanOrEqual(3);
});
