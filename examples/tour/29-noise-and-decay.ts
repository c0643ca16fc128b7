/**
 * Tour 29: stochastic descent. A batch guesses the gradient of all samples, and its guess is noisy;
 * a rate that decays makes the noise fade. Run: npx tsx examples/tour/29-noise-and-decay.ts
 */

import { seededRandom } from 'chainrule/scalar';
import { plotLandscape, plotLoss } from 'chainrule/viz';

// 200 points near y = 0.7 x - 0.2, and the mean squared error of a line through them.
const random = seededRandom(3);
const samples = Array.from({ length: 200 }, () => {
  const x = 4 * random() - 2;
  return { x, y: 0.7 * x - 0.2 + 1.5 * (random() - 0.5) };
});
const loss = (w: number, b: number): number =>
  samples.reduce((sum, { x, y }) => sum + (w * x + b - y) ** 2, 0) / samples.length;

/** The slopes of the loss for w and b, over some of the samples. */
function slopes(w: number, b: number, some: typeof samples): [number, number] {
  let [dw, db] = [0, 0];
  for (const { x, y } of some) {
    dw += (2 * (w * x + b - y) * x) / some.length;
    db += (2 * (w * x + b - y)) / some.length;
  }
  return [dw, db];
}

/** Walks from (-0.8, 0.8), with batches of a size, and a rate for each step. */
function walk(batch: number, rate: (step: number) => number): [number, number][] {
  const draw = seededRandom(11);
  const path: [number, number][] = [[-0.8, 0.8]];
  for (let step = 0; step < 60; step++) {
    const [w, b] = path.at(-1) ?? [0, 0];
    const some = Array.from({ length: batch }, () => samples[Math.floor(draw() * 200)]).flatMap(
      (each) => each ?? [],
    );
    const [dw, db] = slopes(w, b, batch === 200 ? samples : some);
    path.push([w - rate(step) * dw, b - rate(step) * db]);
  }
  return path;
}
const walks = {
  'all 200': walk(200, () => 0.15),
  'batches of 2': walk(2, () => 0.15),
  'batches of 2, decaying rate': walk(2, (step) => 0.15 * Math.exp(-0.06 * step)),
};
const best = Math.min(...walks['all 200'].map(([w, b]) => loss(w, b)));
const losses = Object.fromEntries(
  Object.entries(walks).map(([name, path]) => [name, path.map(([w, b]) => loss(w, b))]),
);
for (const [name, list] of Object.entries(losses)) {
  const last = list.slice(-20).map((each) => each - best);
  const above = last.reduce((sum, each) => sum + each, 0) / last.length;
  console.log(`${name}: in the last 20 steps ${above.toFixed(4)} above the best`);
}
console.log(`samples looked at: ${60 * 200} and ${60 * 2}`);

const map = plotLandscape(loss, { x: [-1, 1.5], y: [-1, 1], xLabel: 'w', yLabel: 'b', walks });
console.log(await map.save('runs/tour/29-noise.svg'));
console.log(await plotLoss(losses, { logScale: true }).save('runs/tour/29-loss.svg'));
