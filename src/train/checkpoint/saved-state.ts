/**
 * The part of a checkpoint that is not tensors: its form, and the guards that know it when it is
 * read.
 */

import type { SavedGroup } from '../../optim/index.js';
import type { RandomState } from '../../tensor/index.js';
import {
  either,
  fieldsOf,
  type Guard,
  isAnything,
  isCount,
  isNull,
  isNumber,
  listOf,
  recordOf,
} from '../json/guards.js';
import type { Facts } from '../state/parts.js';
import type { RunningMeanState } from '../state/running-mean.js';
import { isSchedulerState } from '../state/scheduler-state.js';
import type { SchedulerStateDict, TrainerState } from '../state/trainer-state.js';

/** An optimiser without its tensors. */
export interface SavedOptimizer {
  readonly paramGroups: readonly SavedGroup[];
  /** Number of updates, by the number of the parameter. */
  readonly steps: Readonly<Record<string, number>>;
}

/** Everything in a checkpoint that is not a tensor. */
export interface SavedState {
  readonly random: RandomState;
  readonly optimizer: SavedOptimizer | null;
  readonly scheduler: SchedulerStateDict | null;
  readonly trainer: TrainerState | null;
  /** Updates that the average of the weights has seen; missing without one. */
  readonly averageUpdates?: number | null;
  readonly facts: Facts;
}

const isRandomState = fieldsOf<RandomState>({ seed: isNumber, counter: isCount });

const isSavedGroup: Guard<SavedGroup> = fieldsOf<SavedGroup>({ params: listOf(isCount) });

/** The part of an optimiser that is not tensors. */
export const isSavedOptimizer: Guard<SavedOptimizer> = fieldsOf<SavedOptimizer>({
  paramGroups: listOf(isSavedGroup),
  steps: recordOf(isCount),
});

const isTrainerState: Guard<TrainerState> = fieldsOf<
  Pick<TrainerState, 'epoch' | 'batch' | 'means' | 'epochStart'>
>({
  epoch: isCount,
  batch: isCount,
  means: recordOf(fieldsOf<RunningMeanState>({ sum: isNumber, weight: isNumber })),
  epochStart: isRandomState,
});

/** The whole. */
export const isSavedState: Guard<SavedState> = fieldsOf<Omit<SavedState, 'averageUpdates'>>({
  random: isRandomState,
  optimizer: either(isSavedOptimizer, isNull),
  scheduler: either(isSchedulerState, isNull),
  trainer: either(isTrainerState, isNull),
  facts: recordOf(isAnything),
});
