/** What a `Trainer` can be told: forms of batches, limits, accumulation, schedules, the best. */

import { manualSeed, nn, optim, rand, randn, type Tensor, tensor } from 'chainrule';
import { DataLoader, TensorDataset } from 'chainrule/data';
import {
  accuracy,
  type Batch,
  type BatchSource,
  type EpochRecord,
  type TensorTree,
  Trainer,
  type TrainerOptions,
} from 'chainrule/train';
import { describe, expect, it } from 'vitest';
import { classifier } from './classifier.js';

const { mseLoss } = nn.functional;

/** A source of the same batches in every epoch. */
function batchesOf<B extends TensorTree>(list: readonly B[]): BatchSource<B> {
  return {
    length: list.length,
    epoch: 0,
    async *[Symbol.asyncIterator]() {
      yield* list;
    },
  };
}

interface Line {
  readonly model: nn.Linear;
  readonly optimizer: optim.SGD;
  readonly train: DataLoader<[Tensor, Tensor]>;
}

/** A regression on ten samples in batches of `batchSize`. */
function line(batchSize = 3): Line {
  manualSeed(1);
  const model = new nn.Linear(2, 1);
  const optimizer = new optim.SGD(model.parameters(), { lr: 0.1 });
  const rows = new TensorDataset<[Tensor, Tensor]>(randn([10, 2]), randn([10, 1]));
  return { model, optimizer, train: new DataLoader(rows, { batchSize }) };
}

function lineTrainer(options: Partial<TrainerOptions>, parts = line()): Trainer {
  const { model, optimizer, train } = parts;
  return new Trainer(model, { optimizer, loss: mseLoss, train, ...options });
}

class Pair extends nn.Module {
  readonly a = new nn.Linear(2, 1);
  readonly b = new nn.Linear(1, 1);

  forward(x: Tensor, y: Tensor): { readonly sum: Tensor; readonly parts: Tensor[] } {
    const parts = [this.a.forward(x), this.b.forward(y)];
    return { sum: this.a.forward(x).add(this.b.forward(y)), parts };
  }
}

class Named extends nn.Module {
  readonly layer = new nn.Linear(2, 1);

  forward({ x }: { readonly x: Tensor }): Tensor {
    return this.layer.forward(x);
  }
}

describe('batches', () => {
  it('have several inputs in a list, and predictions and targets of any form', async () => {
    manualSeed(0);
    const batch: Batch<[Tensor, Tensor], { sum: Tensor }> = [
      [randn([4, 2]), randn([4, 1])],
      { sum: randn([4, 1]) },
    ];
    const model = new Pair();
    const optimizer = new optim.Adam(model.parameters(), { lr: 0.05 });
    const trainer = new Trainer(model, {
      optimizer,
      train: batchesOf([batch]),
      loss: ({ sum }, target) => mseLoss(sum, target.sum),
      metrics: { size: ({ parts }) => parts[0]?.abs().mean() ?? tensor(0) },
    });
    const { records } = await trainer.fit({ epochs: 30 });
    const [first, last] = [records[0]?.train, records.at(-1)?.train];
    expect(last?.loss).toBeLessThan(0.5 * (first?.loss ?? 0));
    expect(last?.size).toBeGreaterThan(0);
    expect((await trainer.predict(batchesOf([batch])))[0]?.sum.shape).toEqual([4, 1]);
    const measured = await trainer.evaluate(batchesOf([batch]));
    expect(measured.loss).toBeLessThan(last?.loss ?? 0);
  });

  it('have inputs in a record', async () => {
    const batch: Batch<{ x: Tensor }> = [{ x: tensor([[1, 2]]) }, tensor([[3]])];
    const model = new Named();
    const optimizer = new optim.SGD(model.parameters(), { lr: 0.05 });
    const trainer = new Trainer(model, { optimizer, loss: mseLoss, train: batchesOf([batch]) });
    expect((await trainer.fit({ epochs: 40 })).records.at(-1)?.train.loss).toBeLessThan(1e-3);
  });

  it('have any form for a loss of the batch itself', async () => {
    manualSeed(0);
    const model = new nn.Linear(2, 1);
    const optimizer = new optim.SGD(model.parameters(), { lr: 0.1 });
    const triples = [0, 1].map((): [Tensor, Tensor, Tensor] => [
      rand([5, 2]),
      rand([5, 1]),
      rand([5, 1]),
    ]);
    const trainer = new Trainer(model, {
      optimizer,
      train: batchesOf(triples),
      validation: batchesOf(triples),
      trainingStep: ([x, low, high]) => {
        const prediction = model.forward(x);
        const loss = mseLoss(prediction, low).add(mseLoss(prediction, high));
        return { loss, mean: prediction.mean() };
      },
    });
    const { records } = await trainer.fit({ epochs: 20 });
    expect(Object.keys(records[0]?.train ?? {})).toEqual(['loss', 'mean']);
    expect(records.at(-1)?.validation?.loss).toBeLessThan(records[0]?.validation?.loss ?? 0);
    await expect(trainer.predict(batchesOf(triples))).rejects.toThrow(
      'Trainer: a batch must be [input, target]',
    );
  });

  it('need a loss', () => {
    const { model, optimizer, train } = line();
    expect(() => new Trainer(model, { optimizer, train })).toThrow('what is to become small?');
  });

  it('says that LBFGS needs a loop of its own', () => {
    const { model, train } = line();
    const optimizer = new optim.LBFGS(model.parameters());
    const make = (): unknown =>
      Reflect.construct(Trainer, [model, { optimizer, loss: mseLoss, train }]);
    expect(make).toThrow('Trainer: LBFGS.step takes a closure that computes the loss again');
  });

  it('takes an optimizer of the user whose step has an argument', () => {
    const { model, train } = line();
    class Scaled extends optim.SGD {
      override step(scale: object): void {
        super.step(scale);
      }
    }
    const optimizer = new Scaled(model.parameters(), { lr: 0.1 });
    expect(optimizer.step).toHaveLength(1);
    const make = (): unknown =>
      Reflect.construct(Trainer, [model, { optimizer, loss: mseLoss, train }]);
    expect(make).not.toThrow();
  });
});

describe('accumulateGradBatches', () => {
  const values = ({ model }: Line): number[] =>
    model.parameters().flatMap((p) => [...p.toTypedArray()]);

  it('updates as one batch of all samples does, in the short last window too', async () => {
    // Batches of 3, 3, 3 and 1 sample in windows of 3 and 1, beside batches of 9 and 1.
    const [few, many] = [line(3), line(9)];
    const trainer = lineTrainer({ accumulateGradBatches: 3 }, few);
    await trainer.fit({ epochs: 3 });
    await lineTrainer({}, many).fit({ epochs: 3 });
    expect(trainer.step).toBe(6);
    const whole = values(many);
    values(few).forEach((value, i) => expect(value).toBeCloseTo(whole[i] ?? Number.NaN, 5));
  });

  it('has a state between windows alone', async () => {
    const trainer = lineTrainer({ accumulateGradBatches: 2 });
    const seen: boolean[] = [];
    const look = (): void => {
      try {
        trainer.stateDict();
        seen.push(true);
      } catch {
        seen.push(false);
      }
    };
    await trainer.fit({ epochs: 1, onBatch: look });
    expect(seen).toEqual([false, true, false, true]);
    expect(() => lineTrainer({ accumulateGradBatches: 0 })).toThrow('accumulateGradBatches must');
  });
});

describe('the end of a training', () => {
  it('maxSteps and maxTime end it, within an epoch too', async () => {
    const trainer = lineTrainer({});
    const first = await trainer.fit({ maxSteps: 6 });
    expect([first.ending, first.finished, trainer.step, trainer.epoch]).toEqual([
      'steps',
      true,
      6,
      1,
    ]);
    expect((await trainer.fit({ maxTime: 0 })).ending).toBe('time');
    expect((await trainer.fit({ epochs: 3 })).ending).toBe('epochs');
    expect(trainer.step).toBe(12);
    await expect(trainer.fit({})).rejects.toThrow('fit: epochs must be a whole number');
    await expect(trainer.fit({ maxSteps: -1 })).rejects.toThrow('fit: maxSteps must be a number');
  });

  it('goes on after maxSteps with the same bits', async () => {
    const [whole, parts] = [classifier(), classifier()];
    await whole.trainer.fit({ epochs: 2 });
    await parts.trainer.fit({ maxSteps: 5 });
    await parts.trainer.fit({ epochs: 2 });
    expect(parts.weights()).toEqual(whole.weights());
  });
});

describe('limits', () => {
  it('limitTrainBatches and limitValBatches take the first ones', async () => {
    const { train } = line();
    const trainer = lineTrainer({ limitTrainBatches: 0.5, limitValBatches: 1, validation: train });
    await trainer.fit({ epochs: 2 });
    expect(trainer.step).toBe(4);
    expect(() => lineTrainer({ limitTrainBatches: -1 })).toThrow(
      'Trainer: limitTrainBatches must be a number of batches or a share between 0 and 1, got -1',
    );
  });

  it('overfitBatches trains on the same few in each epoch', async () => {
    const seen: unknown[] = [];
    const parts = classifier();
    const trainer = new Trainer(parts.model, {
      optimizer: parts.optimizer,
      train: parts.train,
      loss: (prediction, target) => {
        seen.push(target.toArray());
        return nn.functional.crossEntropy(prediction, target);
      },
      overfitBatches: 2,
    });
    await trainer.fit({ epochs: 2 });
    // Two to learn from and the same two to validate on, twice.
    expect(seen).toHaveLength(8);
    expect(seen.slice(2)).toEqual([...seen.slice(0, 2), ...seen.slice(0, 2), ...seen.slice(0, 2)]);
  });

  it('valCheckInterval validates within the epoch', async () => {
    const { train } = line();
    const records: EpochRecord[] = [];
    const trainer = lineTrainer({ valCheckInterval: 2, validation: train });
    const history = await trainer.fit({ epochs: 1, onEpoch: (record) => records.push(record) });
    expect(history.records.map(({ epoch, step, batch }) => ({ epoch, step, batch }))).toEqual([
      { epoch: 1, step: 2, batch: 2 },
      { epoch: 1, step: 4, batch: undefined },
    ]);
    expect(records).toHaveLength(1);
    expect(() => lineTrainer({ valCheckInterval: 1.5 })).toThrow('valCheckInterval must be');
  });
});

describe('schedulers', () => {
  it('move at their own moments, with the measures that they monitor', async () => {
    const parts = line();
    const { optimizer } = parts;
    const { ExponentialLR, ReduceLROnPlateau, StepLR } = optim.lrScheduler;
    const schedulers = [
      { scheduler: new ExponentialLR(optimizer, 0.5), interval: 'step' as const },
      { scheduler: new StepLR(optimizer, 100) },
      {
        scheduler: new ReduceLROnPlateau(optimizer, { mode: 'max', patience: 0, factor: 0.1 }),
        monitor: 'loss',
      },
    ];
    const trainer = lineTrainer({ schedulers }, parts);
    await trainer.fit({ epochs: 2 });
    expect(optimizer.lr).toBeCloseTo(0.1 * 0.5 ** 8 * 0.1, 12);
    const { schedulers: states } = trainer.stateDict();
    expect(states?.map(({ lastEpoch }) => lastEpoch)).toEqual([8, 2, 2]);
    const other = lineTrainer({}, line());
    expect(() => other.loadStateDict({ ...trainer.stateDict(), schedulers: [] })).not.toThrow();
    expect(() => trainer.loadStateDict({ ...trainer.stateDict(), schedulers: [] })).toThrow(
      'the state of scheduler 0 holds the state of another kind',
    );
  });
});

describe('the best epoch', () => {
  /** A learning rate so high that the loss grows from the second epoch on. */
  const growing = (): Line => {
    const parts = line();
    parts.optimizer.lr = 0.9;
    return parts;
  };

  it.each([true, false])('restored, when asked: %s', async (restoreBest) => {
    const parts = growing();
    const weights: unknown[] = [];
    const trainer = lineTrainer({ restoreBest, validation: parts.train }, parts);
    const history = await trainer.fit({
      epochs: 4,
      onEpoch: () => weights.push(parts.model.weight.toArray()),
    });
    const losses = history.records.map(({ validation }) => validation?.loss ?? Number.NaN);
    const best = losses.indexOf(Math.min(...losses));
    expect(best).toBeLessThan(3);
    expect(history.best).toEqual({ epoch: best + 1, value: losses[best] });
    expect(history.restored).toBe(restoreBest);
    expect(parts.model.weight.toArray()).toEqual(weights[restoreBest ? best : 3]);
  });

  it('by another measure, which should be large', async () => {
    const { model, optimizer, train } = classifier();
    const loss = nn.functional.crossEntropy;
    const options = { optimizer, loss, train, metrics: { accuracy } };
    const trainer = new Trainer(model, { ...options, monitor: 'accuracy', mode: 'max' });
    const { records, best } = await trainer.fit({ epochs: 3 });
    expect(best?.value).toBe(Math.max(...records.map(({ train: { accuracy: a } }) => a ?? 0)));
  });
});

describe('compile', () => {
  it('replays by itself what consists of parts of the library, with the same bits', async () => {
    const [by, plain] = [classifier(), classifier()];
    expect(by.trainer.compileObstacle).toBeNull();
    const replays: (boolean | undefined)[] = [];
    await by.trainer.fit({ epochs: 2, onBatch: ({ compiled }) => replays.push(compiled) });
    expect(replays.filter(Boolean).length).toBeGreaterThan(8);
    const { model, optimizer, train, scheduler } = plain;
    const options = { optimizer, scheduler, train, metrics: { accuracy }, compile: false };
    const trainer = new Trainer(model, {
      ...options,
      generator: plain.trainer.generator,
      loss: nn.functional.crossEntropy,
      validation: plain.validation,
    });
    expect(trainer.compileObstacle).toBe('compile: false');
    await trainer.fit({ epochs: 2 });
    expect(plain.weights()).toEqual(by.weights());
  });

  it('leaves what it does not know alone, and says why', () => {
    const { model, optimizer, train } = line();
    const obstacle = (options: Partial<TrainerOptions>): string | null =>
      new Trainer(model, { optimizer, loss: mseLoss, train, ...options }).compileObstacle;
    expect(obstacle({})).toBeNull();
    expect(obstacle({ loss: (a, b) => mseLoss(a, b) })).toMatch('a function of your own');
    expect(obstacle({ loss: (a, b) => mseLoss(a, b), compile: true })).toBeNull();
    expect(obstacle({ accumulateGradBatches: 2 })).toMatch('several batches');
    const own = new Named();
    const record: BatchSource<Batch<{ x: Tensor }>> = batchesOf([]);
    const trainer = new Trainer(own, { optimizer, loss: mseLoss, train: record });
    expect(trainer.compileObstacle).toBe('Named is a module of your own');
  });
});
