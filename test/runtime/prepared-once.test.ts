/** What is made before a loop and used in each step is computed once, though nobody reads it. */

import {
  arange,
  manualSeed,
  nn,
  ones,
  optim,
  randn,
  realize,
  type Tensor,
  tensor,
  zerosLike,
} from 'chainrule';
import { describe, expect, it } from 'vitest';
import { topologicalOrder } from '../../src/graph/node.js';
import { isViewOp } from '../../src/graph/traits.js';
import { countPrograms } from './count-programs.js';

describe('what is prepared once', () => {
  const prepared: Readonly<Record<string, () => Tensor>> = {
    'a normalised batch': () => {
      const x = tensor([
        [1, 2, 4],
        [3, 8, 5],
      ]);
      return x.sub(x.mean(0)).div(x.std(0));
    },
    'random numbers': () => {
      manualSeed(8);
      return randn([2, 3]);
    },
    'a mask behind a view': () => ones([3, 2]).tril().t().unsqueeze(0).squeeze(0),
  };

  it.each(Object.entries(prepared))('%s is computed once, not in each step', (_name, make) => {
    const [expected, lazy] = [make(), make()];
    expected.toTypedArray();
    const steps = [expected, lazy].map((x) => {
      manualSeed(7);
      const model = new nn.Sequential(new nn.Linear(3, 4), new nn.Tanh(), new nn.Linear(4, 2));
      const y = tensor([
        [1, 0],
        [0, 1],
      ]);
      const optimizer = new optim.Adam(model.parameters(), { lr: 0.05 });
      return (): number => {
        optimizer.zeroGrad();
        const loss = nn.functional.mseLoss(model.forward(x), y);
        loss.backward();
        optimizer.step();
        return loss.item();
      };
    });
    const [ready, own] = steps;
    for (let i = 0; i < 5; i++) expect(own?.()).toBe(ready?.());
    expect(pendingBelow(lazy)).toBe(0);
  });
});

describe('what a model begins with', () => {
  class Shifted extends nn.Module {
    weight = new nn.Parameter(randn([3]));
    shift = this.registerBuffer('shift', ones([3]).mul(2).cumsum(0));
    forward(x: Tensor): Tensor {
      return x.mul(this.weight).add(this.shift);
    }
  }

  it.each([
    ['a parameter and a buffer', () => new Shifted()],
    ['running statistics', () => new nn.Sequential(new nn.BatchNorm1d(3), new nn.Linear(3, 3))],
  ])('%s: the second step has the program of the first', (_name, make) => {
    const model = make();
    const x = randn([4, 3]);
    realize([x]);
    const step = (): number => {
      const loss = model.forward(x).square().mean();
      model.zeroGrad();
      loss.backward();
      for (const parameter of model.parameters()) {
        parameter.assign(parameter.sub(parameter.grad?.mul(0.1) ?? zerosLike(parameter)));
      }
      return loss.item();
    };
    step();
    expect(countPrograms(step)).toEqual({ runs: 1, compiled: 0 });
  });
});

/** Nodes that are yet to be computed for a value. */
function pendingBelow(x: Tensor): number {
  const order = topologicalOrder([x.node], ({ value }) => value !== null);
  return order.filter((node) => node.value === null && !isViewOp(node)).length;
}

it('is not made whole where only a part is used', () => {
  // 2^36 elements, of which none is ever stored.
  const count = 2 ** 18;
  const grid = arange(count).unsqueeze(1).lt(arange(count).unsqueeze(0));
  const few = grid.slice(0, 0, 4);
  for (let i = 0; i < 4; i++) expect(few.sum().item()).toBe(4 * count - 10);
});
