/**
 * A training that is killed at any moment, in the middle of a write too, and gone on with ends with
 * the bits of one that never was. `KILLS=20 npx vitest run test/train/killed` kills every kind
 * twenty times and lets its writer fail as often; a usual run does so once to a training that has
 * everything in it.
 */

import { type ChildProcess, spawn } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'rolldown';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { writeData } from './data.js';
import { type Kind, kinds, programs } from './kinds.js';

const root = mkdtempSync(join(tmpdir(), 'chainrule-killed-'));
const bin = join(root, 'bin');
const data = join(root, 'data');
const many = Number(process.env.KILLS ?? 0);
const tried: readonly Kind[] = many > 0 ? kinds : ['everything'];

beforeAll(async () => {
  // Files of JavaScript, which a process loads in no time.
  const path = (name: string): string => fileURLToPath(new URL(name, import.meta.url));
  const input = ['training', 'commands', 'noisy-worker'].map((name) => path(`./${name}.ts`));
  const tsconfig = path('../../../tsconfig.json');
  const output = { dir: bin, entryFileNames: '[name].mjs', chunkFileNames: '[name].mjs' };
  // Packages that draw pictures are loaded where they are used, and are not used here.
  const external = [/^@resvg/, /^@viz-js/, /^vega/];
  await build({ input, platform: 'node', tsconfig, treeshake: false, external, output });
  writeData(data);
});
afterAll(() => rmSync(root, { recursive: true }));

/** How a process ends: by itself, refused, by a signal of ours, or by its own writer. */
type Fate =
  | { readonly kind: 'end' | 'refused' }
  | {
      readonly kind: 'signal';
      readonly name: 'SIGKILL' | 'SIGTERM';
      /** So many milliseconds after the process began, or after it wrote metrics. */
      readonly after: number;
      readonly from: 'start' | 'line';
    }
  | { readonly kind: 'writer'; readonly bytes: number; readonly how: 'die' | 'throw' }
  /** Held still after its first line of metrics, until `during` is over. */
  | { readonly kind: 'held'; readonly during: () => Promise<void> };

/** One process; resolves with its exit code, or the signal that ended it. */
async function run(kind: Kind, folder: string, fate: Fate): Promise<number | string | null> {
  const args = [join(bin, `${programs[kind]}.mjs`), kind, folder, data];
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
    if (fate.from === 'line') await nextLine(folder, child);
    await pause(fate.after);
    child.kill(fate.name);
  }
  if (fate.kind === 'held') {
    await nextLine(folder, child);
    child.kill('SIGSTOP');
    await fate.during();
    child.kill('SIGCONT');
  }
  const ended = await exit;
  if (fate.kind === 'end' || fate.kind === 'held') expect(errors).toBe('');
  if (fate.kind === 'refused') expect(errors).toContain('another training is at work');
  return ended;
}

const pause = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Resolves when metrics are written, or there is nobody to write them. */
async function nextLine(folder: string, child: ChildProcess): Promise<void> {
  const before = written(folder);
  while (written(folder) === before && child.exitCode === null) await pause(2);
}

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
  if (!whole.has(kind)) whole.set(kind, leftBy(await finished(kind, 'whole')));
  return whole.get(kind);
}

/** Trains to the end. */
async function finished(kind: Kind, name: string): Promise<string> {
  const folder = join(root, kind, name);
  expect(await run(kind, folder, { kind: 'end' })).toBe(0);
  return folder;
}

/** Lets `count` fates strike. A training that ends before is looked at and begun anew. */
async function survives(kind: Kind, count: number, fate: () => Fate): Promise<void> {
  const folder = join(root, kind, 'struck');
  for (let struck = 0; struck < count; ) {
    const ended = await run(kind, folder, fate());
    if (ended !== 0) {
      struck += 1;
      continue;
    }
    expect(leftBy(folder)).toEqual(await expected(kind));
    rmSync(folder, { recursive: true });
  }
  expect(leftBy(await finished(kind, 'struck'))).toEqual(await expected(kind));
}

const random = (below: number): number => Math.floor(Math.random() * below);

const kill = (): Fate =>
  Math.random() < 0.3
    ? { kind: 'signal', name: 'SIGKILL', after: random(1500), from: 'start' }
    : { kind: 'signal', name: 'SIGKILL', after: random(60), from: 'line' };
const fail = (): Fate => {
  const how = Math.random() < 0.5 ? 'die' : 'throw';
  return { kind: 'writer', bytes: random(60_000), how };
};

it.each(tried)('%s survives kill -9', { timeout: 1_800_000 }, async (kind) => {
  await survives(kind, many || 1, kill);
});

it.each(tried)('%s survives writers that fail', { timeout: 1_800_000 }, async (kind) => {
  await survives(kind, many || 1, fail);
});

it('SIGTERM saves, then leaves', { timeout: 60_000 }, async () => {
  const folder = join(root, 'everything', 'terminated');
  const fate: Fate = { kind: 'signal', name: 'SIGTERM', after: 0, from: 'line' };
  expect(await run('everything', folder, fate)).toBe('SIGTERM');
  const events = readFileSync(join(folder, 'events.jsonl'), 'utf8').trim().split('\n');
  expect(JSON.parse(events.at(-1) ?? '')).toMatchObject({ event: 'stop', ending: 'signal' });
  expect(leftBy(await finished('everything', 'terminated'))).toEqual(await expected('everything'));
});

/** Ways in which a file stops being what was written. */
const damages: Readonly<Record<string, (path: string) => void>> = {
  'a bit turned over': (path) => {
    const bytes = readFileSync(path);
    bytes.writeUInt8(bytes.readUInt8(bytes.length - 9) ^ 1, bytes.length - 9);
    writeFileSync(path, bytes);
  },
  'cut off in the tensors': (path) => truncateSync(path, readFileSync(path).length - 100),
  'cut off in the header': (path) => truncateSync(path, 100),
  empty: (path) => truncateSync(path, 0),
};

it.each(Object.keys(damages))(
  'a checkpoint %s is recognised, the one before used',
  {
    timeout: 60_000,
  },
  async (name) => {
    const wanted = await expected('everything');
    const folder = join(root, 'everything', 'damaged');
    cpSync(join(root, 'everything', 'whole'), folder, { recursive: true });
    damages[name]?.(join(folder, 'last.safetensors'));
    await finished('everything', 'damaged');
    const events = readFileSync(join(folder, 'events.jsonl'), 'utf8');
    expect(events).toContain('"event":"fallback"');
    expect(leftBy(folder)).toEqual(wanted);
    rmSync(folder, { recursive: true });
  },
);

it('a second training in one folder is refused, and changes nothing', {
  timeout: 60_000,
}, async () => {
  const folder = join(root, 'everything', 'shared');
  const during = async (): Promise<void> => {
    expect(await run('everything', folder, { kind: 'refused' })).toBe(1);
  };
  expect(await run('everything', folder, { kind: 'held', during })).toBe(0);
  expect(leftBy(folder)).toEqual(await expected('everything'));
});
