/** Hand-written loops that the tests put mistakes into. */

import { manualSeed, nn, optim, randn, type Tensor } from 'chainrule';
import { type Code, type Doctor, type DoctorOptions, doctor } from 'chainrule/train';

/** A batch: what goes in, and what should come out. */
export type Batch = readonly [input: Tensor, target: Tensor];

/** How a loop runs; everything has a default that is right. */
export interface Loop {
  readonly model: nn.Layer;
  readonly batches: (step: number) => Batch;
  readonly loss: (output: Tensor, target: Tensor) => Tensor;
  readonly optimizer?: optim.Optimizer;
  readonly steps?: number;
  readonly options?: DoctorOptions;
  /** Called before each step, with its number from 1. */
  readonly onStep?: (step: number, check: Doctor) => void;
  readonly zeroGrad?: boolean;
}

/** Runs a loop with a doctor beside it. */
export function run(loop: Loop): Doctor {
  const { model, steps = 10, options = {}, zeroGrad = true } = loop;
  const optimizer = loop.optimizer ?? new optim.SGD(model.parameters(), { lr: 0.01 });
  const check = doctor(model, optimizer, options);
  for (let step = 1; step <= steps; step++) {
    loop.onStep?.(step, check);
    const [input, target] = loop.batches(step);
    if (zeroGrad) optimizer.zeroGrad();
    const output = model.forward(input);
    const loss = loop.loss(output, target);
    loss.backward();
    optimizer.step();
    check.step(loss, { input, output, target });
  }
  check.stop();
  return check;
}

/** The codes that were found, sorted. */
export function codesOf({ findings }: Doctor): Code[] {
  return findings.map(({ code }) => code).sort();
}

/** Batches of `[32, width]` whose targets `[32]` are the largest of three products. */
export function classBatches(width = 8, classes = 3, seed = 7): (step: number) => Batch {
  manualSeed(seed);
  const truth = randn([width, classes]);
  return () => {
    const x = randn([32, width]);
    return [x, x.matmul(truth).argmax(1)];
  };
}

/** Batches of `[32, width]` whose targets `[32, 1]` are a product with noise. */
export function numberBatches(width = 8, seed = 7): (step: number) => Batch {
  manualSeed(seed);
  const truth = randn([width, 1]).mul(0.5);
  return () => {
    const x = randn([32, width]);
    return [x, x.matmul(truth).add(randn([32, 1]).mul(0.1))];
  };
}

/** A classifier of eight numbers. */
export function classifier(...extra: nn.Layer[]): nn.Sequential {
  return new nn.Sequential(new nn.Linear(8, 16), new nn.ReLU(), new nn.Linear(16, 3), ...extra);
}
