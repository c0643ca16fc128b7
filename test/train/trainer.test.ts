/** The loop: that it learns, what it reports, and that a stop in between changes nothing. */

import { manualSeed, nn, optim, randn, tensor } from 'chainrule';
import { DataLoader, TensorDataset } from 'chainrule/data';
import { type BatchProgress, type EpochRecord, Trainer } from 'chainrule/train';
import { describe, expect, it } from 'vitest';
import { classifier, stopAfter } from './classifier.js';

describe('Trainer', () => {
  it('learns, and reports each epoch', async () => {
    const { trainer } = classifier();
    const records: EpochRecord[] = [];
    const { finished } = await trainer.fit({
      epochs: 10,
      onEpoch: (record) => records.push(record),
    });
    expect(finished).toBe(true);
    expect(trainer.epoch).toBe(10);
    expect(records.map(({ epoch }) => epoch)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    expect(records.slice(0, 3).map(({ lr }) => lr)).toEqual([0.01, 0.01, 0.01 * 0.9]);
    const [first, last] = [records[0], records.at(-1)];
    expect(last?.train.loss).toBeLessThan(first?.train.loss ?? 0);
    expect(last?.validation?.accuracy).toBeGreaterThan(0.8);
    expect(last?.samplesPerSecond).toBeGreaterThan(0);
  });

  it('reports each batch, with the mean of the epoch so far', async () => {
    const { trainer } = classifier();
    const seen: BatchProgress[] = [];
    await trainer.fit({ epochs: 2, onBatch: (progress) => seen.push(progress) });
    expect(seen.map(({ epoch, batch }) => `${epoch}:${batch}`).slice(6, 10)).toEqual([
      '1:7',
      '1:8',
      '2:1',
      '2:2',
    ]);
    expect(seen[7]).toMatchObject({ batches: 8, samples: 120 });
    expect(seen[7]?.train).toHaveProperty('accuracy');
  });

  it('weighs a smaller last batch by its samples', async () => {
    manualSeed(0);
    const rows = new TensorDataset(tensor([[1], [2], [3]]), tensor([[0], [0], [6]]));
    const model = new nn.Linear(1, 1, { bias: false });
    model.weight.assign(0);
    const optimizer = new optim.SGD(model.parameters(), { lr: 0 });
    const train = new DataLoader(rows, { batchSize: 2 });
    const loss = nn.functional.mseLoss;
    const records: EpochRecord[] = [];
    const trainer = new Trainer(model, { optimizer, loss, train });
    await trainer.fit({ epochs: 1, onEpoch: (record) => records.push(record) });
    expect(records[0]).toMatchObject({ train: { loss: 12 }, validation: null });
  });

  it.each([1, 8, 11])('gives the same bits when stopped after batch %i', async (batches) => {
    const whole = classifier();
    await whole.trainer.fit({ epochs: 3 });
    const parts = classifier();
    expect((await parts.trainer.fit(stopAfter(batches, { epochs: 3 }))).finished).toBe(false);
    expect((await parts.trainer.fit({ epochs: 3 })).finished).toBe(true);
    expect(parts.weights()).toEqual(whole.weights());
  });

  it('does nothing when it is stopped before it begins', async () => {
    const { trainer, weights } = classifier();
    const before = weights();
    expect((await trainer.fit({ epochs: 1, signal: AbortSignal.abort() })).finished).toBe(false);
    expect(weights()).toEqual(before);
  });

  it('clips gradients', async () => {
    const rows = new TensorDataset(tensor([[1]]), tensor([[-100]]));
    const model = new nn.Linear(1, 1, { bias: false });
    model.weight.assign(0);
    const optimizer = new optim.SGD(model.parameters(), { lr: 1 });
    const options = { optimizer, loss: nn.functional.mseLoss, train: new DataLoader(rows) };
    await new Trainer(model, { ...options, clipGradNorm: 0.5 }).fit({ epochs: 1 });
    expect(model.weight.item()).toBeCloseTo(-0.5, 5);
  });

  it('moves a schedule of batches and one of plateaus', async () => {
    const rows = new TensorDataset(randn([8, 1]), randn([8, 1]));
    const rates = async (schedule: 'batch' | 'epoch'): Promise<number> => {
      const model = new nn.Linear(1, 1);
      const optimizer = new optim.SGD(model.parameters(), { lr: 1e-3 });
      const scheduler =
        schedule === 'batch'
          ? new optim.lrScheduler.ExponentialLR(optimizer, 0.5)
          : new optim.lrScheduler.ReduceLROnPlateau(optimizer, { mode: 'max', patience: 0 });
      const train = new DataLoader(rows, { batchSize: 4 });
      const loss = nn.functional.mseLoss;
      const trainer = new Trainer(model, { optimizer, loss, train, scheduler, schedule });
      await trainer.fit({ epochs: 2 });
      return optimizer.lr;
    };
    expect(await rates('batch')).toBe(1e-3 / 16);
    expect(await rates('epoch')).toBeCloseTo(1e-4);
  });

  it('stops at a loss that is not finite, and says where', async () => {
    const rows = new TensorDataset(tensor([[1e30]]), tensor([[1e30]]));
    const model = new nn.Linear(1, 1);
    const optimizer = new optim.SGD(model.parameters(), { lr: 1 });
    const options = { optimizer, loss: nn.functional.mseLoss, train: new DataLoader(rows) };
    await expect(new Trainer(model, options).fit({ epochs: 1 })).rejects.toThrow(
      'fit: the loss is Infinity in epoch 1, batch 1. Try a lower learning rate',
    );
  });

  it.each([Number.NaN, -1, 1.5])('refuses %d epochs', async (epochs) => {
    const { trainer } = classifier();
    await expect(trainer.fit({ epochs })).rejects.toThrow(`fit: epochs must be a whole number`);
  });

  it('refuses a metric that hides the loss', () => {
    const { model, optimizer, train } = classifier();
    const loss = nn.functional.crossEntropy;
    expect(() => new Trainer(model, { optimizer, loss, train, metrics: { loss } })).toThrow(
      "a metric cannot be named 'loss'",
    );
  });
});
