/**
 * Tour 14: what is done to plain gradient descent. A learning rate that decays, momentum through a
 * long valley, and penalties that keep weights small (L2) or set them to zero (L1).
 * Run: npx tsx examples/tour/14-momentum-decay-penalties.ts
 */

import { nn, optim, type Tensor, tensor } from 'chainrule';
import { makeRegression } from 'chainrule/data';
import { plotLoss } from 'chainrule/viz';

// Exponential decay: the rate of step i is rate0 / e^(lambda i).
const [rate0, lambda] = [0.5, 0.1];
const weight = nn.init.zeros(tensor([0], { requiresGrad: true }));
const optimizer = new optim.SGD([weight], { lr: rate0 });
const scheduler = new optim.lrScheduler.ExponentialLR(optimizer, Math.exp(-lambda));
for (let i = 1; i <= 10; i++) scheduler.step();
console.log(`rate after 10 steps: ${optimizer.lr.toFixed(6)} = ${(rate0 / Math.E).toFixed(6)}`);

/** A valley that is 100 times steeper across than along. */
const valley = (w: Tensor): Tensor =>
  w
    .square()
    .mul(tensor([0.5, 50], { dtype: 'float64' }))
    .sum();

/** Steps until the bottom is reached. */
function stepsDown(momentum: number): { steps: number; losses: number[] } {
  const w = tensor([10, 1], { dtype: 'float64', requiresGrad: true });
  const sgd = new optim.SGD([w], { lr: 0.015, momentum });
  const losses: number[] = [];
  for (;;) {
    const loss = valley(w);
    loss.backward();
    sgd.step({ zeroGrad: true });
    losses.push(loss.item());
    if (loss.item() < 1e-6 || losses.length === 2000) return { steps: losses.length, losses };
  }
}
const [plain, heavy] = [stepsDown(0), stepsDown(0.9)];
console.log(`steps without momentum: ${plain.steps}, with 0.9: ${heavy.steps}`);

// Momentum as the text writes it, u = a u - rate dL, w = w + u, is the optimiser's.
const byHand = { w: [10, 1], u: [0, 0] };
for (let step = 0; step < 5; step++) {
  const slopes = [byHand.w[0] ?? 0, 100 * (byHand.w[1] ?? 0)];
  byHand.u = byHand.u.map((u, i) => 0.9 * u - 0.015 * (slopes[i] ?? 0));
  byHand.w = byHand.w.map((w, i) => w + (byHand.u[i] ?? 0));
}
const w = tensor([10, 1], { dtype: 'float64', requiresGrad: true });
const momentum = new optim.SGD([w], { lr: 0.015, momentum: 0.9 });
for (let step = 0; step < 5; step++) {
  valley(w).backward();
  momentum.step({ zeroGrad: true });
}
const distance = Math.max(
  ...byHand.w.map((each, i) => Math.abs(each - (w.toTypedArray()[i] ?? 0))),
);
console.log(`momentum by hand agrees: ${distance < 1e-12}`);

// Ten features of which three matter, few samples: a good place for a penalty.
const [x, y] = makeRegression({
  nSamples: 30,
  nFeatures: 10,
  nInformative: 3,
  noise: 10,
  seed: 4,
  dtype: 'float64',
});
const scaled = y.div(y.std());

type Penalty = (weights: Tensor) => Tensor | number;

/** The weights that gradient descent finds with a penalty in the loss. */
function fit(penalty: Penalty, weightDecay = 0): number[] {
  const weights = tensor(Array(10).fill(0), { dtype: 'float64', requiresGrad: true });
  const sgd = new optim.SGD([weights], { lr: 0.05, weightDecay });
  for (let step = 0; step < 500; step++) {
    const loss = x.matmul(weights).sub(scaled).square().mean().add(penalty(weights));
    loss.backward();
    sgd.step({ zeroGrad: true });
  }
  return [...weights.toTypedArray()];
}
const size = (weights: readonly number[]): string => Math.hypot(...weights).toFixed(3);
const none = fit(() => 0);
const l2 = fit((weights) =>
  weights
    .square()
    .sum()
    .mul(0.5 / 2),
);
const l1 = fit((weights) => weights.abs().sum().mul(0.2));
console.log(`length of the weights: ${size(none)}, with L2 ${size(l2)}, with L1 ${size(l1)}`);
const zeros = (weights: readonly number[]): number =>
  weights.filter((v) => Math.abs(v) < 0.02).length;
console.log(`weights near 0: ${zeros(none)}, with L2 ${zeros(l2)}, with L1 ${zeros(l1)}`);

// L2 in the loss is the same as shrinking the weights in each step, w (1 - rate lambda): weight
// decay.
const decayed = fit(() => 0, 0.5);
const difference = Math.max(...decayed.map((v, i) => Math.abs(v - (l2[i] ?? 0))));
console.log(`weight decay agrees with L2: ${difference < 1e-12}`);

const picture = plotLoss(
  { momentum: heavy.losses, plain: plain.losses.slice(0, heavy.losses.length) },
  { logScale: true },
);
console.log(await picture.save('runs/tour/14-momentum.svg'));
