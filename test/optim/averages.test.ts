/** Averages of weights and the schedulers that are made of others, against PyTorch. */

import { nn, optim, type Tensor, tensor } from 'chainrule';
import { describe, expect, test } from 'vitest';
import {
  expectTensor,
  layerTolerance,
  load,
  readFixture,
  type StoredTensor,
} from '../tensor/fixture-tensor.js';

interface AverageCase {
  readonly kind: string;
  readonly options: { readonly decay?: number; readonly useBuffers?: boolean };
  readonly start: Readonly<Record<string, StoredTensor>>;
  readonly inputs: readonly StoredTensor[];
  readonly after: Readonly<Record<string, StoredTensor>>;
  readonly statistics: Readonly<Record<string, StoredTensor>>;
}

function loadAll(stored: Readonly<Record<string, StoredTensor>>): Record<string, Tensor> {
  return Object.fromEntries(Object.entries(stored).map(([key, t]) => [key, load(t, 'float64')]));
}

function expectState(model: nn.Module, stored: Readonly<Record<string, StoredTensor>>): void {
  const state = model.stateDict();
  for (const [key, expected] of Object.entries(stored)) {
    const value = state[key];
    if (value) expectTensor(key, value, expected, 'float64', layerTolerance);
  }
}

/** As the case says. */
function optionsOf({
  decay,
  ...rest
}: AverageCase['options']): optim.swaUtils.AveragedModelOptions {
  return decay === undefined ? rest : { ...rest, avgFn: optim.swaUtils.getEmaAvgFn(decay) };
}

describe('AveragedModel', () => {
  for (const { kind, options, start, inputs, after, statistics } of readFixture<AverageCase>(
    'optim/averages',
  )) {
    test(kind, () => {
      const model = new nn.Sequential(new nn.Linear(2, 3), new nn.BatchNorm1d(3)).to('float64');
      model.loadStateDict(loadAll(start));
      const averaged = new optim.swaUtils.AveragedModel(model, optionsOf(options));
      const optimizer = new optim.SGD(model.parameters(), { lr: 0.1 });
      const batches = inputs.map((stored) => load(stored, 'float64'));
      for (const x of batches) {
        optimizer.zeroGrad();
        model.forward(x).sub(1).square().sum().backward();
        optimizer.step();
        averaged.updateParameters(model);
      }
      expect(Object.keys(averaged.stateDict())).toEqual(Object.keys(after));
      expectState(averaged, after);
      optim.swaUtils.updateBn(batches, averaged);
      expectState(averaged, statistics);
      expect(averaged.module.at(1)).toMatchObject({ momentum: 0.1, training: true });
      expect(averaged.eval().forward(batches[0] ?? tensor([])).shape).toEqual([4, 3]);
    });
  }

  test('refuses another model and decays out of range', () => {
    const averaged = new optim.swaUtils.AveragedModel(new nn.Linear(2, 2));
    expect(() => averaged.updateParameters(new nn.ReLU())).toThrow(
      'the model has 0 tensors, the average 2',
    );
    expect(() => optim.swaUtils.getEmaAvgFn(2)).toThrow('decay must be in [0, 1], got 2');
  });
});

describe('schedulers of schedulers', () => {
  const sgd = () => new optim.SGD([new nn.Parameter([1])], { lr: 0.4 });

  test.each([3, 6, 9])('SequentialLR goes on from epoch %i', (epoch) => {
    const make = () => {
      const optimizer = sgd();
      const parts = [
        new optim.lrScheduler.LinearLR(optimizer, { totalIters: 4 }),
        new optim.lrScheduler.CosineAnnealingWarmRestarts(optimizer, 3, { tMult: 2 }),
      ];
      return { optimizer, scheduler: new optim.lrScheduler.SequentialLR(optimizer, parts, [6]) };
    };
    const [first, second] = [make(), make()];
    for (let i = 0; i < epoch; i++) first.scheduler.step();
    second.scheduler.loadStateDict(first.scheduler.stateDict());
    for (let i = 0; i < 8; i++) {
      first.scheduler.step();
      second.scheduler.step();
      expect(second.optimizer.lr).toBe(first.optimizer.lr);
      expect(second.scheduler.getLastLr()).toEqual([first.optimizer.lr]);
    }
  });

  test('warm restarts go to parts of epochs, and not below 0', () => {
    const optimizer = sgd();
    const scheduler = new optim.lrScheduler.CosineAnnealingWarmRestarts(optimizer, 2);
    scheduler.step(3.5);
    expect(optimizer.lr).toBeCloseTo(0.2 * (1 + Math.cos(Math.PI * 0.75)), 12);
    expect(scheduler.lastEpoch).toBe(3);
    expect(() => scheduler.step(-1)).toThrow('the epoch must be at least 0, got -1');
  });

  test('CyclicLR moves the first beta, with a function of its own', () => {
    const optimizer = new optim.Adam([new nn.Parameter([1])]);
    const scheduler = new optim.lrScheduler.CyclicLR(optimizer, 0.1, 0.5, {
      stepSizeUp: 2,
      scaleFn: (cycle) => 1 / cycle,
    });
    scheduler.step();
    scheduler.step();
    expect([optimizer.lr, optimizer.paramGroups[0]?.betas[0]]).toEqual([0.5, 0.8]);
  });

  test('they say what does not fit', () => {
    const [a, b] = [sgd(), sgd()];
    const of = (optimizer: optim.SGD) => new optim.lrScheduler.ExponentialLR(optimizer, 0.9);
    const { ChainedScheduler, CyclicLR, SequentialLR } = optim.lrScheduler;
    expect(() => new ChainedScheduler([of(a), of(b)])).toThrow(
      'scheduler 1 is of another optimizer',
    );
    expect(() => new ChainedScheduler([])).toThrow('at least one');
    expect(() => new SequentialLR(a, [of(a), of(a)], [])).toThrow('needs 1 milestones for 2');
    expect(() => new SequentialLR(b, [of(a)], [])).toThrow('are of another optimizer');
    expect(() => new CyclicLR(a, 0.1, [1, 2])).toThrow('maxLr must be a number, or one for each');
    expect(() => new optim.swaUtils.SWALR(a, [1, 2])).toThrow(
      'SWALR: needs one rate for each of 1',
    );
    const chained = new ChainedScheduler([of(a)]);
    const state = chained.stateDict();
    expect(() => chained.loadStateDict({ ...state, schedulers: [] })).toThrow('there are 1');
  });
});
