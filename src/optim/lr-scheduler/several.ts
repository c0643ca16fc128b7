/**
 * Several schedulers as one: one after the other, or all at once.
 * Source: https://pytorch.org/docs/stable/optim.html#how-to-adjust-learning-rate
 */

import { ValueError } from '../../errors.js';
import * as signatures from '../../signatures/optim.js';
import { LRScheduler, type Schedulable, type SchedulerState } from './scheduler.js';

/** State of a scheduler that is made of others. */
export interface SeveralState extends SchedulerState {
  /** The state of each. */
  readonly schedulers: readonly SchedulerState[];
}

/** @throws ValueError unless these are schedulers of one optimiser, at least one. */
function optimizerOf(name: string, schedulers: readonly LRScheduler[]): Schedulable {
  const [first] = schedulers;
  if (first === undefined || !schedulers.every((one) => one instanceof LRScheduler)) {
    throw new ValueError(`${name}: needs a list of schedulers, at least one`);
  }
  const other = schedulers.findIndex(({ optimizer }) => optimizer !== first.optimizer);
  if (other === -1) return first.optimizer;
  throw new ValueError(
    `${name}: scheduler ${other} is of another optimizer than scheduler 0; they must share one`,
  );
}

/** What both share: the states of their parts. */
abstract class SeveralSchedulers extends LRScheduler {
  readonly schedulers: readonly LRScheduler[];

  constructor(name: string, schedulers: readonly LRScheduler[]) {
    super(optimizerOf(name, schedulers));
    this.schedulers = [...schedulers];
  }

  /** The rates are those that the parts have set. */
  protected getLr(): number[] {
    return this.optimizer.paramGroups.map(({ lr }) => lr);
  }

  override stateDict(): SeveralState {
    const states = this.schedulers.map((one) => one.stateDict());
    return { ...super.stateDict(), schedulers: states };
  }

  /** Continues from a saved state. @throws ValueError when the number of parts differs. */
  override loadStateDict(state: SeveralState): void {
    if (state.schedulers?.length !== this.schedulers.length) {
      throw new ValueError(
        `${this.constructor.name}.loadStateDict: the state is of ${state.schedulers?.length} ` +
          `schedulers, there are ${this.schedulers.length}`,
      );
    }
    this.schedulers.forEach((one, i) => {
      const part = state.schedulers[i];
      if (part !== undefined) one.loadStateDict(part);
    });
    super.loadStateDict(state);
  }
}

/**
 * One scheduler after the other: the next begins at its milestone, an epoch, where the rate is what
 * it is when that scheduler begins.
 * @throws ValueError for schedulers of several optimisers, or another number of milestones than one
 *   less than schedulers.
 * @example
 * const sgd = new optim.SGD([new nn.Parameter(zeros([1]))], { lr: 1 });
 * const warmUp = new optim.lrScheduler.ConstantLR(sgd, { factor: 0.1, totalIters: 2 });
 * const decay = new optim.lrScheduler.ExponentialLR(sgd, 0.5);
 * const scheduler = new optim.lrScheduler.SequentialLR(sgd, [warmUp, decay], [2]);
 * const rates = [0, 1, 2].map(() => {
 *   scheduler.step();
 *   return sgd.lr;
 * });
 * console.log(rates); // [ 0.1, 1, 0.5 ]
 */
export class SequentialLR extends SeveralSchedulers {
  readonly milestones: readonly number[];

  constructor(
    optimizer: Schedulable,
    schedulers: readonly LRScheduler[],
    milestones: readonly number[],
  ) {
    signatures.SequentialLR.check(arguments);
    super('SequentialLR', schedulers);
    if (this.optimizer !== optimizer) {
      throw new ValueError('SequentialLR: the schedulers are of another optimizer');
    }
    if (milestones.length !== schedulers.length - 1) {
      throw new ValueError(
        `SequentialLR: needs ${schedulers.length - 1} milestones for ${schedulers.length} ` +
          `schedulers, got ${milestones.length}`,
      );
    }
    this.milestones = [...milestones];
    this.schedulers[0]?.restart();
    this.start();
  }

  override step(): void {
    const epoch = this.lastEpoch + 1;
    const index = this.milestones.filter((milestone) => milestone <= epoch).length;
    const scheduler = this.schedulers[index];
    if (index > 0 && this.milestones[index - 1] === epoch) scheduler?.restart();
    else scheduler?.step();
    super.step();
  }
}

/**
 * All schedulers at every step, each from the rate that the one before has left.
 * @throws ValueError for schedulers of several optimisers.
 * @example
 * const sgd = new optim.SGD([new nn.Parameter(zeros([1]))], { lr: 1 });
 * const scheduler = new optim.lrScheduler.ChainedScheduler([
 *   new optim.lrScheduler.ConstantLR(sgd, { factor: 0.1, totalIters: 2 }),
 *   new optim.lrScheduler.ExponentialLR(sgd, 0.5),
 * ]);
 * scheduler.step();
 * console.log(sgd.lr); // 0.05
 */
export class ChainedScheduler extends SeveralSchedulers {
  constructor(schedulers: readonly LRScheduler[]) {
    signatures.ChainedScheduler.check(arguments);
    super('ChainedScheduler', schedulers);
    this.start();
  }

  override step(): void {
    for (const scheduler of this.schedulers) scheduler.step();
    super.step();
  }
}
