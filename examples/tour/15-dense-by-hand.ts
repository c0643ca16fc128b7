/**
 * Tour 15: a layer, ReLU and the squared error with hand-written derivatives, beside the same with
 * autograd. Both see the same random batches, stay equal at every step, and recover the weights
 * that made the data. Run: npx tsx examples/tour/15-dense-by-hand.ts
 */

import {
  compile,
  liveNumber,
  manualSeed,
  nn,
  noGrad,
  optim,
  rand,
  type Tensor,
  tensor,
  zeros,
} from 'chainrule';
import { plotLoss } from 'chainrule/viz';

// Forward, and beside each function its derivative. x [batch, inputs], w [outputs, inputs], b
// [outputs].
const dense = (x: Tensor, w: Tensor, b: Tensor): Tensor => x.matmul(w.transpose(0, 1)).add(b);
const dDense = (dy: Tensor, x: Tensor, w: Tensor): { dx: Tensor; dw: Tensor; db: Tensor } => ({
  dx: dy.matmul(w),
  dw: dy
    .transpose(0, 1)
    .matmul(x)
    .div(x.shape[0] ?? 1),
  db: dy.mean(0),
});
const relu = (x: Tensor): Tensor => x.mul(x.gt(0));
const dRelu = (dy: Tensor, y: Tensor): Tensor => dy.mul(y.gt(0));
const mse = (guess: Tensor, label: Tensor): Tensor => guess.sub(label).square().mean();
// Without the constant 2 / N, which only scales the learning rate.
const dMse = (guess: Tensor, label: Tensor): Tensor => guess.sub(label);

manualSeed(1);
const [inputs, outputs, batch, steps, lr] = [10, 2, 512, 3000, 0.05];
const double = { dtype: 'float64' } as const;
const [wReal, bReal] = [rand([outputs, inputs], double), rand([outputs], double)];

const start = rand([outputs, inputs], double);
const hand = { w: start.clone(), b: zeros([outputs], double) };
const layer = new nn.Linear(inputs, outputs).to('float64');
layer.weight.assign(start);
if (layer.bias) nn.init.zeros(layer.bias);
const sgd = new optim.SGD(layer.parameters(), { lr });

const losses: number[] = [];
let apart = 0;
for (let step = 0; step < steps; step++) {
  const x = rand([batch, inputs], double);
  const label = dense(x, wReal, bReal);

  // By hand: forward, backward, update.
  const byHand = noGrad(() => {
    const z1 = dense(x, hand.w, hand.b);
    const z2 = relu(z1);
    const dz1 = dRelu(dMse(z2, label), z2);
    const { dw, db } = dDense(dz1, x, hand.w);
    const loss = mse(z2, label);
    hand.w.assign(hand.w.sub(dw.mul(lr)));
    hand.b.assign(hand.b.sub(db.mul(lr)));
    return loss;
  });

  // With autograd. Half the sum over the outputs has the slope "guess - label" of dMse.
  const guess = layer.forward(x).relu();
  const loss = nn.functional.mseLoss(guess, label);
  loss.mul(outputs / 2).backward();
  sgd.step({ zeroGrad: true });

  losses.push(loss.item());
  apart = Math.max(apart, Math.abs(loss.item() - byHand.item()));
  if (step % 500 === 0) console.log(`step ${step}: loss = ${loss.item().toFixed(6)}`);
}
console.log(`by hand and autograd stay together: ${apart < 1e-12}`);
const worst = (w: Tensor, b: Tensor): number =>
  Math.max(w.sub(wReal).abs().max().item(), b.sub(bReal).abs().max().item());
console.log(`largest error of w and b: ${worst(hand.w, hand.b).toFixed(4)}`);

// Adam gets there in a fifth of the steps. A step that is called often can be compiled: once two
// calls have done the same, others are replayed, without building their graph.
const quick = new nn.Linear(inputs, outputs).to('float64');
const adam = new optim.Adam(quick.parameters(), { lr: 0.05 });
const learn = compile((x: Tensor, label: Tensor) => {
  nn.functional.mseLoss(quick.forward(x).relu(), label).backward();
  adam.step({ zeroGrad: true });
});
for (let step = 0; step < 600; step++) {
  const x = rand([batch, inputs], double);
  learn(x, dense(x, wReal, bReal));
}
const found = quick.bias ? worst(quick.weight, quick.bias) : Number.NaN;
console.log(`with Adam, 600 steps: ${found.toFixed(4)}`);
console.log(`of 600 calls the function ran in ${learn.captures}`);

// The homework: why may dMSE leave out 2 / N? Because the rate can take it in. The same weights,
// the same batch: full slope and a rate of N / 2 times as much.
const [xs, goals] = [rand([4, inputs], double), rand([4, outputs], double)];
const from = rand([outputs, inputs], double);
const stepWith = (factor: number, rate: number): Tensor => {
  const slope = dense(xs, from, bReal).sub(goals).mul(factor).transpose(0, 1).matmul(xs);
  return from.sub(slope.mul(rate));
};
const count = 4 * outputs;
const gap = stepWith(2 / count, lr * (count / 2))
  .sub(stepWith(1, lr))
  .abs()
  .max()
  .item();
console.log(`with 2 / N and a rate of N / 2 times ${lr}, the same step: ${gap < 1e-12}`);

// A replay runs no JavaScript: what the function read there stays as it was in those calls.
let scale = 1;
const frozen = compile((x: Tensor) => x.mul(scale));
const live = compile((x: Tensor) => x.mul(liveNumber(() => scale)));
const given = compile((x: Tensor, factor: Tensor) => x.mul(factor));
const five = tensor(5);
for (let i = 0; i < 2; i++) for (const call of [frozen, live]) call(five);
for (let i = 0; i < 2; i++) given(five, tensor(scale));
scale = 2;
console.log(`5 times 2, a plain variable: ${frozen(five).item()}`);
console.log(`5 times 2, a live number: ${live(five).item()}`);
console.log(`5 times 2, an argument: ${given(five, tensor(scale)).item()}`);
console.log(await plotLoss(losses, { logScale: true }).save('runs/tour/15-loss.svg'));
