/** Whether trainings on tables run in this process alone, or spread over several. */

import { DataLoader } from '../../data/index.js';
import type { Batch, ModelFor } from '../../train/index.js';
import type { TableDataset } from '../model/batches.js';
import type { TableModel } from '../model/table-model.js';

/** Who trains, and on which part of each batch. */
export interface Spread {
  /** Batches to learn from, of `batchSize` samples on all ranks together. */
  train(data: TableDataset, options: { readonly batchSize: number; readonly seed: number }): Loader;
  /** Batches to judge by, in which each sample comes once. */
  validation(data: TableDataset, batchSize: number): Loader;
  /** The model as it is trained. */
  share(model: TableModel): TrainedModel;
}

type Loader = DataLoader<Batch>;
type TrainedModel = ModelFor<Batch, ReturnType<TableModel['forward']>>;

/** This process alone. */
const byItself: Spread = {
  train: (data, options) => new DataLoader<Batch>(data, { ...options, shuffle: true }),
  validation: (data, batchSize) => new DataLoader<Batch>(data, { batchSize }),
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
