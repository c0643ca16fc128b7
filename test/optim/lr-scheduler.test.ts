/** Schedules: resuming, groups, momentum, and arguments that make no sense. */

import { optim, tensor } from 'chainrule';
import { describe, expect, test } from 'vitest';

const { lrScheduler } = optim;

function makeOptimizer(...rates: number[]): optim.SGD {
  const groups = rates.map((lr) => ({ params: [tensor([1], { requiresGrad: true })], lr }));
  return new optim.SGD(groups);
}

const makers: { readonly [name: string]: (o: optim.SGD) => optim.lrScheduler.LRScheduler } = {
  StepLR: (o) => new lrScheduler.StepLR(o, 3),
  ExponentialLR: (o) => new lrScheduler.ExponentialLR(o, 0.9),
  CosineAnnealingLR: (o) => new lrScheduler.CosineAnnealingLR(o, 10, { etaMin: 0.01 }),
  LinearLR: (o) => new lrScheduler.LinearLR(o),
  LambdaLR: (o) => new lrScheduler.LambdaLR(o, (epoch) => 1 / (1 + epoch)),
  OneCycleLR: (o) => new lrScheduler.OneCycleLR(o, 1, { epochs: 3, stepsPerEpoch: 4 }),
};

describe('schedules', () => {
  test.each(Object.entries(makers))('%s resumes exactly', (_, make) => {
    const [before, after] = [makeOptimizer(0.5, 0.25), makeOptimizer(0.125, 0.125)];
    const scheduler = make(before);
    for (let i = 0; i < 4; i++) scheduler.step();
    const resumed = make(after);
    resumed.loadStateDict(scheduler.stateDict());
    expect(resumed.getLastLr()).toEqual(scheduler.getLastLr());
    scheduler.step();
    resumed.step();
    expect(resumed.lastEpoch).toBe(5);
    expect(resumed.getLastLr()).toEqual(scheduler.getLastLr());
    expect(() => make(makeOptimizer(1)).loadStateDict(scheduler.stateDict())).toThrow(
      'the state has rates for 2 groups (epoch 5), the optimizer has 1 groups',
    );
  });

  test('LambdaLR takes a function per group', () => {
    const optimizer = makeOptimizer(1, 1);
    new lrScheduler.LambdaLR(optimizer, [() => 0.5, (epoch) => 1 + epoch]).step();
    expect(optimizer.paramGroups.map((group) => group.lr)).toEqual([0.5, 2]);
  });

  test('OneCycleLR moves the momentum, or the first beta, the other way', () => {
    const adam = new optim.Adam([tensor([1], { requiresGrad: true })]);
    const scheduler = new lrScheduler.OneCycleLR(adam, 1, { totalSteps: 10 });
    expect(adam.paramGroups[0]?.betas).toEqual([0.95, 0.999]);
    scheduler.step();
    scheduler.step();
    expect(adam.paramGroups[0]?.betas[0]).toBeCloseTo(0.85, 12);
    expect(adam.lr).toBeCloseTo(1, 12);
    const without = new optim.Adagrad([tensor([1], { requiresGrad: true })]);
    expect(() => new lrScheduler.OneCycleLR(without, 1, { totalSteps: 10 })).toThrow(
      'the optimizer has no momentum to cycle, use { cycleMomentum: false }',
    );
  });

  test('ReduceLROnPlateau resumes, takes tensors, and does not call NaN an improvement', () => {
    const optimizer = makeOptimizer(1);
    const scheduler = new lrScheduler.ReduceLROnPlateau(optimizer, { patience: 1, factor: 0.5 });
    for (const metric of [1, Number.NaN]) scheduler.step(tensor(metric));
    expect(scheduler.stateDict()).toEqual({
      lastEpoch: 2,
      best: 1,
      numBadEpochs: 1,
      cooldownCounter: 0,
    });
    const resumed = new lrScheduler.ReduceLROnPlateau(optimizer, { patience: 1, factor: 0.5 });
    resumed.loadStateDict(scheduler.stateDict());
    resumed.step(Number.NaN);
    expect(resumed.getLastLr()).toEqual([0.5]);
  });
});

describe('mistakes', () => {
  const o = makeOptimizer(1);
  const odd = <T>(value: unknown): T => value as T;

  test.each([
    [() => new lrScheduler.StepLR(o, 0), 'StepLR: stepSize must be a positive integer, got 0'],
    [() => new lrScheduler.ExponentialLR(o, Number.NaN), 'gamma must be a finite number, got NaN'],
    [() => new lrScheduler.CosineAnnealingLR(o, 1.5), 'tMax must be a positive integer, got 1.5'],
    [() => new lrScheduler.LinearLR(o, { startFactor: 0 }), 'factors must be in (0, 1]'],
    [() => new lrScheduler.LambdaLR(o, []), 'one function per group, got 0 for 1 groups'],
    [() => new lrScheduler.OneCycleLR(o, 1), 'give totalSteps, or epochs and stepsPerEpoch'],
    [() => new lrScheduler.OneCycleLR(o, 0, { totalSteps: 1 }), 'maxLr must be positive'],
    [
      () => new lrScheduler.OneCycleLR(o, 1, { totalSteps: 9, annealStrategy: odd('sine') }),
      "unknown annealStrategy 'sine', expected 'cos' or 'linear'",
    ],
    [
      () => new lrScheduler.OneCycleLR(o, 1, { totalSteps: 9, pctStart: 3 }),
      'pctStart must be in [0, 1], got 3',
    ],
    [() => new lrScheduler.ReduceLROnPlateau(o, { factor: 1 }), 'factor must be less than 1'],
    [
      () => new lrScheduler.ReduceLROnPlateau(o, { mode: odd('low') }),
      "unknown mode 'low', expected 'min' or 'max'",
    ],
    [() => new lrScheduler.ReduceLROnPlateau(o, { minLr: [] }), 'one number per group (1), got 0'],
  ])('%#', (make, message) => {
    expect(make).toThrow(message);
  });

  test('a step after the end of the cycle', () => {
    const scheduler = new lrScheduler.OneCycleLR(makeOptimizer(1), 1, { totalSteps: 2 });
    scheduler.step();
    scheduler.step();
    expect(() => scheduler.step()).toThrow('step 3 is after the end of the cycle of 2 steps');
  });
});
