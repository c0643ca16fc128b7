/** The commands as a user types them, run in this process. */

import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { nn } from 'chainrule';
import { loadDigits } from 'chainrule/data';
import { saveCheckpoint } from 'chainrule/train';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCommandLine } from '../../src/cli/command-line.js';
import { fakeTerminal } from './fake-terminal.js';

let root = '';
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'chainrule-cli-'));
});
afterAll(() => {
  rmSync(root, { recursive: true });
});

/** Exit code and what was written. */
async function run(...args: string[]): Promise<{ code: number; output: string; errors: string }> {
  const terminal = fakeTerminal();
  const code = await runCommandLine(args, terminal);
  return { code, output: terminal.output(), errors: terminal.errors() };
}

const train = (...args: string[]) => run('train', 'digits', '--runs', join(root, 'runs'), ...args);

describe('help', () => {
  it('shows the commands, the options of one, and the version', async () => {
    const general = await run('--help');
    expect(general.code).toBe(0);
    expect(general.output).toContain(
      'chainrule train <table | images/ | recipe.ts | digits | environment> [options]',
    );
    expect(general.output).toContain('chainrule predict <run> <file>');
    expect((await run('train', '--help')).output).toContain('--batch-size <n>');
    expect((await run('--version')).output).toMatch(/^\d+\.\d+\.\d+\n$/);
    expect((await run()).code).toBe(2);
  });

  it.each([
    [['trian'], "chainrule: unknown command 'trian'. Did you mean 'train'?"],
    [['toString'], "chainrule: unknown command 'toString'"],
    [['--verison'], "chainrule: unknown option '--verison'. Did you mean '--version'?"],
    [['train'], 'chainrule: train what? Try: chainrule train digits'],
    [['train', 'digts'], "chainrule: train: no data set 'digts'. Did you mean 'digits'?"],
    [['train', 'cifar'], "chainrule: train: no data set 'cifar'. There is: digits"],
    [['train', 'digits', 'now'], "chainrule: train digits: 'now' is one word too many"],
    [
      ['train', 'digits', '--lr', 'abc'],
      "--lr must be a number above 0, such as 0.001 or 1e-3, got 'abc'",
    ],
    [
      ['train', 'digits', '--name', '../x'],
      "--name may have letters, digits and . _ - only, got '../x'",
    ],
    [['train', 'digits', '--resume', '--lr', '1'], 'leave out --lr'],
    [['predict', 'a'], 'chainrule: predict needs a checkpoint'],
    [['predict', 'a', 'b', 'c'], "chainrule: predict: 'c' is one word too many"],
  ])('%j: %s', async (args, message) => {
    const { code, errors } = await run(...args);
    expect(code).toBe(2);
    expect(errors).toContain(message);
  });
});

describe('train digits', () => {
  it('trains, shows how it went, and keeps the model; the same seed gives the same', async () => {
    const first = await train('--epochs', '3');
    expect(first.code).toBe(0);
    expect(first.output.match(/^epoch /gm)).toHaveLength(3);
    const accuracy = /^test accuracy (\d+\.\d) %$/m.exec(first.output)?.[1];
    expect(Number(accuracy)).toBeGreaterThan(90);
    expect(first.output).toContain('actual   0   1   2   3   4   5   6   7   8   9   predicted');
    const folder = join(root, 'runs', 'digits-1');
    expect(
      readdirSync(folder)
        .filter((name) => name !== '.lock')
        .sort(),
    ).toEqual([
      'best.safetensors',
      'events.jsonl',
      'last.safetensors',
      'layers.jsonl',
      'metrics.jsonl',
      'model.json',
      'plane.json',
      'previous.safetensors',
      'result.json',
      'run.json',
    ]);

    const second = await train('--epochs', '3');
    expect(second.output).toContain(`test accuracy ${accuracy} %`);
    const best = (name: string): Buffer =>
      readFileSync(join(root, 'runs', name, 'best.safetensors'));
    expect(best('digits-2')).toEqual(best('digits-1'));
  });

  it('reaches the accuracy that it is for', async () => {
    const { output } = await train('--name', 'whole');
    const accuracy = /^test accuracy (\d+\.\d) %$/m.exec(output)?.[1];
    expect(Number(accuracy)).toBeGreaterThanOrEqual(97);
  }, 120_000);

  it('never overwrites a run, and says when there is none to go on with', async () => {
    mkdirSync(join(root, 'runs', 'mine'), { recursive: true });
    writeFileSync(join(root, 'runs', 'mine', 'note'), '');
    const taken = await train('--name', 'mine');
    expect(taken).toMatchObject({ code: 1 });
    expect(taken.errors).toContain('is not empty; choose another name');
    const none = await train('--name', 'mine', '--resume');
    expect(none.errors).toContain('no training to go on with');
    const empty = await run('train', 'digits', '--runs', join(root, 'empty'), '--resume');
    expect(empty.errors).toContain('there is no run in');
    expect(existsSync(join(root, 'empty'))).toBe(false);
  });

  it('shows the result again when a finished run is resumed', async () => {
    const before = await train('--epochs', '1', '--name', 'done');
    const after = await train('--name', 'done', '--resume');
    const line = /^test accuracy .*$/m;
    expect(after.output.match(line)?.[0]).toBe(before.output.match(line)?.[0]);
    expect(after.output).not.toMatch(/^epoch /m);
  });
});

describe('predict', () => {
  const file = (name: string, text: string): string => {
    const path = join(root, name);
    writeFileSync(path, text);
    return path;
  };
  const digits = loadDigits();
  const row = (index: number): number[] => [...digits.get(index)[0].toTypedArray()];
  let trained = '';
  beforeAll(async () => {
    await train('--epochs', '5', '--name', 'model');
    trained = join(root, 'runs', 'model');
  });

  it('reads CSV with labels, from the folder of a run', async () => {
    const lines = [0, 1, 2].map((index) => [...row(index), index].join(','));
    const { code, output } = await run(
      'predict',
      trained,
      file('a.csv', `${lines.join('\r\n')}\n`),
    );
    expect(code).toBe(0);
    expect(output).toMatch(/^line 1 +digit 0 +\d+\.\d %\nline 2 +digit 1 .*\nline 3 +digit 2 /);
    expect(output).toContain('accuracy 100.0 % (3 of 3)');
  });

  it('points at what it got wrong, and passes over a header and empty lines', async () => {
    const header = [...digits.featureNames, 'digit'].join(',');
    const csv = file('b.csv', `${header}\n\n${[...row(0), 7].join(',')}`);
    const { output } = await run('predict', join(trained, 'last.safetensors'), csv);
    expect(output).toMatch(/^line 3 +digit 0 .* wrong, it is 7\naccuracy 0.0 % \(0 of 1\)\n$/);
  });

  it.each([
    ['a picture', (pictures: number[][]) => pictures[0]],
    ['pictures', (pictures: number[][]) => pictures],
    ['rows of pixels', ([first = []]: number[][]) => [[first.slice(0, 32), first.slice(32)]]],
  ])('reads JSON: %s', async (_, pick) => {
    const json = file('a.json', JSON.stringify(pick([row(0), row(1)])));
    const { output } = await run('predict', trained, json);
    expect(output).toMatch(/^item 1 +digit 0 /);
    expect(output).not.toContain('accuracy');
  });

  const zeros = new Array<number>(64).fill(0).join(',');
  it.each([
    [
      'too few',
      `${zeros}\n1,2,3`,
      'line 2: expected 64 numbers, or 65 with the digit last, found 3',
    ],
    [
      'words',
      `${zeros}\n${zeros.replace('0', 'ink')}`,
      "line 2, column 1: expected a number, found 'ink'",
    ],
    ['a hole', zeros.replace(',0', ','), "line 1, column 2: expected a number, found ''"],
    [
      'too much ink',
      zeros.replace('0', '255'),
      'line 1: pixel 1 is 255, expected 0 (paper) to 16 (ink)',
    ],
    ['no digit', `${zeros},10`, 'line 1: the digit after the pixels is 10, expected 0 to 9'],
    ['nothing', '\n', 'has no pictures in it'],
    ['broken JSON', '[1, 2', 'is not JSON'],
    ['other JSON', '["a"]', 'item 1: expected an array of numbers'],
  ])('says what is wrong with a file: %s', async (_, text, message) => {
    const { code, errors } = await run('predict', trained, file('bad', text));
    expect(code).toBe(1);
    expect(errors).toContain(message);
  });

  it('says what is wrong with a checkpoint', async () => {
    const good = file('c.csv', zeros);
    const expectError = async (checkpoint: string, message: string): Promise<void> => {
      const { code, errors } = await run('predict', checkpoint, good);
      expect(code).toBe(1);
      expect(errors).toContain(message);
    };
    await expectError(join(root, 'none'), 'no such file or folder');
    mkdirSync(join(root, 'hollow'));
    await expectError(join(root, 'hollow'), 'has no checkpoint in it');
    const whole = readFileSync(join(trained, 'best.safetensors'));
    const cut = join(root, 'cut.safetensors');
    writeFileSync(cut, whole.subarray(0, -100));
    await expectError(cut, 'the file is cut off');
    await expectError(good, 'Is it a safetensors file?');
    const other = join(root, 'other.safetensors');
    saveCheckpoint(other, { model: new nn.Linear(2, 2), facts: { model: 'line' } });
    await expectError(other, "holds the model 'line'; the command line knows 'digits-mlp'");
    const { errors } = await run('predict', trained, join(root, 'none.csv'));
    expect(errors).toContain('no such file or folder');
  });
});
