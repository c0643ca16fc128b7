/** The moving average of weights, beside its formula, and in a checkpoint. */

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { manualSeed, nn, type Tensor, tensor } from 'chainrule';
import { loadCheckpoint, RunFolder, saveCheckpoint, WeightAverage } from 'chainrule/train';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

let root = '';
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'chainrule-average-'));
});
afterAll(() => {
  rmSync(root, { recursive: true });
});

/** Values of the only weight of `Linear(1, 1)`. */
const weightOf = (model: nn.Linear): number => model.weight.item();
const set = (weight: Tensor, value: number): void => {
  weight.assign(tensor([[value]]));
};

describe('WeightAverage', () => {
  it('follows its formula, and forgets quickly at first', () => {
    manualSeed(1);
    const model = new nn.Linear(1, 1);
    set(model.weight, 1);
    const average = new WeightAverage(model, { decay: 0.5 });
    let expected = 1;
    for (const [n, value] of [2, 3, 5, 8, 13].entries()) {
      set(model.weight, value);
      average.update();
      const share = Math.min(0.5, (1 + n) / (10 + n));
      expected = share * expected + (1 - share) * value;
    }
    expect(average.applied(() => weightOf(model))).toBeCloseTo(expected, 5);
    expect(weightOf(model)).toBe(13);
  });

  it('is saved and loaded', () => {
    const model = new nn.Linear(1, 1);
    const average = new WeightAverage(model);
    set(model.weight, 4);
    average.update();
    const path = join(root, 'a.safetensors');
    saveCheckpoint(path, { model, average });
    const other = new nn.Linear(1, 1);
    const loaded = new WeightAverage(other);
    loadCheckpoint(path, { model: other, average: loaded });
    expect(weightOf(other)).toBe(4);
    const value = average.applied(() => weightOf(model));
    expect(loaded.applied(() => weightOf(other))).toBe(value);
    expect(loaded.stateDict().updates).toBe(1);
    saveCheckpoint(path, { model });
    expect(() => loadCheckpoint(path, { average: loaded })).toThrow(
      'was saved without the state of the average of the weights',
    );
  });

  it('refuses a decay that would never forget', () => {
    expect(() => new WeightAverage(new nn.Linear(1, 1), { decay: 1 })).toThrow('must be in [0, 1)');
    const average = new WeightAverage(new nn.Linear(1, 1));
    expect(() => average.loadStateDict({ updates: 1, weights: {} })).toThrow(
      "of 'weight' is missing",
    );
  });
});

describe('the lock of a run', () => {
  it('is taken over from a process that is gone, and respected while it lives', () => {
    const run = RunFolder.create(join(root, 'run'));
    run.lock();
    run.unlock();
    // Process 1 is always there; no process has the largest number.
    writeFileSync(join(run.path, '.lock'), '1');
    expect(() => run.lock()).toThrow('another training is at work in this folder (process 1');
    writeFileSync(join(run.path, '.lock'), '4194304999');
    run.lock();
    run.unlock();
  });
});
