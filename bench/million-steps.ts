/**
 * Memory of a long training: a synchronous loop of a million steps, each with minibatch tensors of
 * its own, which no finalizer ever interrupts. Prints the resident memory on the way and fails when
 * it grows beyond the bar after the first 10,000 steps. `-- <steps>` makes the loop shorter.
 */

import { makeMoons } from '../src/data/index.js';
import { manualSeed, nn, optim, type Tensor, tensor } from '../src/index.js';

const barMegabytes = 30;
/** By then code is compiled, caches are full, and the collector has found its size. */
const settledAt = 10_000;
const batchSize = 100;
const batches = 10;

/** Batches of shuffled moons with labels of -1 and +1, as new tensors each time. */
function minibatches(): (step: number) => readonly [x: Tensor, y: Tensor] {
  const [points, classes] = makeMoons({ nSamples: batches * batchSize, noise: 0.1, seed: 0 });
  const xs = points.toTypedArray();
  const ys = Float32Array.from(classes.toTypedArray(), (label) => 2 * label - 1);
  return (step) => {
    const from = batchSize * (step % batches);
    const to = from + batchSize;
    return [
      tensor(xs.slice(2 * from, 2 * to), { shape: [batchSize, 2], dtype: 'float32' }),
      tensor(ys.slice(from, to), { shape: [batchSize, 1] }),
    ];
  };
}

/** Steps at which to look at the memory: 10,000, then each tenth of the rest. */
function isLook(step: number, steps: number): boolean {
  return step === settledAt || (step > settledAt && step % Math.ceil(steps / 10) === 0);
}

function main(steps: number): void {
  manualSeed(1337);
  const model = new nn.Sequential(
    new nn.Linear(2, 16),
    new nn.ReLU(),
    new nn.Linear(16, 16),
    new nn.ReLU(),
    new nn.Linear(16, 1),
  );
  const optimizer = new optim.SGD(model.parameters(), { lr: 0.05 });
  const next = minibatches();
  const start = performance.now();
  let settled = 0;
  let growth = 0;
  for (let step = 1; step <= steps; step++) {
    const [x, y] = next(step);
    optimizer.zeroGrad();
    const loss = nn.functional.hingeLoss(model.forward(x), y);
    loss.backward();
    optimizer.step();
    if (!isLook(step, steps)) continue;
    const megabytes = process.memoryUsage.rss() / 2 ** 20;
    if (step === settledAt) settled = megabytes;
    growth = megabytes - settled;
    const perStep = ((performance.now() - start) / step) * 1000;
    const figures = [megabytes.toFixed(1), growth.toFixed(1), loss.item().toFixed(4)];
    console.log(`${step} steps: ${figures.join(' ')} ${perStep.toFixed(1)}`);
  }
  console.log(`growth after ${settledAt} steps: ${growth.toFixed(1)} MB (bar ${barMegabytes})`);
  if (growth >= barMegabytes) process.exitCode = 1;
}

main(Number(process.argv[2] ?? 1_000_000));
