/** Trainings on tables as a user types them, run in this process. */

import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadSafetensors } from 'chainrule/io';
import { loadTableModel, readTable, TablePredictor } from 'chainrule/tabular';
import { beforeAll, describe, expect, it } from 'vitest';
import { runCommandLine } from '../../src/cli/command-line.js';
import { temporaryFolder } from '../tabular/files.js';
import { fakeTerminal } from './fake-terminal.js';

const { root, file } = temporaryFolder();
const runs = join(root, 'runs');

/** Exit code and what was written. */
async function run(...args: string[]): Promise<{ code: number; output: string; errors: string }> {
  const terminal = fakeTerminal();
  const code = await runCommandLine(args, terminal);
  return { code, output: terminal.output(), errors: terminal.errors() };
}

/** A table whose classes follow from its columns, with holes, dates and columns of no use. */
function shop(rows: number): string {
  const line = (row: number): string => {
    const price = ((row * 37) % 101) / 10;
    const colour = ['red', 'green', 'blue'][(row * 7) % 3];
    const day = new Date(Date.UTC(2024, 0, 1 + (row % 300))).toISOString().slice(0, 10);
    const sold = price > 5 === (colour === 'red') ? 'yes' : 'no';
    return [row + 1, row % 9 === 0 ? '' : price, colour, day, 'shop', sold].join(',');
  };
  const lines = Array.from({ length: rows }, (_, row) => line(row));
  return `${['id,price,colour,day,kind,sold', ...lines].join('\n')}\n`;
}

const quick = ['--runs', runs, '--epochs', '3', '--ensemble', '2', '--hidden', '16'];
let table = '';
let trained = { code: -1, output: '', errors: '' };
beforeAll(async () => {
  table = file('shop.csv', shop(150));
  trained = await run('train', table, '--target', 'sold', ...quick);
  // The first training of a process compiles all kernels.
}, 60_000);
const model = join(runs, 'shop-1');

describe('train <table>', () => {
  it('tells what it read, left out, and how good it is', () => {
    expect(trained).toMatchObject({ code: 0, errors: '' });
    for (const part of [
      'shop.csv  150 rows, 6 columns',
      'predicts sold, one of 2 classes, because its values are texts: no 75, yes 75',
      '1 number: price',
      '1 category: colour (3)',
      '1 date: day',
      'left out id: it counts the rows',
      "left out kind: it is the same in each row ('shop')",
      '120 rows to learn from, in 2 parts',
      'on 30 rows held out',
      'balanced accuracy',
      'most frequent',
      `npx chainrule predict ${model}`,
    ]) {
      expect(trained.output.replace('74', '75').replace('76', '75')).toContain(part);
    }
    expect(trained.output.match(/^epoch /gm)).toHaveLength(3);
  });

  it('keeps what it was and what came of it', () => {
    expect(
      readdirSync(model)
        .filter((name) => name !== '.lock')
        .sort(),
    ).toEqual([
      'best.safetensors',
      'events.jsonl',
      'last.safetensors',
      'layers.jsonl',
      'metrics.jsonl',
      'model.json',
      'previous.safetensors',
      'report.html',
      'result.json',
      'run.json',
    ]);
    const record = JSON.parse(readFileSync(join(model, 'run.json'), 'utf8'));
    expect(record).toMatchObject({ kind: 'table', source: table, seed: 1337 });
    const html = readFileSync(join(model, 'report.html'), 'utf8');
    expect(html).toContain('<svg');
    expect(html).not.toMatch(/<script|<link|src=/);
    const events = readFileSync(join(model, 'events.jsonl'), 'utf8').trim().split('\n');
    const kinds = events.map((line) => JSON.parse(line).event);
    expect([kinds[0], kinds.at(-1)]).toEqual(['start', 'end']);
    expect(new Set(kinds)).toEqual(new Set(['start', 'save', 'lr', 'end']));
  });

  it('writes JSON for programs, and takes bundled tables and the standard names of targets', async () => {
    const { code, output } = await run('train', 'iris', ...quick, '--json');
    expect(code).toBe(0);
    const result = JSON.parse(output);
    expect(result.target).toMatchObject({ column: 'target', kind: 'classes' });
    expect(result.scores.accuracy).toBeGreaterThan(0.5);
    expect(result.baselines.constant.accuracy).toBeCloseTo(1 / 3, 1);
  });

  it('learns numbers, in the order of time, with a linear model', async () => {
    const rows = Array.from(
      { length: 120 },
      (_, t) => `${t},${(t * 37) % 11},${((t * 37) % 11) * 2.5 + 1}`,
    );
    const path = file('line.csv', `when,x,y\n${rows.join('\n')}\n`);
    const args = ['--target', 'y', '--time', 'when', '--model', 'linear', '--epochs', '60'];
    const { code, output } = await run('train', path, ...args, '--runs', runs, '--json');
    expect(code).toBe(0);
    expect(JSON.parse(output).scores.r2).toBeGreaterThan(0.9);
  });

  it('stops when the time is up, and keeps the best', async () => {
    const args = ['--target', 'sold', '--epochs', '100000', '--time-limit', '0.5s'];
    const { code, output } = await run('train', table, ...args, '--ensemble', '2', '--runs', runs);
    expect(code).toBe(0);
    expect(output).toMatch(/until the (time was up|validation stopped improving)/);
  });

  it.each([
    [['none.csv'], 1, 'no such file or folder'],
    [['shop', '--target', 'sold'], 2, "no data set 'shop'"],
    [
      ['TABLE', '--target', 'price2'],
      1,
      "target: there is no column 'price2'. There are: id, price",
    ],
    [['TABLE', '--task', 'sorting'], 2, "--task must be 'classification' or 'regression'"],
    [['TABLE', '--model', 'mpl'], 2, "got 'mpl'. Did you mean 'mlp'?"],
    [['TABLE', '--test', '2'], 2, '--test must be a share from 0 up to below 1'],
    [['TABLE', '--time-limit', 'soon'], 2, '--time-limit must be a time such as 60s'],
    [['TABLE', '--exclude', 'x'], 1, "--exclude: there is no column 'x'"],
    [['TABLE', '--time', 'colour'], 1, '--time colour: its cells are texts'],
    [['TABLE', '--runs', 'TABLE'], 1, 'is a file, not a folder'],
    [['digits', '--target', 'x'], 2, '--target is for tables'],
  ])('%j fails with %i: %s', async (args, code, message) => {
    const given = args.map((arg) => (arg === 'TABLE' ? table : arg));
    const where = given.includes('--runs') ? [] : ['--runs', runs];
    const result = await run('train', ...given, ...where);
    expect(result).toMatchObject({ code });
    expect(result.errors).toContain(message);
  });
});

describe('with a trained model', () => {
  it('predict adds columns, also for categories and columns it has not seen', async () => {
    const path = file('new.csv', 'price,colour,day\n1.5,"red",2024-05-05\n,purple,\n');
    const { code, output } = await run('predict', model, path);
    expect(code).toBe(0);
    const written = await readTable(file('predicted.csv', output));
    expect(written.rows).toBe(2);
    expect(written.columns.map(({ name }) => name)).toEqual([
      ...['price', 'colour', 'day'],
      ...['predicted_sold', 'probability_no', 'probability_yes'],
    ]);
    const lacking = await run('predict', model, file('lacking.csv', 'price,colour\n1,red\n'));
    expect(lacking.code).toBe(0);
    expect(lacking.errors).toContain('lacks columns that the model learned from: day');
    const other = await run('predict', model, file('other.csv', 'a,b\n1,2\n'));
    expect(other).toMatchObject({ code: 1 });
    expect(other.errors).toContain('has none of the columns');
  });

  it('predict writes JSON lines', async () => {
    const path = file('new.jsonl', '{"price":1.5,"colour":"red","day":"2024-05-05"}\n');
    const { output } = await run('predict', model, path, '--json');
    const line = JSON.parse(output);
    expect(line).toMatchObject({ price: 1.5, colour: 'red' });
    expect(line.probability_no + line.probability_yes).toBeCloseTo(1, 3);
  });

  it('evaluate judges a file', async () => {
    const { code, output } = await run('evaluate', model, table, '--json');
    expect(code).toBe(0);
    expect(JSON.parse(output)).toMatchObject({ rows: 150, leftOut: 0 });
    expect((await run('evaluate', model, table)).output).toContain('balanced accuracy');
    const bare = await run('evaluate', model, file('bare.csv', 'price,colour,day\n1,red,\n'));
    expect(bare.errors).toContain("has no column 'sold'");
  });

  it('summary shows what is done with each column', async () => {
    const { output } = await run('summary', model);
    expect(output).toContain('predicts sold: no, yes');
    expect(output).toMatch(/price +number, mean .*missing: .* and a flag/);
    expect(output).toMatch(/colour +category, one-hot: /);
    expect(output).toMatch(/kind +left out: it is the same/);
    expect(JSON.parse((await run('summary', model, '--json')).output).model).toBe('table');
  });

  it('runs lists, compares and removes', async () => {
    await run('train', table, '--target', 'sold', ...quick, '--name', 'other');
    const { output } = await run('runs', '--runs', runs, '--sort', 'loss');
    expect(output).toMatch(/^run +epochs +loss +validation +test +data\n/);
    const list = JSON.parse((await run('runs', '--runs', runs, '--json')).output);
    expect(list).toContainEqual(expect.objectContaining({ name: 'shop-1', epochs: 3 }));
    const two = await run('runs', 'compare', 'other', 'shop-1', '--runs', runs);
    expect(two.output.trim().split('\n').slice(0, 3).at(-1)).toMatch(/^shop-1 /);
    expect(two.output).toContain('\nall settings are the same\n');
    await run('train', table, '--target', 'sold', ...quick, '--name', 'seeds', '--seed', '7');
    const seeds = await run('runs', 'compare', 'shop-1', 'seeds', '--runs', runs);
    expect(seeds.output).toMatch(/\n\nsetting +seeds +shop-1\nseed +7 +1337\n$/);
    const lock = join(runs, 'other/.lock');
    writeFileSync(lock, String(process.pid));
    expect((await run('runs', 'remove', 'other', '--runs', runs)).errors).toContain('at work');
    rmSync(lock);
    expect((await run('runs', 'remove', 'other', '--runs', runs)).code).toBe(0);
    expect(existsSync(join(runs, 'other'))).toBe(false);
    const none = await run('runs', 'remove', 'other', '--runs', runs);
    expect(none.errors).toContain("there is no run 'other'");
  });

  it('draw and export write files, never over others', async () => {
    const picture = join(root, 'course.svg');
    expect((await run('draw', model, '--out', picture)).code).toBe(0);
    expect(readFileSync(picture, 'utf8')).toContain('<svg');
    expect((await run('draw', model, '--what', 'model', '--out', picture)).code).toBe(0);
    expect((await run('draw', model, '--out', 'a.gif')).errors).toContain('.svg or .png');
    const program = join(root, 'shop-model.ts');
    expect((await run('export', model, '--out', program)).code).toBe(0);
    expect((await run('export', model, '--out', program)).errors).toContain('is there already');
    expect(readFileSync(program, 'utf8')).toContain("from 'chainrule/tabular'");
    const own = loadTableModel(join(root, 'shop-model.safetensors'));
    expect(own).toBeInstanceOf(TablePredictor);
    const rows = await readTable(table, { kinds: own.kinds });
    const best = loadTableModel(join(model, 'best.safetensors'));
    expect(own.predict(rows)).toEqual(best.predict(rows));
    // As it says of itself, in a folder without a manifest, where tsx makes CommonJS of it.
    const checkout = fileURLToPath(new URL('../../', import.meta.url));
    const tsx = join(checkout, 'node_modules/tsx/dist/cli.mjs');
    const env = { ...process.env, TSX_TSCONFIG_PATH: join(checkout, 'tsconfig.json') };
    const told = spawnSync(process.execPath, [tsx, program, table], { encoding: 'utf8', env });
    expect(told.stderr).toBe('');
    const [first = Number.NaN] = own.predict(rows);
    expect(told.stdout).toContain(String(first));
    const weights = join(root, 'w.safetensors');
    await run('export', model, '--format', 'safetensors', '--out', weights);
    expect(Object.keys(loadSafetensors(weights).tensors)).toContain('input.weight');
  });

  it('resume shows a finished training again, and refuses a changed table', async () => {
    const before = readFileSync(join(model, 'metrics.jsonl'), 'utf8');
    const again = await run('resume', model);
    expect(again).toMatchObject({ code: 0 });
    expect(again.output).not.toMatch(/^epoch /m);
    expect(readFileSync(join(model, 'metrics.jsonl'), 'utf8')).toBe(before);
    writeFileSync(table, shop(151));
    expect((await run('resume', model)).errors).toContain('has changed since this training began');
    writeFileSync(table, shop(150));
  });
});
