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
  /** Steps per round. */
  readonly steps: number;
}

function digits(): Training {
  manualSeed(1);
  const model = new nn.Sequential(new nn.Linear(64, 128), new nn.ReLU(), new nn.Linear(128, 10));
  const batches = Array.from(
    { length: 20 },
    () => [randn([64, 64]), randint(0, 10, [64])] as const,
  );
  return { name: 'digits 64-128-10, batch 64, AdamW', model, batches, steps: 300 };
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

/** Close looks come this often here, to have some; by default every hundredth step is one. */
const every = 20;
const everyByDefault = 100;

/** Seconds of each step; `check` is null without a doctor. */
function stepTimes(training: Training, optimizer: optim.Optimizer, check: Doctor | null): number[] {
  const { model, batches, steps } = training;
  return Array.from({ length: steps }, (_, i) => {
    const start = performance.now();
    const [input, target] = batches[i % batches.length] ?? [randn([1]), randn([1])];
    optimizer.zeroGrad();
    const output = model.forward(input);
    const loss = nn.functional.crossEntropy(output, target);
    loss.backward();
    optimizer.step();
    if (check === null) loss.item();
    else check.step(loss, { input, output, target });
    return (performance.now() - start) / 1000;
  });
}

const rounds = Number(process.argv[2] ?? 3);
for (const training of [digits(), cnn()]) {
  const optimizer = new optim.AdamW(training.model.parameters(), { lr: 1e-4 });
  const check = doctor(training.model, optimizer, { every });
  const early = stepTimes({ ...training, steps: 60 }, optimizer, check);
  check.stop();
  const [plain, usual, close]: [number[], number[], number[]] = [[], [], []];
  for (let round = 0; round < rounds; round++) {
    plain.push(...stepTimes(training, optimizer, null));
    // What is looked for in the first 50 steps alone is counted apart.
    const watching = doctor(training.model, optimizer, { every });
    stepTimes({ ...training, steps: 60 }, optimizer, watching);
    stepTimes(training, optimizer, watching).forEach((time, i) => {
      ((i + 61) % every === 0 ? close : usual).push(time);
    });
    watching.stop();
  }
  const [step, beside, look] = [plain, usual, close].map((times) => summarize(times).median);
  if (step === undefined || beside === undefined || look === undefined) continue;
  const cost = beside - step + (look - beside) / everyByDefault;
  const micro = (value: number): string => `${(1e6 * value).toFixed(0)} µs`;
  const first = early.reduce((sum, time) => sum + time - step, 0);
  console.log(training.name);
  console.log(
    `  a step ${micro(step)}; with the doctor ${micro(beside)}, with a close look ${micro(look)}`,
  );
  console.log(`  cost   ${((100 * cost) / step).toFixed(1)} % of a step, by medians`);
  console.log(
    `  once   ${(1000 * first).toFixed(0)} ms in the first 60 steps, compiling its programs`,
  );
}
