/** The gradient of a parameter is a value, also when it is first read many updates later. */

import { compile, manualSeed, nn, noGrad, optim, randn, tensor } from 'chainrule';
import { describe, expect, it } from 'vitest';

type Later = (weight: nn.Parameter) => void;

const updates: { readonly [name: string]: () => Later } = {
  'assignments by hand': () => (weight) => {
    noGrad(() => weight.assign(weight.mul(0.9)));
  },
  'replays of a compiled function': () => {
    let shrink: (() => unknown) | null = null;
    return (weight) => {
      shrink ??= compile(() => {
        noGrad(() => weight.assign(weight.mul(0.9)));
      });
      shrink();
    };
  },
};

/** The gradient of the last step, read at once or after more updates of its parameter. */
function gradient(steps: number, more: number, later: Later, atOnce: boolean): unknown {
  manualSeed(3);
  const first = new nn.Linear(3, 4);
  const model = new nn.Sequential(first, new nn.Tanh(), new nn.Linear(4, 2));
  const optimizer = new optim.SGD(model.parameters(), { lr: 0.1 });
  const x = randn([5, 3]);
  for (let i = 0; i < steps; i++) {
    optimizer.zeroGrad();
    model.forward(x).square().mean().backward();
    optimizer.step();
  }
  const before = atOnce ? first.weight.grad?.toArray() : null;
  for (let i = 0; i < more; i++) {
    later(first.weight);
    first.weight.toArray();
  }
  return before ?? first.weight.grad?.toArray();
}

describe.each(Object.entries(updates))('a gradient that is read after %s', (_, make) => {
  it.each([
    [1, 1],
    [1, 4],
    [2, 2],
    [3, 5],
  ])('%i steps and %i more updates', (steps, more) => {
    const expected = gradient(steps, more, make(), true);
    expect(gradient(steps, more, make(), false)).toEqual(expected);
  });
});

it('that cannot be computed is no reason for a compiled step to fail', () => {
  manualSeed(3);
  const embedding = new nn.Embedding(4, 3);
  const layer = new nn.Linear(3, 2);
  const optimizer = new optim.SGD(layer.parameters(), { lr: 0.1 });
  const x = randn([5, 3]);
  const step = compile(() => {
    optimizer.zeroGrad();
    const loss = layer.forward(x).square().mean();
    loss.backward();
    optimizer.step();
    return loss;
  });
  for (let i = 0; i < 5; i++) {
    optimizer.zeroGrad();
    expect(() => {
      const loss = layer.forward(embedding.forward(tensor([0, 9], { dtype: 'int32' }))).mean();
      loss.backward();
      optimizer.step();
      loss.item();
    }).toThrow('index 9');
    optimizer.zeroGrad();
    for (let k = 0; k < 3; k++) expect(step().item()).toBeGreaterThan(0);
  }
});
