/**
 * The 2-16-16-1 step, plain and through `compile()`, in turns: `npx tsx bench/compiled-step.ts`.
 * Prints the median and the best round in microseconds; the loss is read in every step.
 */

import {
  compile,
  manualSeed,
  nn,
  optim,
  randint,
  randn,
  type Tensor,
  tensor,
} from '../src/index.js';

manualSeed(1);
const model = new nn.Sequential(
  new nn.Linear(2, 16),
  new nn.ReLU(),
  new nn.Linear(16, 16),
  new nn.ReLU(),
  new nn.Linear(16, 1),
);
const optimizer = new optim.SGD(model.parameters(), { lr: 0.01 });
const x = tensor(randn([100, 2]).toTypedArray(), { shape: [100, 2] });
const signs = randint(0, 2, [100, 1]).to('float32').mul(2).sub(1);
const y = tensor(signs.toTypedArray(), { shape: [100, 1] });

function plain(inputs: Tensor, targets: Tensor): Tensor {
  optimizer.zeroGrad();
  const loss = model.forward(inputs).mul(targets).neg().add(1).relu().mean();
  loss.backward();
  optimizer.step();
  return loss;
}

const steps = { plain, compiled: compile(plain) };
const rounds: Record<keyof typeof steps, number[]> = { plain: [], compiled: [] };
for (let round = 0; round < 240; round++) {
  for (const name of ['plain', 'compiled'] as const) {
    const start = performance.now();
    for (let i = 0; i < 100; i++) steps[name](x, y).item();
    // The first rounds warm up.
    if (round >= 40) rounds[name].push((performance.now() - start) * 10);
  }
}
for (const name of ['plain', 'compiled'] as const) {
  const sorted = rounds[name].sort((a, b) => a - b);
  const median = sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
  console.log(
    `${name}: median ${median.toFixed(1)} us, best ${(sorted[0] ?? Number.NaN).toFixed(1)} us`,
  );
}
