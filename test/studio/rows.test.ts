/** Tables of embeddings for the studio: read from checkpoints, and laid out in the plane. */

import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { manualSeed, randn, tensor } from 'chainrule';
import { encodeSafetensors } from 'chainrule/io';
import { type Studio, startStudio } from 'chainrule/studio';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { principal } from '../../src/cli/recipe-run/plane.js';
import { principalPlane } from '../../studio/design/principal.js';
import { fakePages, runsFolder, writeRun } from './pages.js';

const runs = runsFolder();
const pages = fakePages();
let studio: Studio;

const levels = ['Oslo', '', 'Rome'];
const features = [
  { kind: 'number', column: 'size' },
  { kind: 'category', column: 'hair', levels: ['long'], embedding: null },
  { kind: 'category', column: 'city', levels, embedding: 2 },
];
const state = {
  'embeddings.0.weight': tensor([
    [0, 0.5],
    [1, -2],
    [3, 4],
    [0.123456789, 7],
  ]),
  'words.weight': randn([5000, 40]),
  'words.bias': tensor([1, 2]),
  whole: tensor([[1, 2]], { dtype: 'int32' }),
};

async function rows(run: string, name: string): Promise<unknown> {
  const query = new URLSearchParams({ run, name });
  const response = await fetch(`${studio.url}api/rows?${query}`);
  return response.json();
}

beforeAll(async () => {
  for (const name of ['table-1', 'last-2', 'cut-3', 'none-4', 'odd-5']) writeRun(runs, name, 3);
  const metadata = {
    'chainrule.checkpoint': JSON.stringify({ facts: { preparation: { features } } }),
  };
  const bytes = encodeSafetensors(state, metadata);
  writeFileSync(join(runs, 'table-1', 'best.safetensors'), bytes);
  writeFileSync(join(runs, 'last-2', 'last.safetensors'), encodeSafetensors(state));
  writeFileSync(join(runs, 'cut-3', 'best.safetensors'), bytes.slice(0, 4000));
  writeFileSync(join(runs, 'odd-5', 'best.safetensors'), new Uint8Array(8).fill(255));
  mkdirSync(join(runs, 'odd-5', 'last.safetensors'));
  studio = await startStudio(runs, { port: 0, pages });
  await fetch(`${studio.url}api/runs`);
});
afterAll(async () => {
  await studio.close();
  rmSync(runs, { recursive: true, force: true });
});

describe('rows of a matrix', () => {
  it('come with the categories that they stand for', async () => {
    expect(await rows('table-1', 'embeddings.0.weight')).toEqual({
      count: 4,
      rows: [
        [0, 0.5],
        [1, -2],
        [3, 4],
        [0.12346, 7],
      ],
      names: ['(other)', 'Oslo', '(missing)', 'Rome'],
    });
  });

  it('are the first ones of a large matrix, whose rows nobody has named', async () => {
    const found = await rows('last-2', 'words.weight');
    expect(found).toMatchObject({ count: 5000, names: [] });
    expect(found).toHaveProperty('rows.length', 400);
    const [first] = state['words.weight'].toArray() as number[][];
    expect(found).toHaveProperty(['rows', 0, 3], Number(first?.[3]?.toPrecision(5)));
  });

  it.each([
    ['table-1', 'words.bias'],
    ['table-1', 'whole'],
    ['table-1', 'nothing.weight'],
    ['table-1', '__metadata__'],
    ['cut-3', 'words.weight'],
    ['none-4', 'words.weight'],
    ['odd-5', 'words.weight'],
  ])('are none where there is no such matrix: %s, %s', async (run, name) => {
    expect(await rows(run, name)).toBeNull();
  });
});

describe('the plane of rows', () => {
  it.each([
    [30, 5],
    [6, 40],
  ])('is that of their covariance: %i rows of %i numbers', (count, width) => {
    manualSeed(4);
    const values = randn([count, width]);
    const list = values.toArray() as number[][];
    const { places, share } = principalPlane(list);
    const judge = principal(values);
    const expected = judge.places.toArray() as number[][];
    places.forEach(([x, y], i) => {
      // The judge has the largest direction last; a direction may point either way.
      expect(Math.abs(x)).toBeCloseTo(Math.abs(expected[i]?.[1] ?? 0), 4);
      expect(Math.abs(y)).toBeCloseTo(Math.abs(expected[i]?.[0] ?? 0), 4);
    });
    expect(share).toBeCloseTo(judge.share, 6);
  });

  it('is a point for rows that are all alike', () => {
    const { places, share } = principalPlane([
      [1, 2],
      [1, 2],
    ]);
    expect(places.flat().every((value) => Math.abs(value) < 1e-12)).toBe(true);
    expect(share).toBe(1);
  });
});
