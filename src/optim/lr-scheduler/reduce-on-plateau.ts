/**
 * Lowering the learning rate when a metric stops improving. Source:
 * https://pytorch.org/docs/stable/generated/torch.optim.lr_scheduler.ReduceLROnPlateau.html
 */

import { oneOf, ValueError } from '../../errors.js';
import * as signatures from '../../signatures/optim.js';
import type { Tensor } from '../../tensor/index.js';
import type { Schedulable } from './scheduler.js';

/** Options of `ReduceLROnPlateau`. */
export interface ReduceLROnPlateauOptions {
  /** Whether a lower metric is better (`'min'`, default) or a higher one (`'max'`). */
  readonly mode?: 'min' | 'max';
  /** Factor of each fall, less than 1; 0.1 by default. */
  readonly factor?: number;
  /** Epochs without improvement that are put up with, 10 by default. */
  readonly patience?: number;
  /** What counts as an improvement, 1e-4 by default. */
  readonly threshold?: number;
  /**
   * Whether the threshold is a share of the best value (`'rel'`, default) or a distance (`'abs'`).
   */
  readonly thresholdMode?: 'rel' | 'abs';
  /** Epochs after a fall in which nothing is counted, 0 by default. */
  readonly cooldown?: number;
  /** No rate falls below this, 0 by default; one number or one per group. */
  readonly minLr?: number | readonly number[];
  /** Falls smaller than this are not made, 1e-8 by default. */
  readonly eps?: number;
}

/** State of `ReduceLROnPlateau`. */
export interface PlateauState {
  /** How often `step()` has been called. */
  readonly lastEpoch: number;
  /** The best metric so far, null before the first. */
  readonly best: number | null;
  readonly numBadEpochs: number;
  readonly cooldownCounter: number;
}

type Better = (metric: number, best: number, threshold: number) => boolean;

const better: { readonly [key in `${'min' | 'max'} ${'rel' | 'abs'}`]: Better } = {
  'min rel': (metric, best, threshold) => metric < best * (1 - threshold),
  'min abs': (metric, best, threshold) => metric < best - threshold,
  'max rel': (metric, best, threshold) => metric > best * (1 + threshold),
  'max abs': (metric, best, threshold) => metric > best + threshold,
};

function checkWord(name: string, value: string, allowed: readonly string[]): void {
  if (allowed.includes(value)) return;
  throw new ValueError(`ReduceLROnPlateau: unknown ${name} '${value}', expected ${oneOf(allowed)}`);
}

/**
 * Multiplies the learning rates by `factor` after more than `patience` epochs without improvement.
 *
 * Formula: `max(lr factor, minLr)` each time.
 *
 * @example
 * const sgd = new optim.SGD([new nn.Parameter(zeros([1]))], { lr: 1 });
 * const scheduler = new optim.lrScheduler.ReduceLROnPlateau(sgd, { patience: 0 });
 * scheduler.step(5);
 * scheduler.step(5);
 * console.log(sgd.lr); // 0.1
 */
export class ReduceLROnPlateau {
  readonly optimizer: Schedulable;
  readonly #options: Required<Omit<ReduceLROnPlateauOptions, 'mode' | 'thresholdMode' | 'minLr'>>;
  readonly #minLrs: readonly number[];
  readonly #isBetter: Better;
  /** What the first metric is compared with. */
  readonly #worst: number;
  #lastLr: readonly number[] | null = null;
  #state: PlateauState = { lastEpoch: 0, best: null, numBadEpochs: 0, cooldownCounter: 0 };

  /** @throws ValueError for an unknown mode or a factor of 1 or more. */
  constructor(optimizer: Schedulable, options: ReduceLROnPlateauOptions = {}) {
    signatures.ReduceLROnPlateau.check(arguments);
    const { mode = 'min', thresholdMode = 'rel', factor = 0.1, patience = 10 } = options;
    const { threshold = 1e-4, cooldown = 0, minLr = 0, eps = 1e-8 } = options;
    checkWord('mode', mode, ['min', 'max']);
    checkWord('thresholdMode', thresholdMode, ['rel', 'abs']);
    if (!(factor < 1)) {
      throw new ValueError(`ReduceLROnPlateau: factor must be less than 1, got ${factor}`);
    }
    const groups = optimizer.paramGroups.length;
    this.optimizer = optimizer;
    this.#minLrs = typeof minLr === 'number' ? new Array<number>(groups).fill(minLr) : minLr;
    if (this.#minLrs.length !== groups) {
      throw new ValueError(
        `ReduceLROnPlateau: minLr must have one number per group (${groups}), ` +
          `got ${this.#minLrs.length}`,
      );
    }
    this.#options = { factor, patience, threshold, cooldown, eps };
    this.#worst = mode === 'min' ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY;
    this.#isBetter = better[`${mode} ${thresholdMode}`];
  }

  /** Ends an epoch whose metric was `metric`; a NaN is no improvement. */
  step(metric: number | Tensor): void {
    signatures.ReduceLROnPlateau$step.check(arguments);
    const value = typeof metric === 'number' ? metric : metric.item();
    const { patience, threshold, cooldown } = this.#options;
    let { best, numBadEpochs, cooldownCounter } = this.#state;
    const improved = this.#isBetter(value, best ?? this.#worst, threshold);
    if (improved) best = value;
    numBadEpochs = improved ? 0 : numBadEpochs + 1;
    if (cooldownCounter > 0) {
      cooldownCounter -= 1;
      numBadEpochs = 0;
    }
    if (numBadEpochs > patience) {
      this.#reduce();
      cooldownCounter = cooldown;
      numBadEpochs = 0;
    }
    const lastEpoch = this.#state.lastEpoch + 1;
    this.#state = { lastEpoch, best, numBadEpochs, cooldownCounter };
    this.#lastLr = this.#rates();
  }

  #rates(): number[] {
    return this.optimizer.paramGroups.map((group) => group.lr);
  }

  #reduce(): void {
    const { factor, eps } = this.#options;
    this.optimizer.paramGroups.forEach((group, i) => {
      const lower = Math.max(group.lr * factor, this.#minLrs[i] ?? 0);
      if (group.lr - lower > eps) group.lr = lower;
    });
  }

  /** The learning rate of each group after the last `step()`; before the first, as it is now. */
  getLastLr(): number[] {
    return [...(this.#lastLr ?? this.#rates())];
  }

  /** What is needed to continue; the rates themselves are part of the optimiser's state. */
  stateDict(): PlateauState {
    return { ...this.#state };
  }

  /** Continues from a saved state. */
  loadStateDict(state: PlateauState): void {
    signatures.ReduceLROnPlateau$loadStateDict.check(arguments);
    const { lastEpoch, best, numBadEpochs, cooldownCounter } = state;
    this.#state = { lastEpoch, best, numBadEpochs, cooldownCounter };
    this.#lastLr = null;
  }
}
