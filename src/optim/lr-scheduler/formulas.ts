/**
 * Schedules that are one formula each. Except for `LambdaLR` the formulas are recursive: the next
 * rate from the present one, in PyTorch's order of operations.
 */

import { ValueError } from '../../errors.js';
import * as signatures from '../../signatures/optim.js';
import { checkPeriod, LRScheduler, type Schedulable } from './scheduler.js';

/** Options of `StepLR`. */
export interface StepLROptions {
  /** Factor of each fall, 0.1 by default. */
  readonly gamma?: number;
}

/**
 * Every `stepSize` epochs the rate is multiplied by `gamma`.
 *
 * Formula: `lr gamma^floor(epoch / stepSize)`.
 *
 * @example
 * const sgd = new optim.SGD([new nn.Parameter(zeros([1]))], { lr: 1 });
 * const scheduler = new optim.lrScheduler.StepLR(sgd, 2, { gamma: 0.5 });
 * for (let i = 0; i < 4; i++) scheduler.step();
 * console.log(sgd.lr); // 0.25
 */
export class StepLR extends LRScheduler {
  readonly stepSize: number;
  readonly gamma: number;

  constructor(optimizer: Schedulable, stepSize: number, options: StepLROptions = {}) {
    signatures.StepLR.check(arguments);
    super(optimizer);
    checkPeriod('StepLR', 'stepSize', stepSize);
    this.stepSize = stepSize;
    this.gamma = options.gamma ?? 0.1;
    this.start();
  }

  protected getLr(): number[] {
    const { lastEpoch: epoch } = this;
    const factor = epoch > 0 && epoch % this.stepSize === 0 ? this.gamma : 1;
    return this.optimizer.paramGroups.map(({ lr }) => lr * factor);
  }
}

/**
 * Every epoch the rate is multiplied by `gamma`.
 *
 * Formula: `lr gamma^epoch`.
 *
 * @example
 * const sgd = new optim.SGD([new nn.Parameter(zeros([1]))], { lr: 1 });
 * const scheduler = new optim.lrScheduler.ExponentialLR(sgd, 0.5);
 * scheduler.step();
 * console.log(sgd.lr); // 0.5
 */
export class ExponentialLR extends LRScheduler {
  readonly gamma: number;

  constructor(optimizer: Schedulable, gamma: number) {
    signatures.ExponentialLR.check(arguments);
    super(optimizer);
    if (!Number.isFinite(gamma)) {
      throw new ValueError(`ExponentialLR: gamma must be a finite number, got ${gamma}`);
    }
    this.gamma = gamma;
    this.start();
  }

  protected getLr(): number[] {
    const factor = this.lastEpoch > 0 ? this.gamma : 1;
    return this.optimizer.paramGroups.map(({ lr }) => lr * factor);
  }
}

/** Options of `CosineAnnealingLR`. */
export interface CosineAnnealingLROptions {
  /** The lowest rate, 0 by default. */
  readonly etaMin?: number;
}

/**
 * From `lr` to `etaMin` along half a cosine in `tMax` epochs, and back in the next.
 * Source: Loshchilov and Hutter, "SGDR", 2016.
 *
 * Formula: `etaMin + (lr - etaMin) (1 + cos(pi epoch / tMax)) / 2`.
 *
 * @example
 * const sgd = new optim.SGD([new nn.Parameter(zeros([1]))], { lr: 1 });
 * const scheduler = new optim.lrScheduler.CosineAnnealingLR(sgd, 2);
 * scheduler.step();
 * console.log(sgd.lr.toFixed(2)); // 0.50
 */
export class CosineAnnealingLR extends LRScheduler {
  readonly tMax: number;
  readonly etaMin: number;

  constructor(optimizer: Schedulable, tMax: number, options: CosineAnnealingLROptions = {}) {
    signatures.CosineAnnealingLR.check(arguments);
    super(optimizer);
    checkPeriod('CosineAnnealingLR', 'tMax', tMax);
    this.tMax = tMax;
    this.etaMin = options.etaMin ?? 0;
    this.start();
  }

  protected getLr(): number[] {
    const { lastEpoch: epoch, tMax, etaMin, baseLrs } = this;
    return this.optimizer.paramGroups.map(({ lr }, i) => {
      if (epoch === 0) return lr;
      if ((epoch - 1 - tMax) % (2 * tMax) === 0) {
        // The epoch before was the lowest point, from which no factor leads up.
        const rise = ((baseLrs[i] ?? lr) - etaMin) * (1 - Math.cos(Math.PI / tMax));
        return lr + rise / 2;
      }
      const height = 1 + Math.cos((Math.PI * epoch) / tMax);
      const before = 1 + Math.cos((Math.PI * (epoch - 1)) / tMax);
      return (height / before) * (lr - etaMin) + etaMin;
    });
  }
}

/** Options of `LinearLR`. */
export interface LinearLROptions {
  /** Factor of the first epoch, 1/3 by default. */
  readonly startFactor?: number;
  /** Factor from `totalIters` on, 1 by default. */
  readonly endFactor?: number;
  /** Epochs from the first factor to the last, 5 by default. */
  readonly totalIters?: number;
}

/**
 * `lr` times a factor that moves on a line, then stays.
 *
 * Formula: `lr (startFactor + (endFactor - startFactor) min(epoch / totalIters, 1))`.
 *
 * @example
 * const sgd = new optim.SGD([new nn.Parameter(zeros([1]))], { lr: 1 });
 * new optim.lrScheduler.LinearLR(sgd, { startFactor: 0.5, totalIters: 4 });
 * console.log(sgd.lr); // 0.5
 */
export class LinearLR extends LRScheduler {
  readonly startFactor: number;
  readonly endFactor: number;
  readonly totalIters: number;

  constructor(optimizer: Schedulable, options: LinearLROptions = {}) {
    signatures.LinearLR.check(arguments);
    super(optimizer);
    const { startFactor = 1 / 3, endFactor = 1, totalIters = 5 } = options;
    checkPeriod('LinearLR', 'totalIters', totalIters);
    if (!(startFactor > 0 && startFactor <= 1) || !(endFactor >= 0 && endFactor <= 1)) {
      throw new ValueError(
        'LinearLR: factors must be in (0, 1] at the start and [0, 1] at the end, ' +
          `got ${startFactor} and ${endFactor}`,
      );
    }
    this.startFactor = startFactor;
    this.endFactor = endFactor;
    this.totalIters = totalIters;
    this.start();
  }

  protected getLr(): number[] {
    const factor = this.#factor();
    return this.optimizer.paramGroups.map(({ lr }) => lr * factor);
  }

  /** How the factor of this epoch relates to that of the epoch before. */
  #factor(): number {
    const { lastEpoch: epoch, startFactor, totalIters } = this;
    if (epoch === 0) return startFactor;
    if (epoch > totalIters) return 1;
    const slope = this.endFactor - startFactor;
    return 1 + slope / (totalIters * startFactor + (epoch - 1) * slope);
  }
}

/** A factor of the learning rate, from the epoch. */
export type LRFactor = (epoch: number) => number;

/**
 * The rate at the start times `factor(epoch)`, with one function for all groups or one for each.
 * What other schedulers did is overwritten, as in PyTorch.
 *
 * Formula: `lr factor(epoch)`.
 *
 * @example
 * const sgd = new optim.SGD([new nn.Parameter(zeros([1]))], { lr: 1 });
 * const scheduler = new optim.lrScheduler.LambdaLR(sgd, (epoch) => 1 / (1 + epoch));
 * scheduler.step();
 * console.log(sgd.lr); // 0.5
 */
export class LambdaLR extends LRScheduler {
  readonly #factors: readonly LRFactor[];

  constructor(optimizer: Schedulable, lrLambda: LRFactor | readonly LRFactor[]) {
    signatures.LambdaLR.check(arguments);
    super(optimizer);
    const groups = optimizer.paramGroups.length;
    const factors =
      typeof lrLambda === 'function' ? new Array<LRFactor>(groups).fill(lrLambda) : lrLambda;
    if (factors.length !== groups) {
      throw new ValueError(
        `LambdaLR: needs one function per group, got ${factors.length} for ${groups} groups`,
      );
    }
    this.#factors = factors;
    this.start();
  }

  protected getLr(): number[] {
    return this.baseLrs.map((lr, group) => lr * (this.#factors[group]?.(this.lastEpoch) ?? 1));
  }
}
