/** Models of runs as the studio's page asks them, and how a run is trained again. */

import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadDigits } from 'chainrule/data';
import {
  type PredictForm,
  type Predictions,
  type RunRepeat,
  type Studio,
  startStudio,
} from 'chainrule/studio';
import { loadCheckpoint } from 'chainrule/train';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCommandLine } from '../../src/cli/command-line.js';
import { modelOpener } from '../../src/cli/studio/models/open-model.js';
import { repeatOf } from '../../src/cli/studio/repeat/repeat.js';
import { fakeTerminal } from '../cli/fake-terminal.js';
import { fakePages, runsFolder, writeRun } from './pages.js';

const runs = runsFolder();
const pages = fakePages();
let studio: Studio;

/** Heavy pets are dogs. */
function pets(rows: number): string {
  const lines = Array.from({ length: rows }, (_, row) => {
    const isDog = row % 2 === 1;
    const weight = isDog ? 12 + (row % 7) : 3 + (row % 3);
    return [
      weight,
      row % 5 === 0 ? '' : (['short', 'long'][row % 3] ?? 'none'),
      isDog ? 'dog' : 'cat',
    ];
  });
  return `weight,hair,species\n${lines.map((line) => `${line.join(',')}\n`).join('')}`;
}

async function asked(run: string, question: object): Promise<Predictions & { error?: string }> {
  const response = await fetch(`${studio.url}api/predict`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ run, ...question }),
  });
  return response.json();
}

function fileOf(name: string, text: string | Uint8Array): object {
  return { file: { name, base64: Buffer.from(text).toString('base64') } };
}

async function formOf(run: string): Promise<PredictForm & { error?: string }> {
  return (await fetch(`${studio.url}api/predict?run=${run}`)).json();
}

beforeAll(async () => {
  const table = join(runs, '.pets.csv');
  writeFileSync(table, pets(80));
  const quick = ['--runs', runs, '--epochs'];
  const small = ['6', '--ensemble', '1', '--hidden', '16', '--lr', '0.03'];
  await runCommandLine(
    ['train', table, '--target', 'species', '--name', 'pets-1', ...quick, ...small],
    fakeTerminal(),
  );
  await runCommandLine(['train', 'digits', ...quick, '2'], fakeTerminal());
  writeRun(runs, 'bare-1', 3);
  studio = await startStudio(runs, { port: 0, pages, openModel: modelOpener(), repeatOf });
  await fetch(`${studio.url}api/runs`);
}, 120_000);

afterAll(async () => {
  await studio?.close();
  rmSync(runs, { recursive: true, force: true });
});

describe('a model of a table', () => {
  it('says what columns it looks at, and which categories it knows', async () => {
    const form = await formOf('pets-1');
    expect(form).toMatchObject({ target: 'species', drawing: null });
    expect(form.fields).toEqual([
      expect.objectContaining({ kind: 'number', column: 'weight' }),
      { kind: 'category', column: 'hair', choices: expect.arrayContaining(['short', 'long']) },
    ]);
  });

  it('predicts a row that is typed in', async () => {
    const heavy = await asked('pets-1', { row: { weight: '17', hair: 'short' } });
    const light = await asked('pets-1', { row: { weight: '3.5', hair: '' } });
    expect([heavy.rows[0]?.value, light.rows[0]?.value]).toEqual(['dog', 'cat']);
    expect(heavy.labels).toEqual(['cat', 'dog']);
    const [cat = 0, dog = 0] = heavy.rows[0]?.probabilities ?? [];
    expect(cat + dog).toBeCloseTo(1, 5);
    const wrong = await asked('pets-1', { row: { weight: 'heavy' } });
    expect(wrong.error).toBe("weight: 'heavy' is no number. Leave it empty if not known");
    const other = await asked('pets-1', { row: { wings: '2' } });
    expect(other.error).toBe("The model knows no column 'wings'");
  });

  it('predicts a file as the command line does, and says what is wrong with one', async () => {
    const found = await asked('pets-1', fileOf('new.csv', pets(11)));
    expect(found.rows).toHaveLength(11);
    expect(found.rows[1]).toMatchObject({ place: 'row 2', value: 'dog', actual: 'dog' });
    const terminal = fakeTerminal();
    const path = join(runs, '.new.csv');
    writeFileSync(path, pets(11));
    await runCommandLine(['predict', join(runs, 'pets-1'), path, '--json'], terminal);
    const told = terminal.output().trim().split('\n');
    expect(told.map((line) => JSON.parse(line).predicted_species)).toEqual(
      found.rows.map(({ value }) => value),
    );
    const lacking = await asked('pets-1', fileOf('new.csv', 'weight\n4\n18\n'));
    expect(lacking.notes[0]).toContain('The file lacks columns that the model learned from: hair');
    const empty = await asked('pets-1', fileOf('../../empty.csv', ''));
    expect(empty.error).toBe('read: empty.csv is empty');
    const picture = await asked('pets-1', fileOf('cat.png', 'x'));
    expect(picture.error).toContain('cat.png is no file for this model: it reads .csv');
    expect((await asked('pets-1', { ink: [0, 1] })).error).toContain('rows, not at pictures');
  });
});

describe('a model of pictures', () => {
  it('names a drawing, and the pictures of a file', async () => {
    expect(await formOf('digits-1')).toMatchObject({ drawing: 8, fields: [] });
    const [x, y] = loadDigits().get(0);
    const ink = Array.from(x.div(16).toTypedArray());
    const found = await asked('digits-1', { ink });
    expect(found.rows[0]).toMatchObject({ place: 'drawing', value: String(y.item()) });
    expect(found.rows[0]?.probabilities).toHaveLength(10);
    const line = [...ink.map((one) => 16 * one), y.item()].join(',');
    const ofFile = await asked('digits-1', fileOf('some.csv', `${line}\n`));
    expect(ofFile.rows[0]).toMatchObject({ ...found.rows[0], place: 'line 1', actual: '0' });
    expect((await asked('digits-1', { ink: [1, 0] })).error).toContain('8 x 8 pixels, got 2');
    expect((await asked('digits-1', { ink: [2] })).error).toContain('numbers from 0 to 1');
    const odd = await asked('digits-1', fileOf('odd.csv', '1,2,3\n'));
    expect(odd.error).toContain('odd.csv: line 1: expected 64 numbers');
  });
});

describe('what cannot be asked', () => {
  it('is said: no run, no checkpoint, no question, too large, no models here', async () => {
    expect((await formOf('nobody')).error).toContain('no run "nobody" here');
    expect((await formOf('bare-1')).error).toContain('has no checkpoint in it');
    expect((await asked('pets-1', {})).error).toContain('row, ink, or file');
    const large = await asked('pets-1', fileOf('a.csv', new Uint8Array(7_000_000)));
    expect(large.error).toBe('The body may have 8400000 bytes at most.');
    const without = await startStudio(runs, { port: 0, pages });
    await fetch(`${without.url}api/runs`);
    const answer = await fetch(`${without.url}api/predict?run=pets-1`);
    expect(answer.status).toBe(404);
    expect((await answer.json()).error).toContain('npx chainrule studio has one');
    await without.close();
  });
});

describe('how to train the same again', () => {
  async function repeat(run: string): Promise<RunRepeat> {
    return (await fetch(`${studio.url}api/repeat?run=${run}`)).json();
  }

  it('is said for a table, with what is not usual, and a program', async () => {
    const { command, usual, program } = await repeat('pets-1');
    const options = '--target species --ensemble 1 --hidden 16 --epochs 6 --lr 0.03';
    expect(command).toBe(`npx chainrule train ${join(runs, '.pets.csv')} ${options}`);
    expect(usual).toMatchObject({ 'wishes.hidden': 'by the data' });
    expect(Object.keys(usual)).toHaveLength(4);
    expect(program?.text).toContain('export const columns = ["weight","hair"]');
    expect(program?.command).toContain('pets-1 --format ts');
    expect(await repeat('bare-1')).toEqual({ command: '', usual: {}, program: null });
  });

  it('gives the same bits', async () => {
    const { command, usual } = await repeat('digits-1');
    expect(command).toBe('npx chainrule train digits --epochs 2');
    expect(usual).toEqual({ 'settings.epochs': '60' });
    const words = command.split(' ').slice(2);
    await runCommandLine([...words, '--runs', runs], fakeTerminal());
    const [one, other] = ['digits-1', 'digits-2'].map((name) =>
      loadCheckpoint(join(runs, name, 'last.safetensors')),
    );
    expect(Object.keys(other?.model ?? {})).toEqual(Object.keys(one?.model ?? {}));
    for (const [name, value] of Object.entries(one?.model ?? {})) {
      expect(other?.model[name]?.toTypedArray()).toEqual(value.toTypedArray());
    }
  });
});

describe('what a training leaves to be looked at', () => {
  it('is its held-out samples in the plane, by their principal components', async () => {
    const plane = await (await fetch(`${studio.url}api/plane?run=digits-1`)).json();
    expect(plane).toMatchObject({ layer: 'layers.3', width: 256 });
    const points: { x: number; y: number; actual: string; picture: object }[] = plane.points;
    expect(points).toHaveLength(360);
    expect(new Set(points.map(({ actual }) => actual)).size).toBe(10);
    expect(points[0]?.picture).toMatchObject({ width: 8 });
    const moment = (f: (point: { x: number; y: number }) => number): number =>
      points.reduce((sum, point) => sum + f(point), 0) / points.length;
    const [xx, yy] = [moment(({ x }) => x * x), moment(({ y }) => y * y)];
    // Components are centred, do not go together, and the first has the larger spread.
    expect(moment(({ x }) => x) / Math.sqrt(xx)).toBeCloseTo(0, 6);
    expect(moment(({ x, y }) => x * y) / Math.sqrt(xx * yy)).toBeCloseTo(0, 6);
    expect(xx).toBeGreaterThan(yy);
    expect(plane.share).toBeGreaterThan(0.2);
    expect(plane.share).toBeLessThan(1);
    expect(await (await fetch(`${studio.url}api/plane?run=bare-1`)).json()).toBeNull();
  });

  it('is what each layer of a model of a table says', async () => {
    const { model, epochs } = await (await fetch(`${studio.url}api/layers?run=pets-1`)).json();
    expect(model.modules[0].outputs).toEqual([[1, expect.any(Number), 2]]);
    expect(Object.keys(epochs.at(-1).activations)).toContain('output');
    expect(epochs.at(-1).parameters['output.weight'].update).toBeGreaterThan(0);
  });
});
