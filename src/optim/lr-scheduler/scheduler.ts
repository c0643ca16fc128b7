/**
 * `LRScheduler`, the base of schedules: it owns the count of epochs and writes the rates into the
 * groups of an optimiser.
 * Source: https://pytorch.org/docs/stable/optim.html#how-to-adjust-learning-rate
 */

import { ValueError } from '../../errors.js';
import * as signatures from '../../signatures/optim.js';

/** A group of an optimiser, as far as schedulers know it. */
export interface ScheduledGroup {
  lr: number;
  /** The rate when the first scheduler was made. */
  initialLr?: number;
}

/** What a scheduler needs of an optimiser. */
export interface Schedulable {
  readonly paramGroups: readonly ScheduledGroup[];
}

/** State of a scheduler: plain numbers. */
export interface SchedulerState {
  /** How often `step()` has been called. */
  readonly lastEpoch: number;
  /** Learning rate of each group at the start. */
  readonly baseLrs: readonly number[];
  /** The rates that this scheduler set last. */
  readonly lastLr: readonly number[];
  /** The rates of the groups when the state was saved, whoever set them. */
  readonly groupLrs: readonly number[];
}

/**
 * Changes the learning rate of each group with every `step()`. Call it after the optimiser's.
 *
 * A scheduler goes on from the rate that it finds, as in PyTorch. So several of them on one
 * optimiser multiply their effects, and a rate set by hand between two steps is where the next one
 * starts.
 *
 * @example
 * // Halves the rate at each step.
 * class Halving extends optim.lrScheduler.LRScheduler {
 *   constructor(optimizer: optim.Optimizer) {
 *     super(optimizer);
 *     this.start();
 *   }
 *   protected override getLr() {
 *     return this.optimizer.paramGroups.map(({ lr }) => (this.lastEpoch === 0 ? lr : lr / 2));
 *   }
 * }
 * const optimizer = new optim.SGD([zeros([1], { requiresGrad: true })], { lr: 1 });
 * const scheduler = new Halving(optimizer);
 * for (let epoch = 0; epoch < 3; epoch++) scheduler.step();
 * console.log(optimizer.lr); // 0.125
 */
export abstract class LRScheduler {
  readonly optimizer: Schedulable;
  #baseLrs: readonly number[] = [];
  #lastLr: readonly number[] = [];
  #lastEpoch = 0;

  constructor(optimizer: Schedulable) {
    this.optimizer = optimizer;
  }

  /**
   * The rate of each group at `lastEpoch`, from those of the epoch before, which the groups have.
   */
  protected abstract getLr(): number[];

  /** How often `step()` has been called. */
  get lastEpoch(): number {
    return this.#lastEpoch;
  }

  /** The rate of each group when its first scheduler was made. */
  get baseLrs(): readonly number[] {
    return this.#baseLrs;
  }

  /** Sets the rates of epoch 0; a subclass calls it once it is constructed. */
  protected start(): void {
    this.#baseLrs = this.optimizer.paramGroups.map((group) => {
      group.initialLr ??= group.lr;
      return group.initialLr;
    });
    this.apply();
  }

  /**
   * Goes on by one epoch (or one batch, if it is called after each).
   * @throws ValueError after the end of a schedule that has one; nothing has changed then.
   */
  step(): void {
    this.goTo(this.#lastEpoch + 1);
  }

  /** Begins anew: epoch 0, from the rates at the start. */
  restart(): void {
    this.optimizer.paramGroups.forEach((group, i) => {
      group.lr = this.#baseLrs[i] ?? group.lr;
    });
    this.goTo(0);
  }

  /** Sets the rates of an epoch; nothing has changed when there are none. */
  protected goTo(epoch: number): void {
    const before = this.#lastEpoch;
    this.#lastEpoch = epoch;
    try {
      this.apply();
    } catch (error) {
      this.#lastEpoch = before;
      throw error;
    }
  }

  /** Writes the rates of this epoch into the groups. */
  protected apply(): void {
    const rates = this.getLr();
    this.optimizer.paramGroups.forEach((group, i) => {
      group.lr = rates[i] ?? group.lr;
    });
    this.#lastLr = rates;
  }

  /** The learning rate of each group, as this scheduler set it last. */
  getLastLr(): number[] {
    return [...this.#lastLr];
  }

  /** What is needed to continue. */
  stateDict(): SchedulerState {
    return {
      lastEpoch: this.#lastEpoch,
      baseLrs: [...this.#baseLrs],
      lastLr: [...this.#lastLr],
      groupLrs: this.optimizer.paramGroups.map(({ lr }) => lr),
    };
  }

  /**
   * Continues from a saved state. The groups get the rates that they had when it was saved; so it
   * does not matter whether the optimiser's state of the same moment is loaded before or after.
   * @throws ValueError when the number of groups differs; nothing has changed then.
   */
  loadStateDict(state: SchedulerState): void {
    signatures.LRScheduler$loadStateDict.check(arguments);
    const { lastEpoch, baseLrs, lastLr, groupLrs } = state;
    const { paramGroups } = this.optimizer;
    const lists = [baseLrs, lastLr, groupLrs];
    const fits = lists.every((list) => list?.length === paramGroups.length);
    if (!fits || !Number.isInteger(lastEpoch)) {
      throw new ValueError(
        `${this.constructor.name}.loadStateDict: the state has rates for ${baseLrs?.length} ` +
          `groups (epoch ${lastEpoch}), the optimizer has ${paramGroups.length} groups`,
      );
    }
    this.#baseLrs = [...baseLrs];
    this.#lastLr = [...lastLr];
    this.#lastEpoch = lastEpoch;
    paramGroups.forEach((group, i) => {
      group.lr = groupLrs[i] ?? group.lr;
    });
  }
}

/**
 * @throws ValueError naming the scheduler and the argument, unless `value` is a positive integer.
 */
export function checkPeriod(scheduler: string, argument: string, value: number): void {
  if (Number.isInteger(value) && value > 0) return;
  throw new ValueError(`${scheduler}: ${argument} must be a positive integer, got ${value}`);
}
