/** What is tried before a training: the range of learning rates, and one batch by heart. */

import { manualSeed, nn, optim, randn } from 'chainrule';
import { lrFinder, overfitOneBatch } from 'chainrule/train';
import { describe, expect, it } from 'vitest';
import { classBatches } from './loop.js';

const { crossEntropy } = nn.functional;

function parts() {
  const batches = classBatches();
  manualSeed(2);
  const model = new nn.Sequential(
    new nn.Linear(8, 32),
    new nn.BatchNorm1d(32),
    new nn.ReLU(),
    new nn.Linear(32, 3),
  );
  const optimizer = new optim.Adam(model.parameters(), { lr: 0.003 });
  const step = (i = 0) => {
    const [x, y] = batches(i);
    return crossEntropy(model.forward(x), y);
  };
  const train = (): unknown => {
    for (let i = 0; i < 5; i++) {
      optimizer.zeroGrad();
      step(i).backward();
      optimizer.step();
    }
    const state = Object.entries(model.stateDict()).map(([name, value]) => [name, value.toArray()]);
    return { state, next: randn([3]).toArray(), lr: optimizer.lr };
  };
  return { model, optimizer, batches, step, train };
}

describe('lrFinder', () => {
  it('gives a curve that falls and breaks, and a rate between', () => {
    const { model, optimizer, step } = parts();
    const { curve, suggestion, minimum } = lrFinder(model, optimizer, step, { to: 100 });
    expect(curve[0]).toMatchObject({ lr: 1e-7 });
    expect(curve[0]?.smoothed).toBeCloseTo(curve[0]?.loss ?? 0, 10);
    expect(curve.every(({ lr }, i) => i === 0 || lr > (curve[i - 1]?.lr ?? 0))).toBe(true);
    expect(suggestion).toBeGreaterThan(1e-4);
    expect(suggestion).toBeLessThanOrEqual(minimum);
    expect(minimum).toBeLessThan(10);
  });

  it('leaves no trace', () => {
    const [used, fresh] = [parts(), parts()];
    manualSeed(9);
    const whole = fresh.train();
    manualSeed(9);
    lrFinder(used.model, used.optimizer, used.step, { steps: 20 });
    expect(used.train()).toEqual(whole);
  });

  it('refuses a range that is none', () => {
    const { model, optimizer, step } = parts();
    expect(() => lrFinder(model, optimizer, step, { from: 1, to: 0.1 })).toThrow(/0 < from < to/);
    expect(() => lrFinder(model, optimizer, step, { steps: 3 })).toThrow(/at least 10/);
  });
});

describe('overfitOneBatch', () => {
  it('learns a batch by heart, and leaves no trace', () => {
    const [used, fresh] = [parts(), parts()];
    const batch = used.batches(0);
    manualSeed(9);
    const whole = fresh.train();
    manualSeed(9);
    const { passed, losses, finding } = overfitOneBatch(
      used.model,
      used.optimizer,
      crossEntropy,
      batch,
    );
    expect({ passed, finding }).toEqual({ passed: true, finding: null });
    expect(losses.at(-1)).toBeLessThanOrEqual(0.05 * (losses[0] ?? 0));
    expect(used.train()).toEqual(whole);
  });

  it('refuses what cannot be', () => {
    const { model, optimizer, batches } = parts();
    const test = (options: object) => () =>
      overfitOneBatch(model, optimizer, crossEntropy, batches(0), options);
    expect(test({ steps: 0 })).toThrow(/positive integer/);
    expect(test({ share: 2 })).toThrow(/between 0 and 1/);
  });
});
