/** Trainings by a recipe of a user, and on folders of pictures, as they are typed. */

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { encode } from 'fast-png';
import { describe, expect, it } from 'vitest';
import { runCommandLine } from '../../src/cli/command-line.js';
import { temporaryFolder } from '../tabular/files.js';
import { fakeTerminal } from './fake-terminal.js';

const { root, file } = temporaryFolder();
const runs = join(root, 'runs');
const recipe = fileURLToPath(new URL('recipes/line.ts', import.meta.url));

async function run(...args: string[]): Promise<{ code: number; output: string; errors: string }> {
  const terminal = fakeTerminal();
  const code = await runCommandLine(args, terminal);
  return { code, output: terminal.output(), errors: terminal.errors() };
}

describe('train recipe.ts', () => {
  it('trains, goes on, and predicts', async () => {
    const first = await run('train', recipe, '--runs', runs);
    expect(first).toMatchObject({ code: 0, errors: '' });
    expect(first.output).toContain('line  32 samples to learn from, 32 to choose');
    expect(first.output).toMatch(/validation loss \d/);
    const folder = join(runs, 'line-1');
    expect(JSON.parse(readFileSync(join(folder, 'run.json'), 'utf8'))).toMatchObject({
      kind: 'recipe',
      source: recipe,
      settings: { epochs: 40, slope: 3 },
    });
    const [begun = ''] = readFileSync(join(folder, 'events.jsonl'), 'utf8').split('\n');
    expect(JSON.parse(begun)).toMatchObject({ event: 'save', epoch: 0, step: 0 });
    const again = await run('resume', folder);
    expect(again.output.match(/^validation .*$/m)?.[0]).toBe(
      first.output.match(/^validation .*$/m)?.[0],
    );
    const predicted = await run('predict', folder, '0,1');
    expect(predicted).toMatchObject({ code: 0, output: '0 -> 1.0\n1 -> 4.0\n' });
  }, 60_000);

  it.each([
    ['export const x = 1;', 'a recipe exports no data. Write: export function data(settings)'],
    ['export const data = 3;', 'a recipe exports something else as data'],
    [
      'export const data = () => ({}), model = () => 1, loss = () => 1;',
      'must return { train, validation }',
    ],
    [
      'export const settings = { epochs: "many" };\nexport const data = 1, model = 1, loss = 1;',
      /recipe exports|epochs/,
    ],
    ['throw new Error("no disk");', 'Error: no disk'],
  ])('says what is wrong with %j', async (text, message) => {
    const path = file(`bad-${Math.abs(hashOf(text))}.mjs`, text);
    const { code, errors } = await run('train', path, '--runs', runs);
    expect(code).toBe(1);
    expect(errors).toMatch(message);
  });

  it('knows its own settings alone', async () => {
    const { code, errors } = await run('train', recipe, '--hidden', '3', '--runs', runs);
    expect(code).toBe(2);
    expect(errors).toContain("--hidden: line has no setting 'hidden'");
    expect((await run('train', recipe, '--target', 'y')).errors).toContain(
      '--target is for tables',
    );
    expect((await run('train', join(root, 'none.ts'))).errors).toContain('there is no file');
  });
});

function hashOf(text: string): number {
  return [...text].reduce((hash, one) => (hash * 31 + (one.codePointAt(0) ?? 0)) | 0, 7);
}

/** Pictures of bars that lie or stand, on noise. */
function picture(stands: boolean, seed: number): Uint8Array {
  const side = 16;
  const data = Uint8Array.from({ length: side * side }, (_, at) => {
    const place = stands ? at % side : Math.floor(at / side);
    const noise = (Math.imul(at + 1, 2_654_435_761 ^ (seed * 40_503)) >>> 20) % 60;
    return Math.abs(place - 4 - (seed % 8)) < 2 ? 255 - noise : noise;
  });
  return encode({ width: side, height: side, data, channels: 1, depth: 8 });
}

describe('train images/', () => {
  const images = join(root, 'bars');
  for (const kind of ['lying', 'standing']) {
    mkdirSync(join(images, kind), { recursive: true });
    for (let i = 0; i < 24; i++) {
      writeFileSync(join(images, kind, `${i}.png`), picture(kind === 'standing', i));
    }
  }

  it('learns to tell classes apart, and predicts a folder', async () => {
    const trained = await run('train', images, '--epochs', '6', '--runs', runs, '--json');
    expect(trained).toMatchObject({ code: 0, errors: '' });
    const { scores, rows } = JSON.parse(trained.output);
    expect(rows).toBe(10);
    expect(scores.accuracy).toBeGreaterThanOrEqual(0.8);
    const judged = await run('evaluate', join(runs, 'bars-1'), '--json');
    expect(JSON.parse(judged.output).scores).toEqual(scores);
    expect((await run('evaluate', join(runs, 'bars-1'), images)).errors).toContain('leave out');
    const predicted = await run('predict', join(runs, 'bars-1'), join(images, 'lying'));
    expect(predicted.output.match(/ {2}lying {2}/g)?.length).toBeGreaterThan(18);
    const none = await run('predict', join(runs, 'bars-1'), runs);
    expect(none.errors).toContain('there is no picture');
  }, 90_000);

  it('says what is wrong with a folder', async () => {
    mkdirSync(join(root, 'hollow'));
    expect((await run('train', join(root, 'hollow'))).errors).toContain('no folder with pictures');
    for (const kind of ['a', 'b']) {
      mkdirSync(join(root, 'few', kind), { recursive: true });
      writeFileSync(join(root, 'few', kind, '1.png'), picture(true, 1));
    }
    const few = await run('train', join(root, 'few'), '--runs', runs);
    expect(few.errors).toContain("the class 'a' of");
    expect(few.errors).toContain('has 1 pictures, at least 5');
  });
});
