/** Event files, read back by an implementation of the format in another language. */

import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { nn, tensor } from 'chainrule';
import { SummaryWriter } from 'chainrule/train';
import { afterAll, describe, expect, it } from 'vitest';

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
