/**
 * The arena of training steps is hardly larger than what they need at once, and nothing overlaps.
 */

import { nn, optim, profile, type Tensor, tensor } from 'chainrule';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Batch, Buffer } from '../../src/compiler/lower/launch.js';
import { livePeak, planMemory } from '../../src/compiler/place/memory-plan.js';

/** Most of the arena relative to the peak of live temporaries. */
const mostSlack = 1.2;

function ramp(...shape: readonly number[]): Tensor {
  const values = Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) =>
    Math.sin(12.9898 * i),
  );
  return tensor(values, { shape });
}

const classes = (n: number): Tensor => tensor(Int32Array.from({ length: n }, (_, i) => i % 10));

/** A model's parameters and its loss. */
interface Case {
  readonly parameters: readonly Tensor[];
  readonly loss: () => Tensor;
}

const { crossEntropy, mseLoss } = nn.functional;

const cases: Readonly<Record<string, () => Case>> = {
  'a network of three layers': () => {
    const layers = [new nn.Linear(78, 51), new nn.ReLU(), new nn.Linear(51, 51), new nn.ReLU()];
    const model = new nn.Sequential(...layers, new nn.Linear(51, 10));
    const [x, y] = [ramp(13, 78), classes(13)];
    return { parameters: model.parameters(), loss: () => crossEntropy(model.forward(x), y) };
  },
  'a convolutional network': () => {
    const model = new nn.Sequential(
      new nn.Conv2d(1, 8, 3),
      new nn.ReLU(),
      new nn.MaxPool2d(2),
      new nn.Conv2d(8, 16, 3),
      new nn.ReLU(),
      new nn.MaxPool2d(2),
      new nn.Flatten(),
      new nn.Linear(64, 10),
    );
    const [x, y] = [ramp(6, 1, 14, 14), classes(6)];
    return { parameters: model.parameters(), loss: () => crossEntropy(model.forward(x), y) };
  },
  'an LSTM': () => {
    const lstm = new nn.LSTM(12, 16);
    const head = new nn.Linear(16, 10);
    const [x, y] = [ramp(20, 7, 12), classes(7)];
    const loss = (): Tensor => {
      const [, [h]] = lstm.forward(x);
      return crossEntropy(head.forward(h.squeeze(0)), y);
    };
    return { parameters: [...lstm.parameters(), ...head.parameters()], loss };
  },
  'a transformer block': () => {
    const options = { dimFeedforward: 64, dropout: 0, batchFirst: true };
    const block = new nn.TransformerEncoderLayer(32, 4, options);
    const [x, y] = [ramp(3, 16, 32), ramp(3, 16, 32)];
    return { parameters: block.parameters(), loss: () => mseLoss(block.forward(x), y) };
  },
};

describe('the arena of a training step', () => {
  it.each(Object.entries(cases))('of %s', (_, make) => {
    const { parameters, loss } = make();
    const optimizer = new optim.Adam(parameters);
    const { arenaBytes, peakBytes } = profile(() => {
      loss().backward();
      optimizer.step();
    });
    expect(peakBytes).toBeGreaterThan(0);
    expect(arenaBytes).toBeGreaterThanOrEqual(peakBytes);
    expect(arenaBytes).toBeLessThanOrEqual(mostSlack * peakBytes);
  });
});

/**
 * Batches of one launch, of which number i writes `buffers[i]`, each read for the last time by a
 * later one.
 */
function chainOf(lives: readonly (readonly [bytes: number, length: number])[]): {
  readonly batches: readonly Batch[];
  readonly buffers: readonly Buffer[];
} {
  const buffers = lives.map(([bytes], index): Buffer => ({ kind: 'temp', index, bytes }));
  const kernel = { key: '', name: '', args: [], locals: [], body: [] };
  const batches = buffers.map((buffer, i): Batch => {
    const reads = buffers.filter((_, j) => j < i && j + (lives[j]?.[1] ?? 0) === i);
    const rest = { args: [], range: 1, grain: 1, work: 0 };
    return [{ kernel, ...rest, reads, writes: [buffer] }];
  });
  return { batches, buffers };
}

it('places temporaries that live at the same time apart', () => {
  const life = fc.tuple(fc.integer({ min: 0, max: 5000 }), fc.integer({ min: 0, max: 9 }));
  fc.assert(
    fc.property(fc.array(life, { maxLength: 40 }), (lives) => {
      const { batches, buffers } = chainOf(lives);
      const { offsets, bytes } = planMemory(batches, buffers.length);
      const places = lives.map(([size, length], i) => {
        const last = i + length < lives.length ? i + length : i;
        const start = offsets[i] ?? 0;
        return { first: i, last, start, end: start + size };
      });
      for (const a of places) {
        expect(a.end).toBeLessThanOrEqual(bytes);
        for (const b of places.slice(a.first + 1, a.last + 1)) {
          expect(a.end <= b.start || b.end <= a.start).toBe(true);
        }
      }
      expect(livePeak(batches)).toBeLessThanOrEqual(bytes);
    }),
  );
});

it('counts results that wait, not what a kernel works in', () => {
  const result: Buffer = { kind: 'temp', index: 0, bytes: 100 };
  const scratch: Buffer = { kind: 'temp', index: 1, bytes: 1000 };
  const launch = { args: [], range: 1, grain: 1, work: 0 };
  const kernel = { key: 'k', name: 'k', args: [], locals: [], body: [] };
  const batches: Batch[] = [
    [{ ...launch, kernel, reads: [], writes: [result, scratch] }],
    [{ ...launch, kernel, reads: [result], writes: [] }],
  ];
  expect(livePeak(batches)).toBe(128);
  expect(planMemory(batches, 2).bytes).toBe(128 + 1024);
});
