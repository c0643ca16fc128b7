/** The built pages for tests that serve them, and the Chromium that opens them. */

import { existsSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { tensor } from 'chainrule';
import { encodeSafetensors } from 'chainrule/io';
import type { OpenModel } from 'chainrule/studio';

/** A folder that looks like built pages, for tests of the server alone. */
export function fakePages(): string {
  const folder = mkdtempSync(join(tmpdir(), 'studio-pages-'));
  writeFileSync(join(folder, 'index.html'), '<!doctype html><title>runs</title>');
  return folder;
}

/** A new folder for runs. */
export function runsFolder(): string {
  return mkdtempSync(join(tmpdir(), 'studio-runs-'));
}

/** Lines of metrics from `from` on. */
export function lines(from: number, to: number): string {
  const list: string[] = [];
  for (let step = from; step < to; step++) {
    const time = new Date(Date.UTC(2026, 0, 1) + 1000 * step).toISOString();
    const train = { loss: 1 / (step + 1) };
    list.push(`${JSON.stringify({ step, train, validation: null, time })}\n`);
  }
  return list.join('');
}

/** Writes a run with `steps` lines of metrics; returns its folder. */
export function writeRun(runs: string, name: string, steps: number): string {
  const folder = join(runs, name);
  mkdirSync(folder, { recursive: true });
  const settings = { lr: 0.1, steps };
  writeFileSync(join(folder, 'run.json'), JSON.stringify({ source: 'made-up', settings }));
  writeFileSync(join(folder, 'metrics.jsonl'), lines(0, steps));
  return folder;
}

/** What a log of layers and a judged training leave in the folder of a run. */
export function writeInside(folder: string): void {
  const histogram = { low: -1, high: 1, counts: [1, 4, 2], mean: 0.1, std: 0.5, notFinite: 0 };
  const modules = [
    { name: '', kind: 'Classifier', outputs: [[4, 2]], time: 2, bytes: 32 },
    { name: 'layers', kind: 'Sequential', outputs: [[4, 2]], time: 1.5, bytes: 32 },
    { name: 'layers.0', kind: 'Linear', outputs: [[4, 2]], time: 1, bytes: 32 },
  ];
  const parameters = [{ name: 'layers.0.weight', shape: [2, 3], numel: 6 }];
  writeFileSync(join(folder, 'model.json'), JSON.stringify({ modules, parameters }));
  const epochs = [1, 2, 3].map((epoch) => ({
    epoch,
    parameters: { 'layers.0.weight': { weight: histogram, gradient: histogram, update: 0.002 } },
    activations: { 'layers.0': histogram },
  }));
  writeFileSync(
    join(folder, 'layers.jsonl'),
    epochs.map((one) => `${JSON.stringify(one)}\n`).join(''),
  );
  const picture = { width: 4, values: Array.from({ length: 16 }, (_, i) => i / 16) };
  const cats = { actual: 'cat', predicted: 'dog' };
  const result = {
    scores: { accuracy: 0.8 },
    target: { labels: ['cat', 'dog'] },
    confusion: [
      [5, 2],
      [1, 6],
    ],
    mistakes: [
      { row: 7, ...cats, by: 0.9, picture },
      { row: 3, actual: 'dog', predicted: 'cat', by: 0.6, picture },
    ],
  };
  writeFileSync(join(folder, 'result.json'), JSON.stringify(result));
  const points = [0, 1, 2].map((row) => ({ x: row, y: row % 2, row, ...cats, picture }));
  writeFileSync(
    join(folder, 'plane.json'),
    JSON.stringify({ layer: 'layers.0', width: 3, share: 0.8, points }),
  );
}

/** What a training with a table of embeddings leaves: row 3 points where row 1 does. */
export function writeTables(folder: string): void {
  const modules = [
    { name: '', kind: 'Model' },
    { name: 'words', kind: 'Embedding' },
  ];
  writeFileSync(join(folder, 'model.json'), JSON.stringify({ modules, parameters: [] }));
  const rows = tensor([
    [1, 0, 0],
    [0, 2, 1],
    [-1, 0, 3],
    [0, 4, 2],
  ]);
  writeFileSync(join(folder, 'best.safetensors'), encodeSafetensors({ 'words.weight': rows }));
}

/** A model that can be asked in every way, and says how it was asked. */
export const openEcho: OpenModel = async () => ({
  form: {
    target: 'species',
    fields: [
      { kind: 'number', column: 'weight', usual: 4.2 },
      { kind: 'category', column: 'hair', choices: ['short', 'long'] },
      { kind: 'date', column: 'born' },
    ],
    drawing: 8,
    files: ['.csv', '.png'],
  },
  predict: async (question) => {
    const probabilities = [0.75, 0.25];
    const said = { value: 'cat', probabilities, actual: null, place: 'row 1' };
    if (question.kind === 'row') said.value = `${question.row.weight} ${question.row.hair}`;
    if (question.kind === 'drawing') said.value = `${question.ink.filter((ink) => ink > 0).length}`;
    if (question.kind !== 'file') return { labels: ['cat', 'dog'], rows: [said], notes: [] };
    const wrong = { ...said, place: 'row 2', actual: 'dog' };
    const rows = [{ ...said, actual: 'cat' }, wrong];
    return { labels: ['cat', 'dog'], rows, notes: [`${question.bytes.length} bytes`] };
  },
});

/** Where Chromium is; tests that need it are left out where it is not. */
export const chromiumPath: string = process.env.CHROMIUM ?? '/usr/bin/chromium';

/** Whether there is none. */
export const isChromiumMissing: boolean = !existsSync(chromiumPath);
