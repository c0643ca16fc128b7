/**
 * Whether the trainings of the command line run in this process alone, or spread over several.
 */

import { DataLoader, type Dataset } from '../../data/index.js';
import type { Module } from '../../nn/index.js';
import type { Tensor } from '../../tensor/index.js';

/** Samples of a data set, in batches. */
type Samples = readonly Tensor[];

/** A model that makes an `Output` of its inputs. */
interface Model<Inputs extends unknown[], Output> extends Module {
  forward(...inputs: Inputs): Output;
}

/** Who trains, and on which part of each batch. */
export interface Spread {
  /** Batches to learn from, of `batchSize` samples on all ranks together. */
  train<Sample extends Samples>(
    data: Dataset<Sample>,
    options: { readonly batchSize: number; readonly seed: number },
  ): DataLoader<Sample>;
  /** Batches to judge by, in which each sample comes once. */
  validation<Sample extends Samples>(data: Dataset<Sample>, batchSize: number): DataLoader<Sample>;
  /** The model as it is trained. */
  share<Inputs extends unknown[], Output>(model: Model<Inputs, Output>): Model<Inputs, Output>;
}

/** This process alone. */
const byItself: Spread = {
  train: (data, options) => new DataLoader(data, { ...options, shuffle: true }),
  validation: (data, batchSize) => new DataLoader(data, { batchSize }),
  share: (model) => model,
};

let current: Spread = byItself;

/** Spreads the trainings that are made from now on. */
export function spreadTrainings(spread: Spread): void {
  current = spread;
}

/** How trainings are spread. */
export function currentSpread(): Spread {
  return current;
}
