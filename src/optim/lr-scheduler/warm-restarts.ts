/**
 * Cosines that begin anew. Source: Loshchilov and Hutter, "SGDR", 2016;
 * https://pytorch.org/docs/stable/generated/torch.optim.lr_scheduler.CosineAnnealingWarmRestarts.html
 */

import { ValueError } from '../../errors.js';
import * as signatures from '../../signatures/optim.js';
import { checkPeriod, LRScheduler, type Schedulable } from './scheduler.js';

/** Options of `CosineAnnealingWarmRestarts`. */
export interface CosineAnnealingWarmRestartsOptions {
  /** How many times as long each cosine is as the one before: a positive integer, 1 by default. */
  readonly tMult?: number;
  /** The lowest rate, 0 by default. */
  readonly etaMin?: number;
}

/**
 * From `lr` to `etaMin` along half a cosine in `t0` epochs, and from `lr` again. `step(epoch)` goes
 * to any epoch, a part of one after each batch: `step(epoch + batch / batches)`.
 *
 * Formula: `etaMin + (lr - etaMin) (1 + cos(pi t / T)) / 2`, t epochs after the last restart, T
 * from one to the next.
 *
 * @example
 * const sgd = new optim.SGD([new nn.Parameter(zeros([1]))], { lr: 1 });
 * const scheduler = new optim.lrScheduler.CosineAnnealingWarmRestarts(sgd, 2);
 * scheduler.step();
 * scheduler.step();
 * console.log(sgd.lr); // 1
 */
export class CosineAnnealingWarmRestarts extends LRScheduler {
  readonly t0: number;
  readonly tMult: number;
  readonly etaMin: number;
  /** The part of an epoch that has passed since `lastEpoch`. */
  #part = 0;

  constructor(
    optimizer: Schedulable,
    t0: number,
    options: CosineAnnealingWarmRestartsOptions = {},
  ) {
    signatures.CosineAnnealingWarmRestarts.check(arguments);
    super(optimizer);
    const { tMult = 1, etaMin = 0 } = options;
    checkPeriod('CosineAnnealingWarmRestarts', 't0', t0);
    checkPeriod('CosineAnnealingWarmRestarts', 'tMult', tMult);
    this.t0 = t0;
    this.tMult = tMult;
    this.etaMin = etaMin;
    this.start();
  }

  /** Goes on by one epoch, or to this one. @throws ValueError for an epoch below 0. */
  override step(epoch: number = this.lastEpoch + 1): void {
    signatures.CosineAnnealingWarmRestarts$step.check(arguments);
    if (!(epoch >= 0 && Number.isFinite(epoch))) {
      throw new ValueError(
        `CosineAnnealingWarmRestarts.step: the epoch must be at least 0, got ${epoch}`,
      );
    }
    this.#part = epoch - Math.floor(epoch);
    this.goTo(Math.floor(epoch));
  }

  protected getLr(): number[] {
    let length = this.t0;
    let passed = this.lastEpoch + this.#part;
    if (this.tMult === 1) passed %= length;
    else {
      while (passed >= length) {
        passed -= length;
        length *= this.tMult;
      }
    }
    const share = (1 + Math.cos((Math.PI * passed) / length)) / 2;
    return this.baseLrs.map((lr) => this.etaMin + (lr - this.etaMin) * share);
  }
}
