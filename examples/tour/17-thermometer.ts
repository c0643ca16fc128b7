/**
 * Tour 17: a thermometer with unknown units. A line is fitted by central differences, then by
 * autograd; the learning rate that suits the bias makes the weight explode, until the readings are
 * brought to the same scale. Data: Stevens, Antiga and Viehmann, "Deep Learning with PyTorch", ch.
 * 5. Run: npx tsx examples/tour/17-thermometer.ts
 */

import { noGrad, type Tensor, tensor } from 'chainrule';
import { StandardScaler } from 'chainrule/data';
import { plotLoss } from 'chainrule/viz';

const double = { dtype: 'float64' } as const;
const celsius = tensor([0.5, 14, 15, 28, 11, 8, 3, -4, 6, 13, 21], double);
const readings = tensor([35.7, 55.9, 58.2, 81.9, 56.3, 48.9, 33.9, 21.8, 48.4, 60.4, 68.4], double);

const lossOf = (x: Tensor, w: Tensor | number, b: Tensor | number): Tensor =>
  x.mul(w).add(b).sub(celsius).square().mean();
console.log(`loss at w = 1, b = 0: ${lossOf(readings, 1, 0).item().toFixed(4)}`);

// Central differences: nudge both ways, and divide by the whole way.
const delta = 0.1;
const slope = (f: (nudge: number) => Tensor): number =>
  (f(delta).item() - f(-delta).item()) / (2 * delta);
const slopes = [
  slope((nudge) => lossOf(readings, 1 + nudge, 0)),
  slope((nudge) => lossOf(readings, 1, 0 + nudge)),
];
console.log(`slopes by nudging: ${slopes.map((each) => each.toFixed(4)).join(', ')}`);

/** Gradient descent from w = 1, b = 0. */
function fit(x: Tensor, lr: number, steps: number): { w: number; b: number; losses: number[] } {
  const [w, b] = [
    tensor(1, { ...double, requiresGrad: true }),
    tensor(0, { ...double, requiresGrad: true }),
  ];
  const losses: number[] = [];
  for (let step = 0; step < steps; step++) {
    const loss = lossOf(x, w, b);
    for (const p of [w, b]) p.zeroGrad();
    loss.backward();
    if (step === 0)
      console.log(`  gradient ${w.grad?.item().toFixed(4)}, ${b.grad?.item().toFixed(4)}`);
    noGrad(() => {
      for (const p of [w, b]) if (p.grad !== null) p.assign(p.sub(p.grad.mul(lr)));
    });
    losses.push(loss.item());
  }
  return { w: w.item(), b: b.item(), losses };
}

console.log('readings as they are:');
const wild = fit(readings, 1e-2, 10);
console.log(`  rate 0.01, 10 steps: loss ${wild.losses.at(-1)?.toExponential(1)}`);
const slow = fit(readings, 1e-4, 100);
console.log(`  rate 0.0001, 100 steps: loss ${slow.losses.at(-1)?.toFixed(4)}, and stuck there`);

// The weight's slope is 55 times that of the bias, because readings are around 50 and not around 1.
console.log('readings divided by 10:');
const good = fit(readings.mul(0.1), 1e-2, 5000);
console.log(`  rate 0.01, 5000 steps: loss ${good.losses.at(-1)?.toFixed(6)}`);
console.log(`  w = ${good.w.toFixed(4)}, b = ${good.b.toFixed(4)}`);

// A scaler does it properly: mean 0, standard deviation 1. Now a large rate is fine.
console.log('readings scaled to mean 0 and deviation 1:');
const column = readings.unsqueeze(1);
const scaled = new StandardScaler().fit(column).transform(column).squeeze(1);
const quick = fit(scaled, 0.3, 30);
console.log(`  rate 0.3, 30 steps: loss ${quick.losses.at(-1)?.toFixed(6)}`);
console.log(await plotLoss(quick.losses, { logScale: true }).save('runs/tour/17-loss.svg'));
