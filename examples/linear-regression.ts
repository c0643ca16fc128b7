/**
 * Finds the line behind noisy points, with nothing but tensors and gradients: predict, compare,
 * learn. Run: `npx tsx examples/linear-regression.ts`.
 */

import { manualSeed, randn, tensor } from 'chainrule';

manualSeed(0);
const x = randn([200, 1]);
const y = x
  .mul(3)
  .add(-2)
  .add(randn([200, 1]).mul(0.1));

const weight = tensor(0, { requiresGrad: true });
const bias = tensor(0, { requiresGrad: true });
const learningRate = 0.1;
for (let step = 0; step < 100; step++) {
  const prediction = x.mul(weight).add(bias);
  const loss = prediction.sub(y).square().mean();
  loss.backward();
  for (const parameter of [weight, bias]) {
    if (parameter.grad !== null) parameter.assign(parameter.sub(parameter.grad.mul(learningRate)));
    parameter.zeroGrad();
  }
  if (step % 20 === 0) console.log(`step ${step}  loss ${loss.item().toFixed(4)}`);
}
console.log(`y = ${weight.item().toFixed(2)} x + ${bias.item().toFixed(2)}, made as y = 3 x - 2`);
