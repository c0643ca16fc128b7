/**
 * The rate of a training whose weights are averaged.
 * Source: https://pytorch.org/docs/stable/generated/torch.optim.swa_utils.SWALR.html
 */

import { oneOf, ValueError } from '../../errors.js';
import * as signatures from '../../signatures/optim.js';
import { LRScheduler, type Schedulable } from '../lr-scheduler/scheduler.js';

/** Options of `SWALR`. */
export interface SWALROptions {
  /** Epochs in which the rate goes to the one that stays, 10 by default; 0: at once. */
  readonly annealEpochs?: number;
  /** `'cos'` (default) or `'linear'`. */
  readonly annealStrategy?: 'cos' | 'linear';
}

const strategies: { readonly [S in 'cos' | 'linear']: (share: number) => number } = {
  cos: (share) => (1 - Math.cos(Math.PI * share)) / 2,
  linear: (share) => share,
};

/**
 * From the rate that it finds to `swaLr`, one number or one for each group, and no further.
 * @throws ValueError for impossible options.
 * @example
 * const sgd = new optim.SGD([new nn.Parameter(zeros([1]))], { lr: 1 });
 * const scheduler = new optim.swaUtils.SWALR(sgd, 0.5, { annealEpochs: 1 });
 * scheduler.step();
 * console.log(sgd.lr); // 0.5
 */
export class SWALR extends LRScheduler {
  readonly #rates: readonly number[];
  readonly #annealEpochs: number;
  readonly #anneal: (share: number) => number;

  constructor(
    optimizer: Schedulable,
    swaLr: number | readonly number[],
    options: SWALROptions = {},
  ) {
    signatures.SWALR.check(arguments);
    super(optimizer);
    const { annealEpochs = 10, annealStrategy = 'cos' } = options;
    const groups = optimizer.paramGroups.length;
    this.#rates = typeof swaLr === 'number' ? new Array<number>(groups).fill(swaLr) : swaLr;
    if (this.#rates.length !== groups) {
      throw new ValueError(`SWALR: needs one rate for each of ${groups} groups, got ${swaLr}`);
    }
    if (!Object.hasOwn(strategies, annealStrategy)) {
      throw new ValueError(
        `SWALR: unknown annealStrategy '${annealStrategy}', ` +
          `expected ${oneOf(Object.keys(strategies))}`,
      );
    }
    if (!Number.isInteger(annealEpochs) || annealEpochs < 0) {
      throw new ValueError(`SWALR: annealEpochs must be at least 0, got ${annealEpochs}`);
    }
    this.#annealEpochs = annealEpochs;
    this.#anneal = strategies[annealStrategy];
    this.start();
  }

  /** How much of the way has been gone after so many epochs. */
  #share(epoch: number): number {
    const share = epoch / Math.max(1, this.#annealEpochs);
    return this.#anneal(Math.min(1, Math.max(0, share)));
  }

  protected getLr(): number[] {
    const epoch = this.#annealEpochs === 0 ? Math.max(1, this.lastEpoch) : this.lastEpoch;
    const [before, now] = [this.#share(epoch - 1), this.#share(epoch)];
    return this.optimizer.paramGroups.map(({ lr }, i) => {
      const rate = this.#rates[i] ?? lr;
      // The rate at the start, which the present one was computed from.
      const start = before === 1 ? rate : (lr - before * rate) / (1 - before);
      return rate * now + start * (1 - now);
    });
  }
}
