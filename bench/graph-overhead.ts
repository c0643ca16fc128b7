/**
 * What a step costs beside its kernels: building the graph, differentiating it, ordering, key, and
 * binding, per op of the graph, in the 2-16-16-1 step. Prints one JSON object.
 */

import { nn, realize, setNumThreads, type Tensor, tensor } from 'chainrule';
import { internals } from './built-package.js';
import { summarize } from './statistics.js';

const { device, topologicalOrder } = await internals();
setNumThreads(1);

const batch = 100;
const learningRate = 0.05;
const warmUps = 20_000;
const rounds = 30;
const stepsPerRound = 1000;

const model = new nn.Sequential(
  new nn.Linear(2, 16),
  new nn.ReLU(),
  new nn.Linear(16, 16),
  new nn.ReLU(),
  new nn.Linear(16, 1),
);
const parameters = model.parameters();
const ramp = Float32Array.from({ length: 2 * batch }, (_, i) => Math.sin(12.9898 * i));
const x = tensor(ramp, { shape: [batch, 2] });
const y = tensor(ramp.subarray(0, batch).map(Math.sign), { shape: [batch, 1] });
realize(parameters);

/** The roots of one step's graph, nothing of it computed. */
function build(): Tensor[] {
  model.zeroGrad();
  const loss = nn.functional.hingeLoss(model.forward(x), y);
  loss.backward();
  for (const p of parameters) if (p.grad !== null) p.assign(p.sub(p.grad.mul(learningRate)));
  return [loss, ...parameters];
}

/** Nodes to compute, leaves and data left out. */
function countOps(roots: readonly Tensor[]): number {
  const order = topologicalOrder(
    roots.map(({ node }) => node),
    (node) => node.value !== null,
  );
  return order.filter((node) => node.value === null).length;
}

/** Replaces the entry of the kernels by one that adds up its time. */
function timeKernels(): { milliseconds: number } {
  const total = { milliseconds: 0 };
  const current = device();
  const { run } = current;
  const timed: typeof run = (commands, count, parallel) => {
    const start = performance.now();
    run(commands, count, parallel);
    total.milliseconds += performance.now() - start;
  };
  Object.assign(current, { run: timed });
  return total;
}

const roots = build();
const ops = countOps(roots);
realize(roots);
for (let i = 0; i < warmUps; i++) realize(build());
const kernels = timeKernels();
const [whole, building, inKernels]: [number[], number[], number[]] = [[], [], []];
for (let round = 0; round < rounds; round++) {
  kernels.milliseconds = 0;
  let built = 0;
  const start = performance.now();
  for (let i = 0; i < stepsPerRound; i++) {
    const from = performance.now();
    const step = build();
    built += performance.now() - from;
    realize(step);
  }
  whole.push((performance.now() - start) / stepsPerRound);
  building.push(built / stepsPerRound);
  inKernels.push(kernels.milliseconds / stepsPerRound);
}
const microseconds = (samples: readonly number[]): number => 1000 * summarize(samples).median;
const [step, graph, run] = [whole, building, inKernels].map(microseconds);
console.log(JSON.stringify({ ops, step, graph, run }));
process.exit(0);
