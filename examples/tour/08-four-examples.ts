/**
 * Tour 8: a network of 41 parameters learns four examples; first with the commonest bug of all,
 * gradients that are never set back to zero, then without it.
 * Run: npx tsx examples/tour/08-four-examples.ts
 */

import { MLP, type Value } from 'chainrule/scalar';
import { drawGraph, plotLoss } from 'chainrule/viz';

const xs = [
  [2, 3, -1],
  [3, -1, 0.5],
  [0.5, 1, 1],
  [1, 1, -1],
];
const ys = [1, -1, -1, 1];

const model = new MLP(3, [4, 4, 1]);
console.log(`parameters: ${model.parameters().length}`);
const prediction = model.predict([2, 3, -1]);
prediction.backward();
console.log(await drawGraph(prediction).save('runs/tour/08-network.svg'));
model.zeroGrad();

/** The sum of the squared differences: 0 only when every prediction is its target. */
function lossOf(network: MLP): Value {
  const errors = xs.map((x, i) =>
    network
      .predict(x)
      .sub(ys[i] ?? 0)
      .pow(2),
  );
  return errors.reduce((sum, error) => sum.add(error));
}

// One step by hand. A weight with a negative gradient has to grow for the loss to fall, hence -=.
const loss = lossOf(model);
loss.backward();
const weight = model.layers[0]?.neurons[0]?.w[0];
console.log(`loss ${loss.data.toFixed(4)}, first weight ${weight}`);
for (const p of model.parameters()) p.data -= 0.01 * p.grad;
console.log(`after one step: loss ${lossOf(model).data.toFixed(4)}`);

/** Forward, backward, update; with or without forgetting the last gradients. */
function train(steps: number, lr: number, zeroGrad: boolean): { network: MLP; losses: number[] } {
  const network = new MLP(3, [4, 4, 1]);
  const losses: number[] = [];
  for (let k = 0; k < steps; k++) {
    const result = lossOf(network);
    if (zeroGrad) network.zeroGrad();
    result.backward();
    for (const p of network.parameters()) p.data -= lr * p.grad;
    losses.push(result.data);
  }
  return { network, losses };
}

// Without zeroGrad every step is made of all gradients so far. On a problem this small it works, by
// luck, and even fast: the steps are simply larger. A little less luck, and the loss never comes
// down.
for (const lr of [0.05, 0.2]) {
  const [buggy, fixed] = [false, true].map((zeroGrad) => train(20, lr, zeroGrad).losses.at(-1));
  console.log(
    `rate ${lr}, 20 steps: loss ${buggy?.toFixed(4)} with the bug, ${fixed?.toFixed(4)} without`,
  );
}

const { network, losses } = train(200, 0.05, true);
console.log(`without, 200 steps: loss ${losses.at(-1)?.toFixed(4)}`);
console.log(`predictions: ${xs.map((x) => network.predict(x).data.toFixed(2)).join(' ')}`);
console.log(await plotLoss(losses, { logScale: true }).save('runs/tour/08-loss.svg'));
