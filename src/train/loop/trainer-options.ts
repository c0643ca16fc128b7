/** What a `Trainer` is given and tells: options and progress. */

import type { Optimizer } from '../../optim/index.js';
import type { ControlChannel } from '../control/control.js';
import type { TrainerCallback } from './callbacks.js';
import type { EpochRecord } from './epoch-record.js';
import type { Facts, Keeper } from './keeper.js';
import type { BatchSource, Measure, Measured, Measures } from './measure.js';
import type { Scheduler } from './trainer-state.js';
import type { WeightAverage } from './weight-average.js';

/** What a `Trainer` needs. */
export interface TrainerOptions {
  /** Updates the model's parameters. */
  readonly optimizer: Optimizer;
  /** What training makes small: 0-d, from prediction and target, such as `crossEntropy`. */
  readonly loss: Measure;
  /** The batches to learn from. */
  readonly train: BatchSource;
  /** Batches to measure on after each epoch; by default none. */
  readonly validation?: BatchSource;
  /** What to measure beside the loss, by name, such as `{ accuracy }`. */
  readonly metrics?: Measures;
  /**
   * Changes the learning rate; `ReduceLROnPlateau` looks at the validation's loss, if there is one.
   */
  readonly scheduler?: Scheduler;
  /** When the scheduler moves on, `'epoch'` by default; `OneCycleLR` wants `'batch'`. */
  readonly schedule?: 'epoch' | 'batch';
  /** Largest norm of all gradients together, by default any. */
  readonly clipGradNorm?: number;
  /** Averages the weights after each step; validation measures the averages. */
  readonly average?: WeightAverage;
  /** Called at each step and epoch, such as `EarlyStopping`. */
  readonly callbacks?: readonly TrainerCallback[];
}

/** How far a training is, after a batch. */
export interface BatchProgress {
  /** Number of the epoch, 1 for the first. */
  readonly epoch: number;
  /** Batches of this epoch that are done, and how many it has. */
  readonly batch: number;
  readonly batches: number;
  /** Samples of this epoch that this call of `fit` has learned from, and the seconds it took. */
  readonly samples: number;
  readonly seconds: number;
  /** Means over this epoch so far. */
  readonly train: Measured;
}

/** Options of `fit`. */
export interface FitOptions {
  /** How many epochs the training has in all; those already done are not done again. */
  readonly epochs: number;
  /** Stops the training after the batch in progress. */
  readonly signal?: AbortSignal;
  /** Where the training saves itself when it is told to, a `RunFolder`; by default nowhere. */
  readonly folder?: Keeper;
  /** What its checkpoints say beside the state, as JSON. */
  readonly facts?: Facts;
  /**
   * Whom the training obeys between two steps: a channel, or `true` for what is appended to
   * `control.jsonl` of the folder; default nobody. See docs/training.md.
   */
  readonly control?: ControlChannel | boolean;
  /** Called after each batch. */
  readonly onBatch?: (progress: BatchProgress) => void;
  /** Called after each epoch, when `stateDict()` says that it is done. */
  readonly onEpoch?: (record: EpochRecord) => void;
}
