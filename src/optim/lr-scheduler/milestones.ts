/**
 * Schedules by milestones, by a constant at the start, by a polynomial, and by factors of one's
 * own. Formulas are recursive: the next rate from the present one, in PyTorch's order of
 * operations.
 */

import { ValueError } from '../../errors.js';
import * as signatures from '../../signatures/optim.js';
import type { LRFactor } from './formulas.js';
import { checkPeriod, LRScheduler, type Schedulable } from './scheduler.js';

/** Options of `MultiStepLR`. */
export interface MultiStepLROptions {
  /** Factor of each fall, 0.1 by default. */
  readonly gamma?: number;
}

/**
 * At each milestone, an epoch, the rate is multiplied by `gamma`.
 *
 * Formula: `lr gamma^n` after n milestones.
 *
 * @example
 * const optimizer = new optim.SGD([tensor([1], { requiresGrad: true })], { lr: 0.4 });
 * const scheduler = new optim.lrScheduler.MultiStepLR(optimizer, [1, 2], { gamma: 0.5 });
 * for (let epoch = 0; epoch < 2; epoch++) scheduler.step();
 * console.log(optimizer.lr); // 0.1
 */
export class MultiStepLR extends LRScheduler {
  readonly milestones: readonly number[];
  readonly gamma: number;

  constructor(
    optimizer: Schedulable,
    milestones: readonly number[],
    options: MultiStepLROptions = {},
  ) {
    signatures.MultiStepLR.check(arguments);
    super(optimizer);
    if (!Array.isArray(milestones) || !milestones.every(Number.isInteger)) {
      throw new ValueError(
        `MultiStepLR: milestones must be a list of epochs, got ${JSON.stringify(milestones)}`,
      );
    }
    this.milestones = [...milestones];
    this.gamma = options.gamma ?? 0.1;
    this.start();
  }

  protected getLr(): number[] {
    const falls = this.milestones.filter((epoch) => epoch === this.lastEpoch).length;
    return this.optimizer.paramGroups.map(({ lr }) => lr * this.gamma ** falls);
  }
}

/** Options of `ConstantLR`. */
export interface ConstantLROptions {
  /** Factor of the first epochs, 1/3 by default. */
  readonly factor?: number;
  /** How many epochs, 5 by default. */
  readonly totalIters?: number;
}

/**
 * `lr` times a factor for the first epochs, then `lr`.
 *
 * Formula: `lr factor` while `epoch < totalIters`, then `lr`.
 *
 * @example
 * const optimizer = new optim.SGD([tensor([1], { requiresGrad: true })], { lr: 0.4 });
 * const scheduler = new optim.lrScheduler.ConstantLR(optimizer, { factor: 0.5, totalIters: 3 });
 * for (let epoch = 0; epoch < 2; epoch++) scheduler.step();
 * console.log(optimizer.lr); // 0.2
 */
export class ConstantLR extends LRScheduler {
  readonly factor: number;
  readonly totalIters: number;

  constructor(optimizer: Schedulable, options: ConstantLROptions = {}) {
    signatures.ConstantLR.check(arguments);
    super(optimizer);
    const { factor = 1 / 3, totalIters = 5 } = options;
    checkPeriod('ConstantLR', 'totalIters', totalIters);
    if (!(factor > 0 && factor <= 1)) {
      throw new ValueError(`ConstantLR: factor must be in (0, 1], got ${factor}`);
    }
    this.factor = factor;
    this.totalIters = totalIters;
    this.start();
  }

  protected getLr(): number[] {
    const { lastEpoch: epoch, factor, totalIters } = this;
    const change = epoch === totalIters ? 1 / factor : 1;
    return this.optimizer.paramGroups.map(({ lr }) => lr * (epoch === 0 ? factor : change));
  }
}

/** Options of `PolynomialLR`. */
export interface PolynomialLROptions {
  /** Epochs until the rate is 0, 5 by default. */
  readonly totalIters?: number;
  /** 1, a line, by default. */
  readonly power?: number;
}

/**
 * `lr (1 - epoch / totalIters)^power`, and 0 from then on.
 * @example
 * const optimizer = new optim.SGD([tensor([1], { requiresGrad: true })], { lr: 0.4 });
 * const scheduler = new optim.lrScheduler.PolynomialLR(optimizer, { totalIters: 4 });
 * for (let epoch = 0; epoch < 2; epoch++) scheduler.step();
 * console.log(optimizer.lr); // 0.2
 */
export class PolynomialLR extends LRScheduler {
  readonly totalIters: number;
  readonly power: number;

  constructor(optimizer: Schedulable, options: PolynomialLROptions = {}) {
    signatures.PolynomialLR.check(arguments);
    super(optimizer);
    const { totalIters = 5, power = 1 } = options;
    checkPeriod('PolynomialLR', 'totalIters', totalIters);
    this.totalIters = totalIters;
    this.power = power;
    this.start();
  }

  protected getLr(): number[] {
    const { lastEpoch: epoch, totalIters, power } = this;
    const isMoving = epoch > 0 && epoch <= totalIters;
    const [now, before] = [1 - epoch / totalIters, 1 - (epoch - 1) / totalIters];
    const factor = isMoving ? (now / before) ** power : 1;
    return this.optimizer.paramGroups.map(({ lr }) => lr * factor);
  }
}

/**
 * Every epoch the rate is multiplied by `factor(epoch)`; one function, or one for each group.
 *
 * Formula: `lr factor(1) factor(2) ... factor(epoch)`.
 *
 * @example
 * const optimizer = new optim.SGD([tensor([1], { requiresGrad: true })], { lr: 0.4 });
 * const scheduler = new optim.lrScheduler.MultiplicativeLR(optimizer, () => 0.5);
 * for (let epoch = 0; epoch < 2; epoch++) scheduler.step();
 * console.log(optimizer.lr); // 0.1
 */
export class MultiplicativeLR extends LRScheduler {
  readonly #factors: readonly LRFactor[];

  constructor(optimizer: Schedulable, lrLambda: LRFactor | readonly LRFactor[]) {
    signatures.MultiplicativeLR.check(arguments);
    super(optimizer);
    const groups = optimizer.paramGroups.length;
    const factors =
      typeof lrLambda === 'function' ? new Array<LRFactor>(groups).fill(lrLambda) : lrLambda;
    if (factors.length !== groups) {
      throw new ValueError(
        `MultiplicativeLR: needs one function per group, got ${factors.length} for ${groups} groups`,
      );
    }
    this.#factors = factors;
    this.start();
  }

  /** Begins anew from the rates that it finds: what it has multiplied by is not known any more. */
  override restart(): void {
    this.goTo(0);
  }

  protected getLr(): number[] {
    const { lastEpoch: epoch } = this;
    return this.optimizer.paramGroups.map(({ lr }, group) =>
      epoch > 0 ? lr * (this.#factors[group]?.(epoch) ?? 1) : lr,
    );
  }
}
