/** How good a model is on data that it does not learn from. */

import { noGrad } from '../../autodiff/index.js';
import type { Layer, Module } from '../../nn/index.js';
import { realize, type Tensor } from '../../tensor/index.js';
import {
  type BatchSource,
  type Measured,
  MeasuredMeans,
  type Measures,
  readLater,
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
 * Runs `body` with the model in evaluation, then gives each module the mode it had. Nothing waits
 * in between, so that a training that is going on at the same time never sees the mode.
 */
function withEval<Result>(model: Module, body: () => Result): Result {
  const modes = model.modules().map((module) => [module, module.training] as const);
  model.eval();
  try {
    return body();
  } finally {
    for (const [module, training] of modes) module.training = training;
  }
}

/**
 * The mean of each measure over all samples of `batches`, with the model in evaluation (no dropout,
 * running statistics) and without gradients; between batches and afterwards every module has the
 * mode it had, so that a training may go on meanwhile. NaN where there are no samples; null when
 * `signal` stopped it.
 *
 * @example
 * const { loss, accuracy: share } = await evaluate(model, test, { loss: crossEntropy, accuracy });
 */
export async function evaluate(
  model: Layer,
  batches: BatchSource,
  measures: Measures,
  options: EvaluateOptions = {},
): Promise<Measured | null> {
  const means = new MeasuredMeans(Object.keys(measures));
  let unread: (readonly [values: ReadonlyMap<string, Tensor>, samples: number])[] = [];
  const readAll = async (): Promise<void> => {
    for (const [values, samples] of unread) {
      means.add(readNow(values) ?? (await readLater(values)), samples);
    }
    unread = [];
  };
  for await (const [input, target] of batches) {
    if (options.signal?.aborted) return null;
    const measureAll = (): readonly (readonly [string, Tensor])[] => {
      const prediction = model.forward(input);
      return Object.entries(measures).map(
        ([name, measure]) => [name, measure(prediction, target)] as const,
      );
    };
    const values = new Map(noGrad(() => withEval(model, measureAll)));
    realize(values.values());
    unread.push([values, target.shape[0] ?? 1]);
    if (unread.length >= readEvery) await readAll();
  }
  await readAll();
  return means.values();
}
