/** A value that a leaf is assigned stays a value: the leaf moves on, its source does not. */

import { manualSeed, nn, noGrad, optim, rand, randn, type Tensor, tensor } from 'chainrule';
import { expect, it } from 'vitest';

const leaf = (): Tensor => tensor([[1, 2, 3]], { requiresGrad: true });

const sources: Readonly<Record<string, () => Tensor>> = {
  'that is drawn': () => rand([4, 3]),
  'that is computed from a draw': () => rand([4, 3]).mul(2).add(1),
  'that was read in part': () => {
    const source = rand([4, 3]);
    source.sum().item();
    return source;
  },
  'that depends on another leaf': () => {
    const other = leaf();
    other.assign(other.mul(2));
    return noGrad(() => other.expand([4, 3]).mul(3));
  },
};

function train(weight: Tensor): void {
  const optimizer = new optim.SGD([weight], { lr: 0.1 });
  for (let step = 0; step < 5; step++) {
    optimizer.zeroGrad();
    randn([2, 3]).matmul(weight.t()).square().mean().backward();
    optimizer.step();
  }
}

it.each(Object.entries(sources))('a value %s', (_name, make) => {
  manualSeed(3);
  const expected = make().toArray();
  manualSeed(3);
  const source = make();
  const { weight } = new nn.Linear(3, 4);
  weight.assign(source);
  train(weight);
  expect(source.toArray()).toEqual(expected);
  expect(weight.toArray()).not.toEqual(expected);
});
