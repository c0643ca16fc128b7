/** An optimiser of the user's own: two methods, and ranges that the base checks for it. */

import { optim, type Tensor, tensor } from 'chainrule';
import { expect, test } from 'vitest';

interface Hyper extends optim.Hyperparameters {
  decay: number;
}

type Input = optim.UpdateInput<Hyper, Record<string, never>>;

/** Gradient descent whose parameters shrink. */
class Shrinking extends optim.Optimizer<Hyper, Record<string, never>> {
  constructor(params: readonly Tensor[], options: Partial<Hyper> = {}) {
    const ranges = { lr: optim.nonNegative, decay: optim.belowOne };
    super({ name: 'Shrinking', defaults: { lr: 0.1, decay: 0.5 }, ranges }, params, options);
  }

  protected initialState(): Record<string, never> {
    return {};
  }

  protected update({ parameter, gradient, group }: Input): optim.Update<Record<string, never>> {
    const kept = parameter.mul(1 - group.decay);
    return { parameter: kept.sub(gradient.mul(group.lr)), state: {} };
  }
}

test('updates by its own rule', () => {
  const p = tensor([4], { requiresGrad: true });
  const optimizer = new Shrinking([p]);
  p.mul(10).sum().backward();
  optimizer.step();
  expect(p.item()).toBeCloseTo(4 * 0.5 - 0.1 * 10, 6);
});

test('has its ranges checked', () => {
  const p = tensor([4], { requiresGrad: true });
  expect(() => new Shrinking([p], { decay: 1 })).toThrow(
    'Shrinking: decay must be at least 0 and less than 1, got 1',
  );
  expect(() => new Shrinking([p], { lr: -1 })).toThrow(
    'Shrinking: lr must be zero or a positive number, got -1',
  );
});
