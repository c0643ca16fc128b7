/**
 * What the doctor costs: steps of digits and of a small CNN with and without it, in turns, so that
 * the machine's other work meets both alike. Run: `npx tsx bench/doctor.ts`.
 */

import { manualSeed, nn, optim, randint, randn, type Tensor } from '../src/index.js';
import { type Doctor, doctor } from '../src/train/index.js';
import { summarize } from './statistics.js';

/** A training of which single steps are timed. */
interface Training {
  readonly name: string;
  readonly model: nn.Sequential;
  readonly optimizer: optim.Optimizer;
  readonly batches: readonly (readonly [Tensor, Tensor])[];
  /** Steps that are measured. */
  readonly steps: number;
}

function digits(): Training {
  manualSeed(1);
  const model = new nn.Sequential(new nn.Linear(64, 128), new nn.ReLU(), new nn.Linear(128, 10));
  const batches = Array.from(
    { length: 20 },
    () => [randn([64, 64]), randint(0, 10, [64])] as const,
  );
  const optimizer = new optim.AdamW(model.parameters(), { lr: 1e-4 });
  return { name: 'digits 64-128-10, batch 64, AdamW', model, optimizer, batches, steps: 1500 };
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
    optimizer: new optim.AdamW(model.parameters(), { lr: 1e-4 }),
    batches,
    steps: 40,
  };
}

/** Close looks come this often here, to have some; by default every hundredth step is one. */
const every = 5;
const everyByDefault = 100;
/** Until here the doctor also looks for what is there from the start. */
const early = 50;

/** One step, in seconds; `check` is null without a doctor. */
function stepTime(training: Training, i: number, check: Doctor | null): number {
  const { model, optimizer, batches } = training;
  const [input, target] = batches[i % batches.length] ?? [randn([1]), randn([1])];
  const start = performance.now();
  optimizer.zeroGrad();
  const output = model.forward(input);
  const loss = nn.functional.crossEntropy(output, target);
  loss.backward();
  optimizer.step();
  if (check === null) loss.item();
  else check.step(loss, { input, output, target });
  return (performance.now() - start) / 1000;
}

for (const make of [digits, cnn]) {
  // Two of a kind take turns, so that a busy machine slows both alike.
  const [alone, watched] = [make(), make()];
  const check = doctor(watched.model, watched.optimizer, { every });
  const [plain, usual, close]: [number[], number[], number[]] = [[], [], []];
  let first = 0;
  for (let i = 1; i <= early + alone.steps; i++) {
    const [without, beside] = [stepTime(alone, i, null), stepTime(watched, i, check)];
    if (i <= early) {
      first += beside - without;
      continue;
    }
    plain.push(without);
    (i % every === 0 ? close : usual).push(beside);
  }
  const [step, beside, look] = [plain, usual, close].map((times) => summarize(times).median);
  if (step === undefined || beside === undefined || look === undefined) continue;
  const cost = beside - step + (look - beside) / everyByDefault;
  const micro = (value: number): string => `${(1e6 * value).toFixed(0)} µs`;
  console.log(alone.name);
  console.log(
    `  a step ${micro(step)}; with the doctor ${micro(beside)}; a close look ${micro(look)}`,
  );
  console.log(`  cost   ${((100 * cost) / step).toFixed(1)} % of a step, by medians`);
  console.log(
    `  once   ${(1000 * first).toFixed(0)} ms in the first ${early} steps, with compiling`,
  );
}
