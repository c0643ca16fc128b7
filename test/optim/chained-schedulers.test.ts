/**
 * Several schedulers on one optimiser, and rates set by hand, against PyTorch; and going on from a
 * state that was saved at any moment.
 */

import { optim, tensor } from 'chainrule';
import { describe, expect, test } from 'vitest';
import { readFixture } from '../tensor/fixture-tensor.js';
import { type AnyScheduler, makeScheduler, type SchedulerRow } from './make-scheduler.js';

interface Epoch {
  readonly rates: readonly number[];
  readonly momenta: readonly number[];
  /** The rates that each scheduler set last. */
  readonly last?: readonly (readonly number[])[];
}

interface Chain {
  readonly kind: string;
  readonly optimizer: 'SGD' | 'Adam';
  readonly rates: readonly number[];
  readonly metrics: readonly number[];
  readonly schedulers: readonly SchedulerRow[];
  readonly byHand: readonly { readonly epoch: number; readonly group: number; lr: number }[];
  readonly initialLrs: readonly (number | null)[];
  /** As it is at first, and after each epoch. */
  readonly epochs: readonly Epoch[];
}

const chains = readFixture<Chain>('optim/chains');

/** An optimiser with its schedulers. */
class Run {
  readonly chain: Chain;
  readonly optimizer: optim.SGD | optim.Adam;
  readonly schedulers: readonly AnyScheduler[];

  constructor(chain: Chain) {
    const groups = chain.rates.map((lr) => ({
      params: [tensor([0], { requiresGrad: true })],
      lr,
    }));
    this.chain = chain;
    this.optimizer =
      chain.optimizer === 'SGD' ? new optim.SGD(groups, { momentum: 0.9 }) : new optim.Adam(groups);
    this.schedulers = chain.schedulers.map((row) => makeScheduler(row, this.optimizer));
  }

  step(epoch: number): void {
    const { byHand, metrics } = this.chain;
    for (const { group, lr } of byHand.filter((change) => change.epoch === epoch)) {
      const changed = this.optimizer.paramGroups[group];
      if (changed !== undefined) changed.lr = lr;
    }
    for (const scheduler of this.schedulers) scheduler.step(metrics[epoch] ?? 0);
  }

  look(): { rates: number[]; momenta: (number | undefined)[] } {
    const { paramGroups } = this.optimizer;
    const momenta = paramGroups.map((g) => ('betas' in g ? g.betas[0] : g.momentum));
    return { rates: paramGroups.map(({ lr }) => lr), momenta };
  }
}

function expectClose(found: readonly (number | undefined)[], expected: readonly number[]): void {
  expect(found).toHaveLength(expected.length);
  expected.forEach((value, i) => {
    expect(Math.abs((found[i] ?? 0) - value), `${found[i]} for ${value}`).toBeLessThanOrEqual(
      1e-11 * Math.abs(value) + 1e-17,
    );
  });
}

describe('schedulers on one optimiser', () => {
  test.each(chains.map((chain) => [chain.kind, chain] as const))('%s', (_, chain) => {
    const run = new Run(chain);
    chain.epochs.forEach(({ rates, momenta, last }, i) => {
      if (i > 0) run.step(i - 1);
      const found = run.look();
      expectClose(found.rates, rates);
      expectClose(found.momenta, momenta);
      last?.forEach((lrs, k) => {
        expectClose(run.schedulers[k]?.getLastLr() ?? [], lrs);
      });
    });
    const initial = run.optimizer.paramGroups.map(({ initialLr }) => initialLr ?? null);
    expect(initial).toEqual(chain.initialLrs);
  });

  test('give what the formulas give, digit by digit', () => {
    const optimizer = new optim.SGD([tensor([0], { requiresGrad: true })], { lr: 1 });
    const exponential = new optim.lrScheduler.ExponentialLR(optimizer, 0.9);
    const step = new optim.lrScheduler.StepLR(optimizer, 2, { gamma: 0.1 });
    const rates = [1, 2, 3, 4].map(() => {
      exponential.step();
      step.step();
      return optimizer.lr;
    });
    expect(rates.map((lr) => Number(lr.toPrecision(3)))).toEqual([0.9, 0.081, 0.0729, 0.00656]);
  });
});

/** A state as it comes back from a file. */
const stored = <State>(state: State): State => JSON.parse(JSON.stringify(state));

type Load = () => void;

/** Loads the state of `before` into a new run, in one of several orders. */
function resumed(before: Run, order: 'optimizer first' | 'optimizer last' | 'in reverse'): Run {
  // What the new one was made with must not matter.
  const run = new Run({ ...before.chain, rates: before.chain.rates.map((lr) => lr / 3) });
  const loads: Load[] = before.schedulers.map((scheduler, i) => () => {
    const state = stored(scheduler.stateDict());
    const to = run.schedulers[i];
    if (to !== undefined) Reflect.apply(to.loadStateDict, to, [state]);
  });
  const loadOptimizer: Load = () => {
    run.optimizer.loadStateDict(stored(before.optimizer.stateDict()));
  };
  if (order === 'optimizer last') loads.push(loadOptimizer);
  else loads.unshift(loadOptimizer);
  if (order === 'in reverse') loads.reverse();
  for (const load of loads) load();
  return run;
}

const moments = [0, 1, 2, 3, 4, 5, 7, 9, 12, 21];

describe.each(['optimizer first', 'optimizer last', 'in reverse'] as const)(
  'resumed, %s',
  (order) => {
    test.each(chains.map((chain) => [chain.kind, chain] as const))('%s', (_, chain) => {
      const whole = new Run(chain);
      const expected = chain.metrics.map((_metric, epoch) => {
        whole.step(epoch);
        return whole.look();
      });
      for (const moment of moments) {
        const before = new Run(chain);
        for (let epoch = 0; epoch < moment; epoch++) before.step(epoch);
        const run = resumed(before, order);
        expect(run.look()).toEqual(before.look());
        expect(run.optimizer.stateDict().paramGroups).toEqual(
          before.optimizer.stateDict().paramGroups,
        );
        for (let epoch = moment; epoch < expected.length; epoch++) {
          run.step(epoch);
          expect(run.look()).toEqual(expected[epoch]);
        }
      }
    });
  },
);

describe('a scheduler', () => {
  const one = (): optim.SGD => new optim.SGD([tensor([0], { requiresGrad: true })], { lr: 0.5 });

  test('that is made after the state was loaded starts from the first rate of all', () => {
    const before = one();
    const scheduler = new optim.lrScheduler.ExponentialLR(before, 0.5);
    scheduler.step();
    const after = one();
    after.loadStateDict(before.stateDict());
    const again = new optim.lrScheduler.CosineAnnealingLR(after, 4);
    expect([after.lr, ...again.baseLrs]).toEqual([0.25, 0.5]);
  });

  test('of one kind of groups does not load the state of another', () => {
    const scheduler = new optim.lrScheduler.StepLR(one(), 2);
    const state = scheduler.stateDict();
    expect(() => scheduler.loadStateDict({ ...state, groupLrs: [] })).toThrow(
      'StepLR.loadStateDict: the state has rates for',
    );
    expect(scheduler.stateDict()).toEqual(state);
  });

  test('whose rise has no length starts at the top', () => {
    const optimizer = one();
    const options = { totalSteps: 10, pctStart: 0.1, cycleMomentum: false };
    new optim.lrScheduler.OneCycleLR(optimizer, 2, options);
    expect(optimizer.lr).toBe(2);
  });

  test('that refuses a step has not taken it', () => {
    const scheduler = new optim.lrScheduler.OneCycleLR(one(), 1, { totalSteps: 2 });
    scheduler.step();
    scheduler.step();
    const state = scheduler.stateDict();
    expect(() => scheduler.step()).toThrow('step 3 is after the end of the cycle of 2 steps');
    expect(scheduler.stateDict()).toEqual(state);
  });
});
