/** States of schedulers as they come from a file: what they look like, and giving them back. */

import { DataError } from '../../errors.js';
import { lrScheduler } from '../../optim/index.js';
import { either, fieldsOf, type Guard, isCount, isNull, isNumber, listOf } from '../json/guards.js';
import type { Scheduler, SchedulerStateDict } from './trainer-state.js';

/** The state of an `LRScheduler`. */
const isRateState: Guard<lrScheduler.SchedulerState> = fieldsOf({
  lastEpoch: isCount,
  baseLrs: listOf(isNumber),
  lastLr: listOf(isNumber),
  groupLrs: listOf(isNumber),
});

/** The state of `ReduceLROnPlateau`. */
const isPlateauState: Guard<lrScheduler.PlateauState> = fieldsOf({
  lastEpoch: isCount,
  best: either(isNumber, isNull),
  numBadEpochs: isCount,
  cooldownCounter: isCount,
});

/** The state of any scheduler. */
export const isSchedulerState: Guard<SchedulerStateDict> = either(isRateState, isPlateauState);

/**
 * Gives a scheduler its state; `where` names the file or the function in errors.
 * @throws DataError for the state of another kind.
 */
export function loadScheduler(
  where: string,
  scheduler: Scheduler,
  state: SchedulerStateDict | undefined,
): void {
  const ofPlateau = scheduler instanceof lrScheduler.ReduceLROnPlateau;
  if (ofPlateau && isPlateauState(state)) scheduler.loadStateDict(state);
  else if (!ofPlateau && isRateState(state)) scheduler.loadStateDict(state);
  else {
    const kind = scheduler.constructor.name;
    throw new DataError(`${where} holds the state of another kind of scheduler than ${kind}`);
  }
}
