/** Moves the schedulers of a training on, each at its own moments. */

import { lrScheduler } from '../../optim/index.js';
import type { Measured } from '../state/epoch-record.js';
import { loadScheduler } from '../state/scheduler-state.js';
import type { Scheduler, SchedulerStateDict } from '../state/trainer-state.js';

/** A scheduler among several. */
export interface ScheduledRate {
  readonly scheduler: Scheduler;
  /** When it moves on; default `'epoch'`. */
  readonly interval?: 'epoch' | 'step';
  /** The measure that `ReduceLROnPlateau` looks at; default `'loss'`. */
  readonly monitor?: string;
}

function isPlateau(scheduler: Scheduler): scheduler is lrScheduler.ReduceLROnPlateau {
  return scheduler instanceof lrScheduler.ReduceLROnPlateau;
}

/** All schedulers of a training. */
export class Rates {
  readonly #several: readonly ScheduledRate[];
  readonly #all: readonly ScheduledRate[];

  /** @param single the one whose state a checkpoint holds apart. */
  constructor(single: ScheduledRate | null, several: readonly ScheduledRate[]) {
    this.#several = several;
    this.#all = single === null ? several : [single, ...several];
  }

  /** Whether the loss of a step has to be known before the next one. */
  get needsLosses(): boolean {
    return this.#all.some(({ scheduler, interval }) => interval === 'step' && isPlateau(scheduler));
  }

  /** After an update. */
  afterStep(measured: Measured): void {
    this.#move('step', measured);
  }

  /** After an epoch; `measured` is that of the validation where there is one. */
  afterEpoch(measured: Measured): void {
    this.#move('epoch', measured);
  }

  #move(when: 'epoch' | 'step', measured: Measured): void {
    for (const { scheduler, interval = 'epoch', monitor = 'loss' } of this.#all) {
      if (interval !== when) continue;
      if (isPlateau(scheduler)) scheduler.step(measured[monitor] ?? Number.NaN);
      else scheduler.step();
    }
  }

  /** States of several schedulers. */
  stateDicts(): SchedulerStateDict[] {
    return this.#several.map(({ scheduler }) => scheduler.stateDict());
  }

  /** @throws DataError for states of other kinds. */
  loadStateDicts(states: readonly SchedulerStateDict[]): void {
    this.#several.forEach(({ scheduler }, i) => {
      loadScheduler(`Trainer.loadStateDict: the state of scheduler ${i}`, scheduler, states[i]);
    });
  }
}
