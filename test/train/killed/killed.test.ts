/**
 * A training that is killed at any moment, in the middle of a write too, and gone on with ends with
 * the bits of one that never was. `KILLS=20 npx vitest run test/train/killed` kills every kind
 * twenty times; a usual run kills one that has everything in it a few times.
 */

import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { setWarnings } from 'chainrule';
import { build } from 'rolldown';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { epochs, type Kind, kinds, train } from './training.js';

const root = mkdtempSync(join(tmpdir(), 'chainrule-killed-'));
const program = join(root, 'training.mjs');
const many = Number(process.env.KILLS ?? 0);
const tried: readonly Kind[] = many > 0 ? kinds : ['everything'];

beforeAll(async () => {
  setWarnings(false);
  // One file of JavaScript, which a process loads in no time.
  const input = fileURLToPath(new URL('./training.ts', import.meta.url));
  const tsconfig = fileURLToPath(new URL('../../../tsconfig.json', import.meta.url));
  await build({ input, platform: 'node', tsconfig, treeshake: false, output: { file: program } });
});
afterAll(() => {
  setWarnings(true);
  rmSync(root, { recursive: true });
});

/** How a process ends: by itself, by a signal of ours, or by its own writer. */
type Fate =
  | { readonly kind: 'end' }
  | { readonly kind: 'signal'; readonly name: 'SIGKILL' | 'SIGTERM'; readonly after: number }
  | { readonly kind: 'writer'; readonly bytes: number; readonly how: 'die' | 'throw' };

/** One process; resolves with its exit code, or the signal that ended it. */
async function run(kind: Kind, folder: string, fate: Fate): Promise<number | string | null> {
  const args = [program, kind, folder];
  if (fate.kind === 'writer') args.push(String(fate.bytes), fate.how);
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'pipe'] });
  let errors = '';
  child.stderr.on('data', (chunk) => {
    errors += chunk;
  });
  const exit = new Promise<number | string | null>((resolve) => {
    child.once('exit', (code, signal) => resolve(signal ?? code));
  });
  if (fate.kind === 'signal') {
    const before = written(folder);
    while (written(folder) === before && child.exitCode === null) await pause(2);
    await pause(fate.after);
    child.kill(fate.name);
  }
  const ended = await exit;
  if (fate.kind === 'end') expect(errors).toBe('');
  return ended;
}

const pause = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds));

const written = (folder: string): number => {
  const path = join(folder, 'metrics.jsonl');
  return existsSync(path) ? readFileSync(path).length : 0;
};

/** Everything that a training leaves, without the time that it took. */
function leftBy(folder: string): unknown {
  const lines = readFileSync(join(folder, 'metrics.jsonl'), 'utf8').split('\n').slice(0, -1);
  const metrics = lines.map((line) => {
    const { time: _, seconds: __, samplesPerSecond: ___, ...rest } = JSON.parse(line);
    return rest;
  });
  const bytes = (name: string): string => readFileSync(join(folder, name)).toString('base64');
  return { metrics, best: bytes('best.safetensors'), last: bytes('last.safetensors') };
}

const whole = new Map<Kind, unknown>();

async function expected(kind: Kind): Promise<unknown> {
  if (!whole.has(kind)) {
    const folder = join(root, `${kind}-whole`);
    await train(kind, folder);
    whole.set(kind, leftBy(folder));
  }
  return whole.get(kind);
}

async function survives(kind: Kind, name: string, fates: readonly Fate[]): Promise<void> {
  const folder = join(root, `${kind}-${name}`);
  for (const fate of fates) await run(kind, folder, fate);
  expect(await run(kind, folder, { kind: 'end' })).toBe(0);
  expect(leftBy(folder)).toEqual(await expected(kind));
}

const random = (below: number): number => Math.floor(Math.random() * below);
const repeat = <Item>(count: number, make: () => Item): Item[] =>
  Array.from({ length: count }, make);

const kill = (): Fate => ({ kind: 'signal', name: 'SIGKILL', after: random(60) });
const fail = (): Fate => {
  const how = Math.random() < 0.5 ? 'die' : 'throw';
  return { kind: 'writer', bytes: random(60_000), how };
};

it.each(tried)('a training with %s survives', { timeout: 600_000 }, async (kind) => {
  const fates = many > 0 ? [...repeat(many, kill), ...repeat(many, fail)] : [kill(), fail()];
  await survives(kind, 'killed', fates);
});

it('SIGTERM saves, then leaves', { timeout: 60_000 }, async () => {
  const folder = join(root, 'terminated');
  const fate: Fate = { kind: 'signal', name: 'SIGTERM', after: 0 };
  expect(await run('everything', folder, fate)).toBe('SIGTERM');
  const events = readFileSync(join(folder, 'events.jsonl'), 'utf8').trim().split('\n');
  expect(JSON.parse(events.at(-1) ?? '')).toMatchObject({ event: 'stop', ending: 'signal' });
  await train('everything', folder);
  expect(leftBy(folder)).toEqual(await expected('everything'));
  expect(epochs).toBeGreaterThan(1);
});

it('a damaged checkpoint is recognised, and the one before it used', async () => {
  const folder = join(root, 'damaged');
  await train('everything', folder);
  const last = join(folder, 'last.safetensors');
  const bytes = readFileSync(last);
  bytes.writeUInt8(bytes.readUInt8(bytes.length - 9) ^ 1, bytes.length - 9);
  writeFileSync(last, bytes);
  await train('everything', folder);
  const events = readFileSync(join(folder, 'events.jsonl'), 'utf8');
  expect(events).toContain('"event":"fallback"');
  expect(leftBy(folder)).toEqual(await expected('everything'));
});
