/** What a training shows while it runs. */

import { tensor } from 'chainrule';
import { ConfusionMatrix } from 'chainrule/train';
import { describe, expect, it } from 'vitest';
import { confusionTable } from '../../src/cli/screen/confusion-table.js';
import { duration, percent, thousands } from '../../src/cli/screen/numbers.js';
import { ProgressLine } from '../../src/cli/screen/progress-line.js';
import { fakeTerminal } from './fake-terminal.js';

const record = {
  epoch: 2,
  step: 8,
  lr: 0.1,
  seconds: 0.5,
  samplesPerSecond: 12_345,
  train: { loss: 0.25, accuracy: 0.9 },
  validation: { loss: 0.5, accuracy: 1 },
};
const progress = {
  epoch: 3,
  batch: 1,
  batches: 4,
  samples: 64,
  seconds: 0.01,
  train: record.train,
};

describe('ProgressLine', () => {
  it('writes a line per epoch into a log', () => {
    const terminal = fakeTerminal();
    const line = new ProgressLine(terminal, 10);
    line.batch(progress);
    line.epoch(record, 4);
    line.end();
    expect(terminal.output()).toMatch(
      /^epoch {2}2\/10 {2}loss 0\.2500 {2}accuracy {2}90\.0 % {2}validation 100\.0 % {3}12,345 samples\/s {2}\d+ s left\n$/,
    );
  });

  it('draws on one line of a screen, within its width', () => {
    const terminal = fakeTerminal(true);
    const line = new ProgressLine(terminal, 10);
    line.epoch(record, 4);
    line.batch(progress);
    line.end();
    line.end();
    const drawn = terminal.output();
    expect(drawn.split('\n')).toHaveLength(2);
    const pieces = drawn.split('\r').slice(1);
    expect(pieces).toHaveLength(2);
    for (const piece of pieces) expect(piece.length).toBeLessThan(100 + '\x1b[K\n'.length);
    expect(pieces[1]).toContain('epoch  3/10');
  });
});

it('writes numbers as people read them', () => {
  expect(percent(0.9777)).toBe('97.8 %');
  expect(thousands(1234567.8)).toBe('1,234,568');
  expect([0.2, 59.1, 60, 185, 7500].map(duration)).toEqual([
    '1 s',
    '1 min 00 s',
    '1 min 00 s',
    '3 min 05 s',
    '2 h 05 min',
  ]);
});

it('draws a confusion matrix in which mistakes stand out', () => {
  const classes = (values: number[]) => tensor(values, { dtype: 'int32' });
  const matrix = new ConfusionMatrix(3).add(classes([0, 1, 1, 1]), classes([0, 1, 1, 2]));
  expect(confusionTable(matrix.counts(), (_, text) => text).split('\n')).toEqual([
    'actual  0  1  2   predicted',
    '     0  1  ·  ·',
    '     1  ·  2  ·',
    '     2  ·  1  ·',
  ]);
});
