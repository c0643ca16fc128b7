/** What a training consists of, and what a `Trainer` expects of the place where it is kept. */

import type { Module } from '../../nn/index.js';
import type { Optimizer } from '../../optim/index.js';
import type { ControlChannel } from '../control/control.js';
import type { Scheduler, TrainerState } from './trainer-state.js';
import type { WeightAverage } from './weight-average.js';

/** Free facts about a checkpoint: values that JSON can hold, by name. */
export type Facts = Readonly<Record<string, unknown>>;

/** The parts of a training. */
export interface CheckpointParts {
  readonly model: Module;
  readonly optimizer?: Optimizer;
  readonly scheduler?: Scheduler;
  /** A `Trainer`: where the training is. */
  readonly trainer?: {
    stateDict(): TrainerState;
    loadStateDict(state: TrainerState): void;
  };
  readonly average?: WeightAverage;
  /**
   * Anything worth knowing, as JSON: the sizes of the model, its accuracy. Only saved, not loaded.
   */
  readonly facts?: Facts;
}

/** Where a training is kept, such as a `RunFolder`. */
export interface Keeper {
  /** Commands that others have left there. */
  listen(): ControlChannel;
  /** Notes what happened. */
  event(what: string, facts?: Facts): void;
  /** Keeps the training as it is. */
  saveLast(parts: CheckpointParts): void;
}
