/** What is measured of a model's predictions, and the running means of it over an epoch. */

import { device } from '../../runtime/devices.js';
import type { Tensor } from '../../tensor/index.js';
import { RunningMean, type RunningMeanState } from './running-mean.js';

/** A batch as a training uses it: inputs `[N, ...]`, and what should come out `[N, ...]`. */
export type Batch = readonly [input: Tensor, target: Tensor];

/** Where batches come from, such as a `DataLoader`: one `for await` is one epoch. */
export interface BatchSource extends AsyncIterable<Batch> {
  /** Number of batches in an epoch. */
  readonly length: number;
  /** Number of the epoch that the next loop runs, from 0. */
  epoch: number;
}

/** A number per batch, 0-d, from a prediction and its target; a mean over the samples. */
export type Measure = (prediction: Tensor, target: Tensor) => Tensor;

/** Measures by name. */
export type Measures = Readonly<Record<string, Measure>>;

/** Values by the name of their measure. */
export type Measured = Readonly<Record<string, number>>;

/** Measured values as numbers; null on a device that cannot answer at once. */
export function readNow(values: ReadonlyMap<string, Tensor>): ReadonlyMap<string, number> | null {
  if (!device().store.answersAtOnce) return null;
  return new Map([...values].map(([name, value]) => [name, value.item()]));
}

/** The same on every device, when it has come that far. */
export async function readLater(
  values: ReadonlyMap<string, Tensor>,
): Promise<ReadonlyMap<string, number>> {
  const numbers = new Map<string, number>();
  for (const [name, value] of values) numbers.set(name, (await value.read())[0] ?? Number.NaN);
  return numbers;
}

/** The running mean of each measure, a batch counting as many times as it has samples. */
export class MeasuredMeans {
  readonly #means: ReadonlyMap<string, RunningMean>;

  /** @param state by name, what earlier means had taken in. */
  constructor(names: readonly string[], state: Readonly<Record<string, RunningMeanState>> = {}) {
    this.#means = new Map(names.map((name) => [name, new RunningMean(state[name])]));
  }

  /** Takes in what was measured on a batch of `samples`. */
  add(values: ReadonlyMap<string, number>, samples: number): void {
    for (const [name, value] of values) this.#means.get(name)?.add(value, samples);
  }

  /** The means so far. */
  values(): Measured {
    return Object.fromEntries([...this.#means].map(([name, mean]) => [name, mean.value]));
  }

  /** What is needed to go on later. */
  stateDict(): Record<string, RunningMeanState> {
    return Object.fromEntries([...this.#means].map(([name, mean]) => [name, mean.stateDict()]));
  }
}
