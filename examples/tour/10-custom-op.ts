/**
 * Tour 10: an operation of one's own. Anything can be a brick of a larger expression if you can
 * compute it and its derivative: here the Legendre polynomial P3(x) = (5 x^3 - 3 x) / 2, with which
 * a + b P3(c + d x) is fitted to a sine. Run: npx tsx examples/tour/10-custom-op.ts
 */

import type { Tensor } from 'chainrule';
import { customOp, gradcheck, linspace, noGrad, tensor } from 'chainrule';
import { plotFunction } from 'chainrule/viz';

const legendre3 = customOp<[Tensor]>({
  name: 'legendre3',
  forward: (x) => x.pow(3).mul(5).sub(x.mul(3)).div(2),
  backward: (gradient, [x]) => [gradient.mul(x.square().mul(5).sub(1).mul(1.5))],
});
const point = tensor([-0.5, 0.25, 2], { dtype: 'float64', requiresGrad: true });
console.log(`the derivative is right: ${gradcheck(legendre3, [point])}`);

const x = linspace(-Math.PI, Math.PI, 2000, { dtype: 'float64' });
const y = x.sin();
const leaf = (data: number): Tensor => tensor(data, { dtype: 'float64', requiresGrad: true });
const [a, b, c, d] = [leaf(0), leaf(-1), leaf(0), leaf(0.3)];

let loss = tensor(0);
for (let step = 1; step <= 2000; step++) {
  loss = a
    .add(b.mul(legendre3(c.add(d.mul(x)))))
    .sub(y)
    .square()
    .sum();
  for (const p of [a, b, c, d]) p.zeroGrad();
  loss.backward();
  noGrad(() => {
    for (const p of [a, b, c, d]) if (p.grad !== null) p.assign(p.sub(p.grad.mul(5e-6)));
  });
  if (step % 500 === 0) console.log(`step ${step}: loss ${loss.item().toFixed(4)}`);
}
const [a1, b1, c1, d1] = [a.item(), b.item(), c.item(), d.item()];
console.log(`y = ${a1.toFixed(4)} + ${b1.toFixed(4)} P3(${c1.toFixed(4)} + ${d1.toFixed(4)} x)`);

const p3 = (z: number): number => (5 * z ** 3 - 3 * z) / 2;
const curves = { sine: Math.sin, fitted: (z: number) => a1 + b1 * p3(c1 + d1 * z) };
const picture = plotFunction(curves, { domain: [-Math.PI, Math.PI] });
console.log(await picture.save('runs/tour/10-custom-op.svg'));
