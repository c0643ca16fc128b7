/** What a training consists of, as far as it is saved. */

import type { Module } from '../../nn/index.js';
import type { OptimizerLike } from '../../optim/index.js';
import type { Scheduler, TrainerState } from './trainer-state.js';
import type { WeightAverage } from './weight-average.js';

/** Free facts about a checkpoint: values that JSON can hold, by name. */
export type Facts = Readonly<Record<string, unknown>>;

/** The parts of a training. */
export interface CheckpointParts {
  readonly model: Module;
  readonly optimizer?: OptimizerLike;
  readonly scheduler?: Scheduler;
  /** A `Trainer`: where the training is. */
  readonly trainer?: Resumable;
  readonly average?: WeightAverage;
  /**
   * Anything worth knowing, as JSON: the sizes of the model, its accuracy. Only saved, not loaded.
   */
  readonly facts?: Facts;
}

/** Something that knows where a training is. */
export interface Resumable {
  stateDict(): TrainerState;
  loadStateDict(state: TrainerState): void;
}
