/**
 * One rise and one fall of the learning rate, the momentum going the other way.
 * Source: Smith and Topin, "Super-Convergence", 2018;
 * https://pytorch.org/docs/stable/generated/torch.optim.lr_scheduler.OneCycleLR.html
 */

import { internal, oneOf, ValueError } from '../../errors.js';
import * as signatures from '../../signatures/optim.js';
import { LRScheduler, type ScheduledGroup } from './scheduler.js';

/** What `OneCycleLR` needs of an optimiser: some form of momentum, if it is to be cycled. */
export interface Cyclable {
  readonly paramGroups: readonly CyclableGroup[];
}

interface CyclableGroup extends ScheduledGroup {
  momentum?: number;
  betas?: readonly [number, number];
}

/** Options of `OneCycleLR`. */
export interface OneCycleLROptions {
  /** Steps of the whole cycle; or give `epochs` and `stepsPerEpoch`. */
  readonly totalSteps?: number;
  readonly epochs?: number;
  readonly stepsPerEpoch?: number;
  /** Share of the steps in which the rate rises, 0.3 by default. */
  readonly pctStart?: number;
  /** `'cos'` (default) or `'linear'`. */
  readonly annealStrategy?: 'cos' | 'linear';
  /** Whether the momentum (or the first beta) moves, too; true by default. */
  readonly cycleMomentum?: boolean;
  /** Lowest momentum, at the highest rate; 0.85 by default. */
  readonly baseMomentum?: number;
  /** Highest momentum, at both ends; 0.95 by default. */
  readonly maxMomentum?: number;
  /** The first rate is `maxLr / divFactor`; 25 by default. */
  readonly divFactor?: number;
  /** The last rate is the first one divided by this, 1e4 by default. */
  readonly finalDivFactor?: number;
  /** Whether the fall pauses at the first rate, mirroring the rise; false by default. */
  readonly threePhase?: boolean;
}

type Anneal = (start: number, end: number, share: number) => number;

const strategies: { readonly [S in 'cos' | 'linear']: Anneal } = {
  cos: (start, end, share) => end + ((start - end) / 2) * (1 + Math.cos(Math.PI * share)),
  linear: (start, end, share) => start + (end - start) * share,
};

/** A phase of the cycle: names of the rate and the momentum at its ends. */
interface Phase {
  readonly end: number;
  readonly rate: readonly [Rate, Rate];
  readonly momentum: readonly [Momentum, Momentum];
}
type Rate = 'first' | 'highest' | 'last';
type Momentum = 'base' | 'max';

function phasesOf(total: number, rise: number, threePhase: boolean): readonly Phase[] {
  const top = rise * total - 1;
  const up: Phase = { end: top, rate: ['first', 'highest'], momentum: ['max', 'base'] };
  if (!threePhase) {
    return [up, { end: total - 1, rate: ['highest', 'last'], momentum: ['base', 'max'] }];
  }
  return [
    up,
    { end: 2 * top, rate: ['highest', 'first'], momentum: ['base', 'max'] },
    { end: total - 1, rate: ['first', 'last'], momentum: ['max', 'max'] },
  ];
}

function stepsOf(options: OneCycleLROptions): number {
  const { epochs = Number.NaN, stepsPerEpoch = Number.NaN } = options;
  const total = options.totalSteps ?? epochs * stepsPerEpoch;
  if (Number.isInteger(total) && total > 0) return total;
  throw new ValueError(
    'OneCycleLR: give totalSteps, or epochs and stepsPerEpoch, as positive integers; ' +
      `got ${options.totalSteps}, ${options.epochs} and ${options.stepsPerEpoch}`,
  );
}

/**
 * From `maxLr / divFactor` up to `maxLr` and down to nearly nothing, in `totalSteps` steps; call
 * `step()` after each batch.
 * @example
 * const sgd = new optim.SGD([new nn.Parameter(zeros([1]))], { lr: 1 });
 * new optim.lrScheduler.OneCycleLR(sgd, 1, { totalSteps: 10 });
 * console.log(sgd.lr.toFixed(2)); // 0.04
 */
export class OneCycleLR extends LRScheduler {
  readonly totalSteps: number;
  readonly #maxLrs: readonly number[];
  readonly #phases: readonly Phase[];
  readonly #anneal: Anneal;
  readonly #groups: Cyclable['paramGroups'];
  readonly #momenta: { readonly [M in Momentum]: number };
  readonly #divFactor: number;
  readonly #finalDivFactor: number;
  readonly #cycleMomentum: boolean;

  /** @throws ValueError for impossible options, or an optimiser without momentum to cycle. */
  constructor(
    optimizer: Cyclable,
    maxLr: number | readonly number[],
    options: OneCycleLROptions = {},
  ) {
    signatures.OneCycleLR.check(arguments);
    super(optimizer);
    const { pctStart = 0.3, annealStrategy = 'cos', threePhase = false } = options;
    const { divFactor = 25, finalDivFactor = 1e4, cycleMomentum = true } = options;
    if (!(pctStart >= 0 && pctStart <= 1)) {
      throw new ValueError(`OneCycleLR: pctStart must be in [0, 1], got ${pctStart}`);
    }
    if (!Object.hasOwn(strategies, annealStrategy)) {
      throw new ValueError(
        `OneCycleLR: unknown annealStrategy '${annealStrategy}', ` +
          `expected ${oneOf(Object.keys(strategies))}`,
      );
    }
    this.#groups = optimizer.paramGroups;
    const count = this.#groups.length;
    this.#maxLrs = typeof maxLr === 'number' ? new Array<number>(count).fill(maxLr) : maxLr;
    if (this.#maxLrs.length !== count || !this.#maxLrs.every((lr) => lr > 0)) {
      throw new ValueError(
        `OneCycleLR: maxLr must be positive, one number or one per group (${count}), got ${maxLr}`,
      );
    }
    const lacks = this.#groups.some((g) => g.momentum === undefined && g.betas === undefined);
    if (cycleMomentum && lacks) {
      throw new ValueError(
        'OneCycleLR: the optimizer has no momentum to cycle, use { cycleMomentum: false }',
      );
    }
    this.totalSteps = stepsOf(options);
    this.#phases = phasesOf(this.totalSteps, pctStart, threePhase);
    this.#anneal = strategies[annealStrategy];
    this.#momenta = { base: options.baseMomentum ?? 0.85, max: options.maxMomentum ?? 0.95 };
    this.#divFactor = divFactor;
    this.#finalDivFactor = finalDivFactor;
    this.#cycleMomentum = cycleMomentum;
    this.#groups.forEach((group, i) => {
      group.initialLr = this.#rate(this.#maxLrs[i] ?? group.lr, 'first');
    });
    this.start();
  }

  /** The phase of `epoch`, and which share of it has passed. */
  #place(epoch: number): { phase: Phase; share: number } {
    if (epoch > this.totalSteps) {
      throw new ValueError(
        `OneCycleLR: step ${epoch} is after the end of the cycle of ${this.totalSteps} steps`,
      );
    }
    const later = this.#phases.findIndex((phase) => epoch <= phase.end);
    const index = later === -1 ? this.#phases.length - 1 : later;
    const phase = this.#phases[index];
    if (phase === undefined) throw internal(`OneCycleLR has no phase ${index}`);
    const start = this.#phases[index - 1]?.end ?? 0;
    // A phase of no length is over where it begins.
    const share = phase.end === start ? 1 : (epoch - start) / (phase.end - start);
    return { phase, share };
  }

  #rate(maxLr: number, rate: Rate): number {
    const first = maxLr / this.#divFactor;
    return { first, highest: maxLr, last: first / this.#finalDivFactor }[rate];
  }

  protected getLr(): number[] {
    const { phase, share } = this.#place(this.lastEpoch);
    const [from, to] = phase.rate;
    return this.#maxLrs.map((maxLr) => {
      return this.#anneal(this.#rate(maxLr, from), this.#rate(maxLr, to), share);
    });
  }

  protected override apply(): void {
    super.apply();
    if (!this.#cycleMomentum) return;
    const { phase, share } = this.#place(this.lastEpoch);
    const [from, to] = phase.momentum;
    const value = this.#anneal(this.#momenta[from], this.#momenta[to], share);
    for (const group of this.#groups) {
      if (group.betas !== undefined) group.betas = [value, group.betas[1]];
      else group.momentum = value;
    }
  }
}
