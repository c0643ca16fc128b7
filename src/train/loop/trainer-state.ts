/** The state that a training goes on from, and what else has a state beside the model. */

import type { lrScheduler } from '../../optim/index.js';
import type { RandomState } from '../../tensor/index.js';
import type { RunningMeanState } from './running-mean.js';

/** Any scheduler of `optim.lrScheduler`. */
export type Scheduler = lrScheduler.LRScheduler | lrScheduler.ReduceLROnPlateau;

/** Where a training is. */
export interface TrainerState {
  /** Epochs that are done. */
  readonly epoch: number;
  /** Batches of the epoch after those that are done. */
  readonly batch: number;
  /** What has been measured in that epoch. */
  readonly means: Readonly<Record<string, RunningMeanState>>;
  /** The random stream when that epoch began, from which its order of samples was drawn. */
  readonly epochStart: RandomState;
  /** States of the callbacks by their names, and whether one of them has ended the training. */
  readonly callbacks?: Readonly<Record<string, unknown>>;
  readonly stopped?: boolean;
}
