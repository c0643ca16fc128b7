/** Schedules that are one formula of the epoch each. */

import { ValueError } from '../../errors.js';
import { checkPeriod, LRScheduler, type Schedulable } from './scheduler.js';

/** Options of `StepLR`. */
export interface StepLROptions {
  /** Factor of each fall, 0.1 by default. */
  readonly gamma?: number;
}

/** `lr gamma^floor(epoch / stepSize)`. */
export class StepLR extends LRScheduler {
  readonly stepSize: number;
  readonly gamma: number;

  constructor(optimizer: Schedulable, stepSize: number, options: StepLROptions = {}) {
    super(optimizer);
    checkPeriod('StepLR', 'stepSize', stepSize);
    this.stepSize = stepSize;
    this.gamma = options.gamma ?? 0.1;
    this.apply();
  }

  protected rateAt(epoch: number, baseLr: number): number {
    return baseLr * this.gamma ** Math.floor(epoch / this.stepSize);
  }
}

/** `lr gamma^epoch`. */
export class ExponentialLR extends LRScheduler {
  readonly gamma: number;

  constructor(optimizer: Schedulable, gamma: number) {
    super(optimizer);
    if (!Number.isFinite(gamma)) {
      throw new ValueError(`ExponentialLR: gamma must be a finite number, got ${gamma}`);
    }
    this.gamma = gamma;
    this.apply();
  }

  protected rateAt(epoch: number, baseLr: number): number {
    return baseLr * this.gamma ** epoch;
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
 */
export class CosineAnnealingLR extends LRScheduler {
  readonly tMax: number;
  readonly etaMin: number;

  constructor(optimizer: Schedulable, tMax: number, options: CosineAnnealingLROptions = {}) {
    super(optimizer);
    checkPeriod('CosineAnnealingLR', 'tMax', tMax);
    this.tMax = tMax;
    this.etaMin = options.etaMin ?? 0;
    this.apply();
  }

  protected rateAt(epoch: number, baseLr: number): number {
    const height = (1 + Math.cos((Math.PI * epoch) / this.tMax)) / 2;
    return this.etaMin + (baseLr - this.etaMin) * height;
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

/** `lr` times a factor that moves on a line, then stays. */
export class LinearLR extends LRScheduler {
  readonly startFactor: number;
  readonly endFactor: number;
  readonly totalIters: number;

  constructor(optimizer: Schedulable, options: LinearLROptions = {}) {
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
    this.apply();
  }

  protected rateAt(epoch: number, baseLr: number): number {
    const done = Math.min(epoch, this.totalIters) / this.totalIters;
    return baseLr * (this.startFactor + (this.endFactor - this.startFactor) * done);
  }
}

/** A factor of the learning rate, from the epoch. */
export type LRFactor = (epoch: number) => number;

/** `lr factor(epoch)`, with one function for all groups or one for each. */
export class LambdaLR extends LRScheduler {
  readonly #factors: readonly LRFactor[];

  constructor(optimizer: Schedulable, lrLambda: LRFactor | readonly LRFactor[]) {
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
    this.apply();
  }

  protected rateAt(epoch: number, baseLr: number, group: number): number {
    return baseLr * (this.#factors[group]?.(epoch) ?? 1);
  }
}
