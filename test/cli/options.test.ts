/** Words and numbers on the command line. */

import { describe, expect, it } from 'vitest';
import { didYouMean, nearest } from '../../src/cli/args/nearest.js';
import { numberOption } from '../../src/cli/args/number-option.js';
import { describeOptions, readOptions } from '../../src/cli/args/options.js';
import { UsageError } from '../../src/cli/args/usage-error.js';

const table = {
  epochs: { value: '<n>', help: 'times through the data' },
  resume: { value: null, help: 'go on' },
};

describe('nearest', () => {
  it.each([
    ['trian', 'train'],
    ['predcit', 'predict'],
    ['tran', 'train'],
    ['predictt', 'predict'],
    ['serve', null],
    ['', null],
  ])('%s -> %s', (word, guess) => {
    expect(nearest(word, ['train', 'predict'])).toBe(guess);
  });

  it('says so in words, or nothing', () => {
    expect(didYouMean('trian', ['train'])).toBe(". Did you mean 'train'?");
    expect(didYouMean('x', [])).toBe('');
  });
});

describe('readOptions', () => {
  it('reads values in both spellings, switches, and the rest', () => {
    const { options, positionals } = readOptions(table, ['digits', '--epochs=3', '--resume', 'x']);
    expect([...options]).toEqual([
      ['epochs', '3'],
      ['resume', ''],
    ]);
    expect(positionals).toEqual(['digits', 'x']);
    const { repeated } = readOptions(table, ['--epochs', '3', '--epochs', '4']);
    expect(repeated.get('epochs')).toEqual(['3', '4']);
  });

  it.each([
    [['--epoch', '3'], "unknown option --epoch. Did you mean '--epochs'?"],
    [['--constructor'], 'unknown option --constructor'],
    [['-x'], 'unknown option -x'],
    [['--epochs'], '--epochs needs a value: --epochs <n>'],
    [['--epochs', '--resume'], '--epochs needs a value'],
    [['--epochs='], '--epochs needs a value'],
    [['--resume=yes'], "--resume takes no value, got 'yes'"],
  ])('%j: %s', (args, message) => {
    expect(() => readOptions(table, args)).toThrow(UsageError);
    expect(() => readOptions(table, args)).toThrow(message);
  });

  it('describes the table', () => {
    expect(describeOptions(table)).toBe(
      '  --epochs <n>  times through the data\n  --resume      go on',
    );
  });
});

describe('numberOption', () => {
  const read = (kind: 'count' | 'positive' | 'seed', text?: string): number =>
    numberOption(
      {
        options: new Map(text === undefined ? [] : [['lr', text]]),
        repeated: new Map(),
        positionals: [],
      },
      'lr',
      kind,
      7,
    );

  it('reads numbers, or falls back', () => {
    expect(read('positive', '1e-3')).toBe(0.001);
    expect(read('count', '12')).toBe(12);
    expect(read('seed', '0')).toBe(0);
    expect(read('seed')).toBe(7);
  });

  it.each([
    ['positive', 'abc'],
    ['positive', '-1'],
    ['positive', 'NaN'],
    ['positive', 'Infinity'],
    ['count', '0'],
    ['count', '1.5'],
    ['count', ' '],
    ['seed', '-1'],
  ] as const)('%s refuses %j', (kind, text) => {
    expect(() => read(kind, text)).toThrow(UsageError);
    expect(() => read(kind, text)).toThrow(/^--lr must be a .*, got '/);
  });
});
