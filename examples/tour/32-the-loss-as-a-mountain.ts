/**
 * Tour 32: the loss as a mountain. Two weights of a tiny network, its loss above them, and three
 * optimisers that walk down from the same place.
 * Run: npx tsx examples/tour/32-the-loss-as-a-mountain.ts
 */

import { optim, tensor } from 'chainrule';
import { plotLandscape } from 'chainrule/viz';

// A network of two weights in a row, tanh between them, wants -0.6 for 1 and 0.5 for -0.8.
const x = tensor([1, -0.8], { dtype: 'float64' });
const y = tensor([-0.6, 0.5], { dtype: 'float64' });
const lossAt = (a: number, b: number): number =>
  [
    [1, -0.6],
    [-0.8, 0.5],
  ].reduce((sum, [input = 0, wanted = 0]) => sum + (b * Math.tanh(a * input) - wanted) ** 2 / 2, 0);

type Maker = (parameters: ReturnType<typeof tensor>[]) => optim.Optimizer;
const makers: Record<string, Maker> = {
  SGD: (parameters) => new optim.SGD(parameters, { lr: 0.1 }),
  momentum: (parameters) => new optim.SGD(parameters, { lr: 0.1, momentum: 0.8 }),
  Adam: (parameters) => new optim.Adam(parameters, { lr: 0.1 }),
};

const walks = Object.fromEntries(
  Object.entries(makers).map(([name, make]) => {
    const weights = tensor([1.6, 0.9], { dtype: 'float64', requiresGrad: true });
    const optimizer = make([weights]);
    const path: [number, number][] = [];
    for (let step = 0; step < 60; step++) {
      const [a = 0, b = 0] = weights.toTypedArray();
      path.push([Number(a), Number(b)]);
      const guess = x.mul(weights.at(0)).tanh().mul(weights.at(1));
      const loss = guess.sub(y).square().mean();
      loss.backward();
      optimizer.step({ zeroGrad: true });
    }
    return [name, path];
  }),
);
for (const [name, path] of Object.entries(walks)) {
  const [a, b] = path.at(-1) ?? [0, 0];
  console.log(`${name}: a ${a.toFixed(2)}, b ${b.toFixed(2)}, loss ${lossAt(a, b).toFixed(4)}`);
}
console.log(`the saddle in the middle: loss ${lossAt(0, 0).toFixed(4)}, slope 0`);

const sides = { x: [-2.2, 2.2], y: [-1.6, 1.6], xLabel: 'a', yLabel: 'b' } as const;
const mountain = plotLandscape(lossAt, { ...sides, walks, view: 'mountain' });
console.log(await mountain.save('runs/tour/32-mountain.svg'));
console.log(await plotLandscape(lossAt, { ...sides, walks }).save('runs/tour/32-map.svg'));
