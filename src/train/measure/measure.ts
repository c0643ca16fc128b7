/** What is measured of a model's predictions, and the running means of it over an epoch. */

import { device } from '../../runtime/devices.js';
import type { Tensor } from '../../tensor/index.js';
import type { Measured } from '../state/epoch-record.js';
import { RunningMean, type RunningMeanState } from '../state/running-mean.js';

/** A number per batch, 0-d, from a prediction and its target; a mean over the samples. */
export type Measure<Prediction = Tensor, Target = Tensor> = (
  prediction: Prediction,
  target: Target,
) => Tensor;

/** Measures by name. */
export type Measures<Prediction = Tensor, Target = Tensor> = Readonly<
  Record<string, Measure<Prediction, Target>>
>;

/** Measured values by name, not read yet. */
export type MeasuredTensors = ReadonlyMap<string, Tensor>;

/** Whether reading a value costs nothing, since it has been computed when it can be asked for. */
export function answersAtOnce(): boolean {
  return device().store.answersAtOnce;
}

/** Measured values as numbers, when the device has come that far. */
export async function readAll(values: MeasuredTensors): Promise<ReadonlyMap<string, number>> {
  const numbers = new Map<string, number>();
  for (const [name, value] of values) numbers.set(name, (await value.read())[0] ?? Number.NaN);
  return numbers;
}

/** The same at once. */
export function readNow(values: MeasuredTensors): ReadonlyMap<string, number> {
  return new Map([...values].map(([name, value]) => [name, value.item()]));
}

/** The running mean of each measure, a batch counting as many times as it has samples. */
export class MeasuredMeans {
  readonly #means: Map<string, RunningMean>;

  /** @param state by name, what earlier means had taken in. */
  constructor(state: Readonly<Record<string, RunningMeanState>> = {}) {
    this.#means = new Map(
      Object.entries(state).map(([name, mean]) => [name, new RunningMean(mean)]),
    );
  }

  /** Takes in what was measured on a batch of `samples`. */
  add(values: ReadonlyMap<string, number>, samples: number): void {
    for (const [name, value] of values) {
      const mean = this.#means.get(name) ?? new RunningMean();
      this.#means.set(name, mean.add(value, samples));
    }
  }

  /** The means so far; NaN for those of `names` that nothing was measured of. */
  values(names: readonly string[] = []): Measured {
    const nothing = names.map((name) => [name, Number.NaN] as const);
    const means = [...this.#means].map(([name, mean]) => [name, mean.value] as const);
    return Object.fromEntries([...nothing, ...means]);
  }

  /** What is needed to go on later. */
  stateDict(): Record<string, RunningMeanState> {
    return Object.fromEntries([...this.#means].map(([name, mean]) => [name, mean.stateDict()]));
  }
}
