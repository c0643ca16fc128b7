/**
 * What the doctor costs: steps of digits and of a small CNN with and without it, in turns, so that
 * the machine's other work meets both alike. Run: `npx tsx bench/doctor.ts [rounds]`.
 */

import { manualSeed, nn, optim, randint, randn, type Tensor } from '../src/index.js';
import { type Doctor, doctor } from '../src/train/index.js';
import { summarize } from './statistics.js';

/** A training of which single steps are timed. */
interface Training {
  readonly name: string;
  readonly model: nn.Sequential;
  readonly batches: readonly (readonly [Tensor, Tensor])[];
  /** Steps per round: a multiple of the 100 steps between two close looks. */
  readonly steps: number;
}

function digits(): Training {
  manualSeed(1);
  const model = new nn.Sequential(new nn.Linear(64, 128), new nn.ReLU(), new nn.Linear(128, 10));
  const batches = Array.from(
    { length: 20 },
    () => [randn([64, 64]), randint(0, 10, [64])] as const,
  );
  return { name: 'digits 64-128-10, batch 64, AdamW', model, batches, steps: 400 };
}

function cnn(): Training {
  manualSeed(1);
  const model = new nn.Sequential(
    new nn.Conv2d(1, 32, 3),
    new nn.ReLU(),
    new nn.Conv2d(32, 64, 3),
    new nn.ReLU(),
    new nn.MaxPool2d(2),
    new nn.Flatten(),
    new nn.Linear(9216, 128),
    new nn.ReLU(),
    new nn.Linear(128, 10),
  );
  const batch = (): readonly [Tensor, Tensor] => [randn([64, 1, 28, 28]), randint(0, 10, [64])];
  const batches = Array.from({ length: 4 }, batch);
  return {
    name: 'CNN (3x3 filters 32, 64; dense 128), batch 64, AdamW',
    model,
    batches,
    steps: 100,
  };
}

/** Seconds of so many steps; `check` is null without a doctor. */
function seconds(training: Training, optimizer: optim.Optimizer, check: Doctor | null): number {
  const { model, batches, steps } = training;
  const start = performance.now();
  for (let i = 0; i < steps; i++) {
    const [input, target] = batches[i % batches.length] ?? [];
    if (input === undefined || target === undefined) continue;
    optimizer.zeroGrad();
    const output = model.forward(input);
    const loss = nn.functional.crossEntropy(output, target);
    loss.backward();
    optimizer.step();
    if (check === null) loss.item();
    else check.step(loss, { input, output, target });
  }
  return (performance.now() - start) / 1000;
}

const rounds = Number(process.argv[2] ?? 5);
for (const training of [digits(), cnn()]) {
  const optimizer = new optim.AdamW(training.model.parameters(), { lr: 1e-4 });
  const plain: number[] = [];
  const watched: number[] = [];
  seconds({ ...training, steps: 20 }, optimizer, null);
  const first = doctor(training.model, optimizer);
  const start = seconds(training, optimizer, first);
  first.stop();
  // One doctor goes on over all rounds, as in one long training.
  for (let round = 0; round < rounds; round++) {
    plain.push(seconds(training, optimizer, null));
    const check = doctor(training.model, optimizer);
    watched.push(seconds(training, optimizer, check));
    check.stop();
  }
  const [without, beside] = [summarize(plain), summarize(watched)];
  const perStep = (value: number): string => `${((1e6 * value) / training.steps).toFixed(0)} µs`;
  const ratio = (a: number, b: number): string => `${(100 * (a / b - 1)).toFixed(1)} %`;
  console.log(`${training.name}, the first ${training.steps} steps of a training`);
  console.log(`  without     ${perStep(without.median)} (least ${perStep(without.min)})`);
  console.log(`  with doctor ${perStep(beside.median)} (least ${perStep(beside.min)})`);
  console.log(`  cost        ${ratio(beside.median, without.median)} of medians`);
  console.log(`              ${ratio(beside.min, without.min)} of the least`);
  console.log(`  once, its programs compiled: ${(1000 * (start - beside.median)).toFixed(0)} ms`);
}
