/** The doctor that looks on while programs of the tour run does see mistakes. */

import { nn, optim, randn, zeros } from 'chainrule';
import { expect, it } from 'vitest';
import { findingsIn } from './watched-training.js';

function train(clears: boolean): void {
  const model = new nn.Linear(2, 1);
  const optimizer = new optim.SGD(model.parameters(), { lr: 0.01 });
  const [x, y] = [randn([16, 2]), zeros([16, 1])];
  for (let i = 0; i < 6; i++) {
    if (clears) optimizer.zeroGrad();
    nn.functional.mseLoss(model.forward(x), y).backward();
    optimizer.step();
  }
}

it('finds what a program does wrong, and nothing in one that is right', async () => {
  expect(await findingsIn(async () => train(false))).toContain('grad-not-zeroed');
  expect(await findingsIn(async () => train(true))).toEqual([]);
});
