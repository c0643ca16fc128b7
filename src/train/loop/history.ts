/** `History`: what `fit` resolves with. */

import type { EpochRecord } from '../state/epoch-record.js';
import type { BestEpoch } from '../state/trainer-state.js';

/**
 * Why a call of `fit` has ended: all epochs or steps are done, the time is up, a callback ended it;
 * or it was stopped, by its signal, by the operating system's, or by a command.
 */
export type Ending = 'epochs' | 'steps' | 'time' | 'callback' | 'signal' | 'command';

/** What a call of `fit` has done. */
export interface History {
  /** The records of the epochs that this call has finished, and of validations within them. */
  readonly records: readonly EpochRecord[];
  readonly ending: Ending;
  /** Whether the training is over, false when it was stopped in between. */
  readonly finished: boolean;
  /** The best epoch by the measure that is monitored; null before the first. */
  readonly best: BestEpoch | null;
  /** Whether the model has the weights of that epoch now; see the option `restoreBest`. */
  readonly restored: boolean;
}
