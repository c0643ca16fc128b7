/**
 * Tour 25: one step of training, by hand. Predict, measure, find the gradients, move every
 * parameter a little against its own; and again. The start is chosen so that the loss is the
 * lecture's, 4.84. Run: npx tsx examples/tour/25-one-training-step.ts
 */

import * as scalar from 'chainrule/scalar';
import { plotFunction } from 'chainrule/viz';

type Value = scalar.Value;

const xs = [
  [2, 3, -1],
  [3, -1, 0.5],
  [0.5, 1, 1],
  [1, 1, -1],
];
const ys = [1, -1, -1, 1];
const model = new scalar.MLP(3, [4, 4, 1], { random: scalar.seededRandom(17197) });

// Forward: four predictions, and one number that says how wrong they are together.
const predict = (): Value[] => xs.map((x) => model.predict(x));
const lossOf = (predictions: Value[]): Value =>
  predictions.map((y, i) => y.sub(ys[i] ?? 0).pow(2)).reduce((sum, each) => sum.add(each));
const show = (predictions: Value[]): string => predictions.map((y) => y.data.toFixed(2)).join(' ');

const before = predict();
const loss = lossOf(before);
console.log(`predictions ${show(before)}, wanted ${ys.join(' ')}`);
console.log(`loss before: ${loss.data.toFixed(2)}`);

// Backward: 41 gradients at once. Look at one weight.
loss.backward();
const weight = model.layers[0]?.neurons[0]?.w[0];
if (weight === undefined) throw new Error('a network without weights');
console.log(`one weight: ${weight.data.toFixed(4)}, its gradient ${weight.grad.toFixed(4)}`);

// Its gradient is negative: a larger weight makes the loss smaller. So it has to grow, and the
// minus in front of the gradient sees to that.
const step = 0.01;
for (const p of model.parameters()) p.data -= step * p.grad;
console.log(`the weight after the step: ${weight.data.toFixed(4)}`);
console.log(`loss after: ${lossOf(predict()).data.toFixed(2)}`);

// The same again, with fresh gradients.
const again = lossOf(predict());
model.zeroGrad();
again.backward();
for (const p of model.parameters()) p.data -= step * p.grad;
console.log(`and after another: ${lossOf(predict()).data.toFixed(2)}`);

// How large may a step be? From where we are now, the loss for every size of the next one.
const here = lossOf(predict());
model.zeroGrad();
here.backward();
const start = model.parameters().map((p) => p.data);
function lossAfter(size: number): number {
  model.parameters().forEach((p, i) => {
    p.data = (start[i] ?? 0) - size * p.grad;
  });
  return lossOf(predict()).data;
}
for (const size of [0.001, 0.01, 0.1, 1]) {
  console.log(`a step of ${size}: loss ${lossAfter(size).toFixed(2)}`);
}
const picture = plotFunction(lossAfter, {
  domain: [0, 1],
  points: 200,
  xLabel: 'size of the step',
  yLabel: 'loss after it',
});
console.log(await picture.save('runs/tour/25-one-training-step.svg'));
