/** `OneLayerNetwork`, with derivatives by hand, equals its autograd twin at every step. */

import { manualSeed, nn, optim, tensor } from 'chainrule';
import { OneLayerNetwork } from 'chainrule/estimators';
import { expect, it } from 'vitest';
import { expectClose } from '../data/sklearn.js';

const x = [
  [0.5, -1, 2],
  [1.5, 0.25, -0.75],
  [-1, 1, 0.5],
  [0.1, 0.2, 0.3],
];
const target = [
  [1, 0],
  [0, 1],
  [1, 1],
  [0, 0],
];

const kinds = {
  linear: () => new nn.Identity(),
  relu: () => new nn.ReLU(),
  sigmoid: () => new nn.Sigmoid(),
  tanh: () => new nn.Tanh(),
};

it.each(Object.entries(kinds))('%s, for 50 steps', (name, activation) => {
  manualSeed(1);
  const mine = new OneLayerNetwork(3, 2, { activation: name as keyof typeof kinds, seed: 3 });
  const linear = new nn.Linear(3, 2);
  const twin = new nn.Sequential(linear, activation()).to('float64');
  linear.weight.assign(tensor(mine.weight, { dtype: 'float64' }));
  linear.bias?.assign(tensor(mine.bias, { dtype: 'float64' }));
  const optimizer = new optim.SGD(twin.parameters(), { lr: 0.1 });
  const input = tensor(x, { dtype: 'float64', requiresGrad: true });
  const wanted = tensor(target, { dtype: 'float64' });
  for (let step = 0; step < 50; step++) {
    const y = mine.forward(x);
    // The mean squared error over 8 numbers has the slope 2 (y - target) / 8.
    const dx = mine.backward(
      y.map((row, i) => row.map((each, j) => (each - (target[i]?.[j] ?? 0)) / 4)),
    );
    mine.step(0.1);

    optimizer.zeroGrad();
    input.zeroGrad();
    const output = twin.forward(input);
    const loss = nn.functional.mseLoss(output, wanted);
    loss.backward();
    optimizer.step();

    expectClose(output.toArray(), y);
    expectClose(linear.weight.grad?.toArray(), mine.weightGrad);
    expectClose(linear.bias?.grad?.toArray(), mine.biasGrad);
    expectClose(input.grad?.toArray(), dx);
    expectClose(linear.weight.toArray(), mine.weight);
    expectClose(linear.bias?.toArray(), mine.bias);
  }
});

it('says what does not fit', () => {
  const network = new OneLayerNetwork(3, 2);
  expect(() => network.forward([[1, 2]])).toThrow('expected rows of 3 numbers, got one of 2');
  expect(() => network.backward([[1, 2]])).toThrow('forward gave 0 rows, backward got 1');
  expect(() => new OneLayerNetwork(0, 2)).toThrow('integers above 0, got 0');
  expect(() => new OneLayerNetwork(1, 1, { activation: 'x' as never })).toThrow(
    "unknown activation 'x', expected",
  );
});
