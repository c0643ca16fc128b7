/**
 * A small training that every platform runs: large enough that kernels are shared among threads, small
 * enough for a second. Gives numbers that must be the same everywhere.
 */

import { manualSeed, nn, optim, randn } from 'chainrule';

/** Trains a classifier on random points and returns its losses and the sum of its first weights. */
export function train() {
  manualSeed(1337);
  const x = randn([1024, 64]);
  const y = x.sum(1).gt(0).to('int32');
  const model = new nn.Sequential(new nn.Linear(64, 256), new nn.Tanh(), new nn.Linear(256, 2));
  const optimizer = new optim.Adam(model.parameters(), { lr: 1e-2 });
  const losses = [];
  for (let step = 0; step < 20; step++) {
    optimizer.zeroGrad();
    const loss = nn.functional.crossEntropy(model.forward(x), y);
    loss.backward();
    optimizer.step();
    losses.push(loss.item());
  }
  const weights = model.parameters().map((parameter) => parameter.sum().item());
  return { losses, weights };
}
