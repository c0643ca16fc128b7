/** How good a model is on data that it does not learn from, and what it predicts. */

import { noGrad } from '../../autodiff/index.js';
import type { Module } from '../../nn/index.js';
import * as signatures from '../../signatures/train.js';
import type { Tensor } from '../../tensor/index.js';
import { currentGenerator, realize, withGenerator } from '../../tensor/index.js';
import type { Measured } from '../state/epoch-record.js';
import {
  type Batch,
  type BatchSource,
  inputAndTarget,
  type ModelFor,
  predictionOf,
  samplesOf,
  type TargetOf,
  type TensorTree,
} from './batch.js';
import {
  answersAtOnce,
  MeasuredMeans,
  type MeasuredTensors,
  type Measures,
  readAll,
  readNow,
} from './measure.js';

/** Batches that are measured before their values are read: a device may be slow to answer. */
const readEvery = 16;

/** Options of `evaluate`. */
export interface EvaluateOptions {
  /** Stops between two batches. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Runs `body` with the model in evaluation and without gradients, then gives each module the mode
 * it had. Nothing waits in between, so that a training that is going on at the same time never sees
 * the mode.
 */
export function withEval<Result>(model: Module, body: () => Result): Result {
  const modes = model.modules().map((module) => [module, module.training] as const);
  model.eval();
  try {
    return noGrad(body);
  } finally {
    for (const [module, training] of modes) module.training = training;
  }
}

/** How a whole pass over data is measured. */
export interface Pass<B> extends EvaluateOptions {
  /** Measures a batch. */
  readonly measure: (batch: B) => MeasuredTensors;
  /** Names of measures that are NaN when there are no samples. */
  readonly names: readonly string[];
  /** How many batches to take, by default all. */
  readonly most?: number;
  /** Puts the means together with those of other ranks; null when stopped. */
  readonly join?: (means: MeasuredMeans | null) => MeasuredMeans | null;
}

/** Means over the batches, or null when `signal` stopped it. */
export async function measurePass<B extends TensorTree>(
  batches: AsyncIterable<B>,
  { measure, names, most = Number.POSITIVE_INFINITY, signal, join = (means) => means }: Pass<B>,
): Promise<Measured | null> {
  const means = new MeasuredMeans();
  // Random numbers that a model draws come from one stream, whoever draws while this one waits.
  const generator = currentGenerator();
  let unread: (readonly [values: MeasuredTensors, samples: number])[] = [];
  const readUnread = async (): Promise<void> => {
    for (const [values, samples] of unread) {
      means.add(answersAtOnce() ? readNow(values) : await readAll(values), samples);
    }
    unread = [];
  };
  const source = withGenerator(generator, () => batches[Symbol.asyncIterator]());
  try {
    for (let count = 0; count < most; count++) {
      const { value: batch, done } = await withGenerator(generator, () => source.next());
      if (done === true) break;
      if (signal?.aborted) return join(null)?.values(names) ?? null;
      const values = withGenerator(generator, () => measure(batch));
      realize(values.values());
      unread.push([values, samplesOf(batch)]);
      if (unread.length >= readEvery) await readUnread();
    }
  } finally {
    await source.return?.();
  }
  await readUnread();
  return join(means)?.values(names) ?? null;
}

/**
 * The mean of each measure over all samples of `batches`, with the model in evaluation (no dropout,
 * running statistics) and without gradients; between batches and afterwards every module has the
 * mode it had, so that a training may go on meanwhile. NaN where there are no samples; null when
 * `signal` stopped it.
 *
 * @example
 * const [x, y] = [tensor([[0], [1]]), tensor([0, 1], { dtype: 'int32' })];
 * const test = new DataLoader(new TensorDataset(x, y), { batchSize: 2 });
 * const model = new nn.Linear(1, 2);
 * model.loadStateDict({ weight: tensor([[-9], [9]]), bias: tensor([4, -4]) });
 * const loss = nn.functional.crossEntropy;
 * console.log((await evaluate(model, test, { loss, accuracy })).accuracy); // 1
 */
export async function evaluate<B extends TensorTree = Batch, Prediction = Tensor>(
  model: ModelFor<B, Prediction>,
  batches: BatchSource<B>,
  measures: Measures<Prediction, TargetOf<B>>,
  options: EvaluateOptions = {},
): Promise<Measured | null> {
  signatures.evaluate.check(arguments);
  const measureAll = (batch: B): MeasuredTensors => {
    const [input, target] = inputAndTarget(batch);
    return withEval(model, () => {
      const prediction = predictionOf<B, Prediction>(model, input);
      return new Map(
        Object.entries(measures).map(([name, measure]) => [name, measure(prediction, target)]),
      );
    });
  };
  const names = Object.keys(measures);
  return await measurePass(batches, { measure: measureAll, names, signal: options.signal });
}
