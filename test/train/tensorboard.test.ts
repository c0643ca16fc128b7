/** Event files, read back by an implementation of the format in another language. */

import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { nn, tensor } from 'chainrule';
import { readEvents, SummaryWriter } from 'chainrule/train';
import { afterAll, describe, expect, it } from 'vitest';
import { bytes, double, message, text, whole } from '../../src/train/tensorboard/proto-writer.js';
import { recordOf } from '../../src/train/tensorboard/record.js';

const root = mkdtempSync(join(tmpdir(), 'chainrule-events-'));
afterAll(() => rmSync(root, { recursive: true }));

const reader = fileURLToPath(new URL('../../scripts/readers/tensorboard.py', import.meta.url));
const hasPython = spawnSync('python3', ['--version']).status === 0;

/** A picture of one grey pixel. */
const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg==',
  'base64',
);

describe('SummaryWriter', () => {
  it.skipIf(!hasPython)('writes what another reader of the format reads', () => {
    const writer = new SummaryWriter(join(root, 'all'));
    writer.addScalar('loss/train', 0.25, { step: 3 });
    writer.addScalar('loss/train', 1e-30, { step: 300 });
    writer.addHistogram('weight', tensor([-1, 0, 0.5, 2, Number.NaN]), { step: 2 });
    writer.addImage('pixel', png, { step: 1 });
    writer.addText('note', '**grüße**');
    writer.addHparams({ lr: 0.1, name: 'adam', nesterov: true }, { accuracy: 0.5 });
    writer.addGraph(new nn.Sequential(new nn.Linear(2, 3), new nn.ReLU()));
    const events = JSON.parse(execFileSync('python3', [reader, writer.path], { encoding: 'utf8' }));
    expect(events[0]).toEqual({ step: 0, version: 'brain.Event:2' });
    const values = events.flatMap((event: { step: number; values?: object[] }) =>
      (event.values ?? []).map((value) => ({ step: event.step, ...value })),
    );
    expect(values.slice(0, 2)).toEqual([
      { step: 3, tag: 'loss/train', scalar: 0.25 },
      { step: 300, tag: 'loss/train', scalar: Math.fround(1e-30) },
    ]);
    const { histogram } = values[2];
    expect(histogram).toMatchObject({ min: -1, max: 2, num: 4, sum: 1.5, sumSquares: 5.25 });
    expect(histogram.counts.filter(Boolean)).toEqual([1, 1, 1, 1]);
    expect(histogram.limits).toHaveLength(histogram.counts.length);
    expect(values.slice(3, 8)).toEqual([
      { step: 1, tag: 'pixel', image: { height: 1, width: 1, channels: 1, bytes: png.length } },
      { step: 0, tag: 'note', text: ['**grüße**'] },
      {
        step: 0,
        tag: '_hparams_/experiment',
        hparams: ['lr', 'name', 'nesterov'],
        metrics: ['accuracy'],
      },
      {
        step: 0,
        tag: '_hparams_/session_start_info',
        values: { lr: 0.1, name: 'adam', nesterov: true },
      },
      { step: 0, tag: '_hparams_/session_end_info', status: 1 },
    ]);
    expect(values[8]).toEqual({ step: 0, tag: 'accuracy', scalar: 0.5 });
    expect(events.at(-1).graph).toEqual([
      { name: '0', op: 'Linear', inputs: [] },
      { name: '1', op: 'ReLU', inputs: ['0'] },
    ]);
  });

  it('has a file of its own, of records with checksums', () => {
    const folder = join(root, 'two');
    const [a, b] = [new SummaryWriter(folder), new SummaryWriter(folder)];
    expect(readdirSync(folder)).toHaveLength(2);
    expect(a.path).not.toBe(b.path);
    // The first record: the length of `Event { wall_time, step, file_version }`.
    const bytes = readFileSync(a.path);
    expect(bytes.readBigUInt64LE(0)).toBe(26n);
    expect(bytes.length).toBe(8 + 4 + 26 + 4);
  });

  it('says what it cannot write', () => {
    const writer = new SummaryWriter(join(root, 'wrong'));
    expect(() => writer.addScalar('a', 1, { step: -1 })).toThrow('step must be a whole number');
    expect(() => writer.addImage('a', new Uint8Array(3))).toThrow('the bytes of a PNG file');
    expect(() => writer.addHistogram('a', [])).toThrow('at least one finite number');
  });
});

describe('readEvents', () => {
  /** A file with three numbers and a histogram. */
  function written(): Buffer {
    const writer = new SummaryWriter(join(root, 'back'));
    for (let step = 0; step < 3; step++) writer.addScalar('loss', 1 / (step + 1), { step });
    writer.addHistogram('weight', [-1, -1, 0, 1], { step: 7 });
    writer.addHparams({ lr: 0.1 }, {});
    writer.addText('note', 'hello');
    return readFileSync(writer.path);
  }

  it('reads what SummaryWriter writes', () => {
    const before = Date.now();
    const { scalars, histograms, damage } = readEvents(written());
    expect(scalars.map(({ tag, step, value }) => [tag, step, value])).toEqual([
      ['loss', 0, 1],
      ['loss', 1, 0.5],
      ['loss', 2, Math.fround(1 / 3)],
    ]);
    expect(scalars[0]?.time).toBeGreaterThan(before - 60_000);
    expect(histograms[0]).toMatchObject({ tag: 'weight', step: 7 });
    const { low, high, counts, mean, std } = histograms[0]?.histogram ?? {};
    expect([low, high, mean]).toEqual([-1, 1, -0.25]);
    expect(std).toBeCloseTo(Math.sqrt(0.75 - 0.0625), 12);
    expect(counts?.reduce((sum, one) => sum + one, 0)).toBeCloseTo(4, 9);
    // The format knows only that two numbers are between -1 and the end of their bucket.
    expect((counts?.[0] ?? 0) + (counts?.[1] ?? 0)).toBeCloseTo(2, 9);
    expect(damage).toBe('');
  });

  it('reads numbers and histograms that are tensors, as TensorFlow 2 writes them', () => {
    const tensorOf = (values: readonly number[]): Uint8Array =>
      message(whole(1, 2), bytes(4, new Uint8Array(Float64Array.from(values).buffer)));
    const plugin = (name: string): Uint8Array => message(bytes(1, message(text(1, name))));
    const summary = message(
      bytes(1, message(text(1, 'a'), bytes(9, plugin('scalars')), bytes(8, tensorOf([2.5])))),
      bytes(
        1,
        message(
          text(1, 'h'),
          bytes(9, plugin('histograms')),
          bytes(8, tensorOf([0, 1, 6, 1, 2, 2])),
        ),
      ),
    );
    const event = message(double(1, 12.5), whole(2, 4), bytes(5, summary));
    const { scalars, histograms } = readEvents(recordOf(event));
    expect(scalars).toEqual([{ tag: 'a', step: 4, time: 12_500, value: 2.5 }]);
    expect(histograms[0]?.histogram).toMatchObject({ low: 0, high: 2, mean: 0.75 });
    const { counts = [] } = histograms[0]?.histogram ?? {};
    expect(counts.slice(0, 16)).toEqual(new Array(16).fill(6 / 16));
  });

  it('leaves out what is damaged, and says so', () => {
    const all = written();
    const cut = readEvents(all.subarray(0, all.length - 3));
    expect(cut.scalars).toHaveLength(3);
    expect(cut.damage).toMatch(/^the last \d+ bytes cannot be read$/);
    const flipped = Buffer.from(all);
    const at = flipped.indexOf('loss');
    flipped[at] = 0;
    const one = readEvents(flipped);
    expect([one.scalars.length, one.damage]).toEqual([2, '1 damaged record is left out']);
    expect(readEvents(new Uint8Array())).toEqual({ scalars: [], histograms: [], damage: '' });
    expect(() => readEvents(new Uint8Array(100).fill(7))).toThrow('no TensorBoard event file');
  });
});
