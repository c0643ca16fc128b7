/**
 * Tour 9: two moons, told apart by a network of single numbers. New here: a loss that asks for a
 * margin, a penalty on large weights, a learning rate that shrinks, and a picture of what the
 * network thinks of every place. Run: npx tsx examples/tour/09-moons.ts
 */

import { makeMoons } from 'chainrule/data';
import { MLP, type Value } from 'chainrule/scalar';
import { plotDecisionSurface } from 'chainrule/viz';

const [x, y] = makeMoons({ nSamples: 100, noise: 0.1, seed: 1337 });
const points = x.toArray() as number[][];
const signs = (y.toArray() as number[]).map((label) => 2 * label - 1);
const model = new MLP(2, [16, 16, 1], { activation: 'relu', outputActivation: 'linear' });
console.log(`parameters: ${model.parameters().length}`);

const sum = (values: readonly Value[]): Value => values.reduce((total, each) => total.add(each));

/** Loss and accuracy on a batch of points; `rows` may be all of them, or some drawn at random. */
function evaluate(rows: readonly number[]): { loss: Value; accuracy: number } {
  const scores = rows.map((row) => model.predict(points[row] ?? []));
  // "Max-margin": a point costs nothing once its score is beyond 1 on its own side.
  const margins = scores.map((score, i) =>
    score
      .mul(-(signs[rows[i] ?? 0] ?? 0))
      .add(1)
      .relu(),
  );
  const penalty = sum(model.parameters().map((p) => p.mul(p))).mul(1e-4);
  const right = scores.filter((score, i) => score.data > 0 === (signs[rows[i] ?? 0] ?? 0) > 0);
  return { loss: sum(margins).div(rows.length).add(penalty), accuracy: right.length / rows.length };
}

const all = points.map((_, i) => i);
for (let step = 0; step < 100; step++) {
  const { loss, accuracy } = evaluate(all);
  model.zeroGrad();
  loss.backward();
  const rate = 1 - (0.9 * step) / 100;
  for (const p of model.parameters()) p.data -= rate * p.grad;
  if (step % 10 === 0 || step === 99) {
    const percent = (100 * accuracy).toFixed(0);
    console.log(`step ${step}: loss ${loss.data.toFixed(4)}, accuracy ${percent} %`);
  }
}

// With more data than this one would look at some of it at a time. A batch is a good guess:
const batch = all.filter((i) => i % 4 === 0);
console.log(`a batch of 25: loss ${evaluate(batch).loss.data.toFixed(4)}`);

const surface = plotDecisionSurface(
  (grid) => (grid.toArray() as number[][]).map((point) => model.predict(point).data),
  x,
  y,
  { resolution: 60 },
);
console.log(await surface.save('runs/tour/09-moons.svg'));
