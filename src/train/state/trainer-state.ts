/** The state that a training goes on from, and what else has a state beside the model. */

import type { lrScheduler } from '../../optim/index.js';
import type { RandomState } from '../../tensor/index.js';
import type { RunningMeanState } from './running-mean.js';

/** Any scheduler of `optim.lrScheduler`. */
export type Scheduler = lrScheduler.LRScheduler | lrScheduler.ReduceLROnPlateau;

/** State of any scheduler. */
export type SchedulerStateDict = lrScheduler.SchedulerState | lrScheduler.PlateauState;

/** Where a training is. */
export interface TrainerState {
  /** Epochs that are done. */
  readonly epoch: number;
  /** Batches of the epoch after those that are done. */
  readonly batch: number;
  /** Updates of the weights so far; missing in files of older versions. */
  readonly step?: number;
  /** Samples of that epoch that are done, and the number of ranks that did them. */
  readonly samples?: number;
  readonly ranks?: number;
  /** What has been measured in that epoch. */
  readonly means: Readonly<Record<string, RunningMeanState>>;
  /** The random stream when that epoch began, from which its order of samples was drawn. */
  readonly epochStart: RandomState;
  /** The random stream now, and the seed that it began with. */
  readonly random?: RandomState;
  readonly initialSeed?: number;
  /** States of the option `schedulers`, in their order. */
  readonly schedulers?: readonly SchedulerStateDict[];
  /** The best epoch so far by the measure that decides which weights are restored. */
  readonly best?: BestEpoch | null;
  /** States of the callbacks by their names, and whether one of them has ended the training. */
  readonly callbacks?: Readonly<Record<string, unknown>>;
  readonly stopped?: boolean;
}

/** An epoch, and the measure that makes it the best. */
export interface BestEpoch {
  readonly epoch: number;
  readonly value: number;
}
