/**
 * `LRScheduler`, the base of schedules that are a formula of the epoch: it owns the count and writes
 * the rates into the groups of an optimiser.
 * Source: https://pytorch.org/docs/stable/optim.html#how-to-adjust-learning-rate
 */

import { ValueError } from '../../errors.js';

/** What a scheduler needs of an optimiser. */
export interface Schedulable {
  readonly paramGroups: readonly { lr: number }[];
}

/** State of a scheduler: plain numbers. */
export interface SchedulerState {
  /** How often `step()` has been called. */
  readonly lastEpoch: number;
  /** Learning rate of each group at the start. */
  readonly baseLrs: readonly number[];
}

/**
 * Sets the learning rate of each group as a function of the number of `step()` calls, computed from
 * the rate that it had when the scheduler was made. Call `step()` after the optimiser's.
 */
export abstract class LRScheduler {
  readonly optimizer: Schedulable;
  #baseLrs: readonly number[];
  #lastEpoch = 0;

  constructor(optimizer: Schedulable) {
    this.optimizer = optimizer;
    this.#baseLrs = optimizer.paramGroups.map((group) => group.lr);
  }

  /** Learning rate of group number `group`, whose rate was `baseLr`, at `epoch` (0 at first). */
  protected abstract rateAt(epoch: number, baseLr: number, group: number): number;

  /** How often `step()` has been called. */
  get lastEpoch(): number {
    return this.#lastEpoch;
  }

  /** Goes on by one epoch (or one batch, if it is called after each). */
  step(): void {
    this.#lastEpoch += 1;
    this.apply();
  }

  /** Writes the rates of this epoch into the groups; a subclass does so once it is constructed. */
  protected apply(): void {
    this.optimizer.paramGroups.forEach((group, i) => {
      group.lr = this.rateAt(this.#lastEpoch, this.#baseLrs[i] ?? group.lr, i);
    });
  }

  /** The learning rate of each group. */
  getLastLr(): number[] {
    return this.optimizer.paramGroups.map((group) => group.lr);
  }

  /** What is needed to continue. */
  stateDict(): SchedulerState {
    return { lastEpoch: this.#lastEpoch, baseLrs: [...this.#baseLrs] };
  }

  /** Continues from a saved state. @throws ValueError when the number of groups differs. */
  loadStateDict(state: SchedulerState): void {
    const groups = this.optimizer.paramGroups.length;
    if (state.baseLrs.length !== groups || !Number.isInteger(state.lastEpoch)) {
      throw new ValueError(
        `${this.constructor.name}.loadStateDict: the state has rates for ${state.baseLrs.length} ` +
          `groups (epoch ${state.lastEpoch}), the optimizer has ${groups} groups`,
      );
    }
    this.#baseLrs = [...state.baseLrs];
    this.#lastEpoch = state.lastEpoch;
    this.apply();
  }
}

/** @throws ValueError naming the scheduler and the argument, unless `value` is a positive integer. */
export function checkPeriod(scheduler: string, argument: string, value: number): void {
  if (Number.isInteger(value) && value > 0) return;
  throw new ValueError(`${scheduler}: ${argument} must be a positive integer, got ${value}`);
}
