/** Checkpoints: a training that was saved and loaded goes on as if it had never stopped. */

import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DataError, getRandomState, manualSeed, nn, optim, ValueError } from 'chainrule';
import { loadSafetensors, saveSafetensors } from 'chainrule/io';
import { loadCheckpoint, saveCheckpoint } from 'chainrule/train';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { classifier, stopAfter } from './classifier.js';

let folder = '';
let path = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'chainrule-train-'));
  path = join(folder, 'last.safetensors');
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

describe('a training that goes on from a checkpoint', () => {
  it('ends with the same bits: 6 epochs, and 3 and 3', async () => {
    const whole = classifier();
    await whole.trainer.fit({ epochs: 6 });

    const first = classifier();
    await first.trainer.fit({ epochs: 3 });
    saveCheckpoint(path, first);

    const second = classifier(99);
    loadCheckpoint(path, second);
    await second.trainer.fit({ epochs: 6 });
    expect(second.weights()).toEqual(whole.weights());
    expect(second.optimizer.lr).toBe(whole.optimizer.lr);
    expect(getRandomState().seed).toBe(1);
  });

  it.each([1, 8, 13])(
    'ends with the same bits and metrics when stopped after batch %i',
    async (n) => {
      const metrics: unknown[] = [];
      const keep = { epochs: 3, onEpoch: ({ train }: { train: unknown }) => metrics.push(train) };
      const whole = classifier();
      await whole.trainer.fit(keep);
      const expected = metrics.splice(0);

      const first = classifier();
      await first.trainer.fit(stopAfter(n, keep));
      saveCheckpoint(path, first);
      const second = classifier(99);
      loadCheckpoint(path, second);
      await second.trainer.fit(keep);
      expect(second.weights()).toEqual(whole.weights());
      expect(metrics).toEqual(expected);
    },
  );
});

describe('saveCheckpoint', () => {
  it('keeps weights under their own names, for any reader of safetensors', () => {
    const { model } = classifier();
    saveCheckpoint(path, { model, facts: { hidden: 16 } });
    const { tensors } = loadSafetensors(path);
    expect(Object.keys(tensors).sort()).toEqual(Object.keys(model.stateDict()).sort());
    const read = loadCheckpoint(path);
    expect(read.facts).toEqual({ hidden: 16 });
    expect([read.optimizer, read.scheduler, read.trainer]).toEqual([null, null, null]);
  });

  it('brings back numbers that JSON has no word for', () => {
    const { model } = classifier();
    saveCheckpoint(path, { model, facts: { values: [Number.NaN, -Infinity, Infinity, 0.1] } });
    expect(loadCheckpoint(path).facts).toEqual({ values: [Number.NaN, -Infinity, Infinity, 0.1] });
  });

  it('keeps the state of a plateau scheduler', () => {
    const { model, optimizer } = classifier();
    const scheduler = new optim.lrScheduler.ReduceLROnPlateau(optimizer);
    scheduler.step(3);
    scheduler.step(5);
    saveCheckpoint(path, { model, optimizer, scheduler });
    const other = new optim.lrScheduler.ReduceLROnPlateau(optimizer);
    loadCheckpoint(path, { scheduler: other });
    expect(other.stateDict()).toEqual(scheduler.stateDict());
  });

  it('refuses a name that is kept for the optimizer, and leaves the old file', () => {
    class Odd extends nn.Module {
      constructor() {
        super();
        this.register('optimizer/0', new nn.Linear(1, 1));
      }
      forward(): void {}
    }
    writeFileSync(path, 'old');
    expect(() => saveCheckpoint(path, { model: new Odd() })).toThrow(ValueError);
    expect(readFileSync(path, 'utf8')).toBe('old');
    expect(readdirSync(folder)).toEqual(['last.safetensors']);
  });
});

describe('loadCheckpoint', () => {
  const expectError = (parts: Parameters<typeof loadCheckpoint>[1], message: string | RegExp) => {
    expect(() => loadCheckpoint(path, parts)).toThrow(DataError);
    expect(() => loadCheckpoint(path, parts)).toThrow(message);
  };

  it('leaves the random stream alone unless a training goes on', () => {
    saveCheckpoint(path, classifier());
    manualSeed(5);
    loadCheckpoint(path);
    expect(getRandomState().seed).toBe(5);
  });

  it('says that a file is missing, cut off, or something else', () => {
    expectError({}, /no such file or folder/);
    saveCheckpoint(path, classifier());
    writeFileSync(path, readFileSync(path).subarray(0, -9));
    expectError({}, /the file is cut off/);
    saveSafetensors(path, classifier().model.stateDict());
    expectError({}, 'holds tensors but no checkpoint');
  });

  it.each([
    ['no JSON', '{'],
    ['a list', '[]'],
    ['fields of another kind', '{"random":{"seed":1,"counter":-2},"facts":{}}'],
  ])('says that the state is damaged: %s', (_, text) => {
    saveSafetensors(path, {}, { 'chainrule.checkpoint': text });
    expectError({}, 'the state beside the tensors is damaged');
  });

  it('says which part was not saved, or is of another kind', () => {
    const { model, optimizer, scheduler, trainer } = classifier();
    saveCheckpoint(path, { model });
    expectError({ optimizer }, 'was saved without the state of the optimizer');
    expectError({ trainer }, 'was saved without the state of the trainer');
    saveCheckpoint(path, { model, optimizer, scheduler });
    const plateau = new optim.lrScheduler.ReduceLROnPlateau(optimizer);
    expectError({ scheduler: plateau }, 'another kind of scheduler than ReduceLROnPlateau');
  });

  it('says which weights do not fit', () => {
    saveCheckpoint(path, { model: new nn.Linear(2, 3) });
    expect(() => loadCheckpoint(path, { model: new nn.Linear(2, 4) })).toThrow(
      'weight (given [3, 2], the model has [4, 2])',
    );
  });
});
