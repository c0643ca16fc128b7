/**
 * Tour 12: linear regression three ways. The same line is fitted with derivatives from paper, with
 * scalar values, and with tensors, a layer and an optimiser; all three take the same steps.
 * Run: npx tsx examples/tour/12-linear-regression.ts
 */

import { nn, optim, tensor } from 'chainrule';
import { seededRandom, Value } from 'chainrule/scalar';
import { plotLoss } from 'chainrule/viz';

const random = seededRandom(1);
const xs = Array.from({ length: 40 }, () => [4 * random() - 2, 4 * random() - 2] as const);
const ys = xs.map(([x1, x2]) => 2 * x1 - 3 * x2 + 0.5 + 0.1 * (random() - 0.5));
const [steps, lr] = [60, 0.1];

// 1. On paper: L = mean (yhat - y)^2, so dL/dw = mean 2 (yhat - y) x and dL/db = mean 2 (yhat - y).
const paper = { w1: 0, w2: 0, b: 0, losses: [] as number[] };
for (let step = 0; step < steps; step++) {
  const slopes = { w1: 0, w2: 0, b: 0 };
  let loss = 0;
  for (const [i, [x1, x2]] of xs.entries()) {
    const error = paper.w1 * x1 + paper.w2 * x2 + paper.b - (ys[i] ?? 0);
    loss += error ** 2 / xs.length;
    slopes.w1 += (2 * error * x1) / xs.length;
    slopes.w2 += (2 * error * x2) / xs.length;
    slopes.b += (2 * error) / xs.length;
  }
  for (const name of ['w1', 'w2', 'b'] as const) paper[name] -= lr * slopes[name];
  paper.losses.push(loss);
}

// 2. With values: only the loss is written down.
const [w1, w2, b] = [new Value(0), new Value(0), new Value(0)];
const valueLosses: number[] = [];
for (let step = 0; step < steps; step++) {
  const errors = xs.map(([x1, x2], i) =>
    w1
      .mul(x1)
      .add(w2.mul(x2))
      .add(b)
      .sub(ys[i] ?? 0),
  );
  const squares = errors.map((error) => error.pow(2));
  const loss = squares.reduce((sum, square) => sum.add(square)).div(xs.length);
  for (const p of [w1, w2, b]) p.zeroGrad();
  loss.backward();
  for (const p of [w1, w2, b]) p.data -= lr * p.grad;
  valueLosses.push(loss.data);
}

// 3. With tensors: all samples at once, X w + b, where b is broadcast to every row.
const x = tensor(xs, { dtype: 'float64' });
const y = tensor(ys, { dtype: 'float64' }).unsqueeze(1);
const layer = new nn.Linear(2, 1).to('float64');
nn.init.zeros(layer.weight);
if (layer.bias) nn.init.zeros(layer.bias);
const sgd = new optim.SGD(layer.parameters(), { lr });
const tensorLosses: number[] = [];
for (let step = 0; step < steps; step++) {
  const loss = nn.functional.mseLoss(layer.forward(x), y);
  loss.backward();
  sgd.step({ zeroGrad: true });
  tensorLosses.push(loss.item());
}

for (const step of [0, 1, 10, 59])
  console.log(`step ${step}: loss ${tensorLosses[step]?.toFixed(6)}`);
const gap = (a: readonly number[], c: readonly number[]): number =>
  Math.max(...a.map((each, i) => Math.abs(each - (c[i] ?? Number.NaN))));
console.log(`paper and values agree: ${gap(paper.losses, valueLosses) < 1e-12}`);
console.log(`paper and tensors agree: ${gap(paper.losses, tensorLosses) < 1e-12}`);
console.log(`y = ${paper.w1.toFixed(2)} x1 + ${paper.w2.toFixed(2)} x2 + ${paper.b.toFixed(2)}`);

// A loss can be the mean or the sum of the squares.
const [guess, truth] = [tensor([1, 2, 3]), tensor([1, 4, 7])];
for (const reduction of ['mean', 'sum'] as const) {
  const loss = nn.functional.mseLoss(guess, truth, { reduction });
  console.log(`mse with reduction ${reduction}: ${loss.item().toFixed(4)}`);
}

// Whole numbers have no slopes.
try {
  tensor([1, 2], { dtype: 'int32', requiresGrad: true });
} catch (error) {
  console.log(`${error instanceof TypeError}: ${error instanceof Error ? error.message : ''}`);
}
console.log(await plotLoss(tensorLosses).save('runs/tour/12-loss.svg'));
