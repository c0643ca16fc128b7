/**
 * Rates between two bounds, up and down again, the momentum going the other way.
 * Source: Smith, "Cyclical learning rates for training neural networks", 2017;
 * https://pytorch.org/docs/stable/generated/torch.optim.lr_scheduler.CyclicLR.html
 */

import { oneOf, ValueError } from '../../errors.js';
import * as signatures from '../../signatures/optim.js';
import type { Cyclable } from './one-cycle.js';
import { LRScheduler } from './scheduler.js';

/** Options of `CyclicLR`. */
export interface CyclicLROptions {
  /** Steps from the lower bound to the upper, 2000 by default. */
  readonly stepSizeUp?: number;
  /** Steps back, as many as up by default. */
  readonly stepSizeDown?: number | null;
  /**
   * `'triangular'` (default) always reaches the upper bound, `'triangular2'` half as far with each
   * cycle, `'exp_range'` `gamma^step` of it.
   */
  readonly mode?: 'triangular' | 'triangular2' | 'exp_range';
  /** The base of `'exp_range'`, 1 by default. */
  readonly gamma?: number;
  /** How far up, in the place of `mode`: of the cycle (1, 2, ...) or of the step. */
  readonly scaleFn?: ((x: number) => number) | null;
  /** What `scaleFn` is given: `'cycle'` (default) or `'iterations'`. */
  readonly scaleMode?: 'cycle' | 'iterations';
  /** Whether the momentum (or the first beta) moves, too; true by default. */
  readonly cycleMomentum?: boolean;
  /** Lowest momentum, at the highest rate; 0.8 by default. */
  readonly baseMomentum?: number | readonly number[];
  /** Highest momentum, at the lowest rate; 0.9 by default. */
  readonly maxMomentum?: number | readonly number[];
}

type Mode = NonNullable<CyclicLROptions['mode']>;

/** How far up a cycle goes. */
interface Scale {
  readonly of: 'cycle' | 'iterations';
  readonly fn: (x: number, gamma: number) => number;
}

const scales: { readonly [M in Mode]: Scale } = {
  triangular: { of: 'cycle', fn: () => 1 },
  triangular2: { of: 'cycle', fn: (cycle) => 1 / 2 ** (cycle - 1) },
  exp_range: { of: 'iterations', fn: (step, gamma) => gamma ** step },
};

function perGroup(
  name: string,
  value: number | readonly number[],
  groups: number,
): readonly number[] {
  const list = typeof value === 'number' ? new Array<number>(groups).fill(value) : value;
  if (list.length === groups && list.every(Number.isFinite)) return list;
  throw new ValueError(
    `CyclicLR: ${name} must be a number, or one for each of the ${groups} groups, got ${value}`,
  );
}

/**
 * From `baseLr` to `maxLr` and back, again and again; call `step()` after each batch.
 * @throws ValueError for impossible options, or an optimiser without momentum to cycle.
 * @example
 * const sgd = new optim.SGD([new nn.Parameter(zeros([1]))], { lr: 1, momentum: 0.9 });
 * const scheduler = new optim.lrScheduler.CyclicLR(sgd, 0.1, 0.5, { stepSizeUp: 2 });
 * scheduler.step();
 * console.log(sgd.lr.toFixed(2)); // 0.30
 */
export class CyclicLR extends LRScheduler {
  readonly #lows: readonly number[];
  readonly #highs: readonly number[];
  readonly #total: number;
  readonly #turn: number;
  readonly #scale: Scale;
  readonly #gamma: number;
  readonly #groups: Cyclable['paramGroups'];
  readonly #momenta: { readonly low: readonly number[]; readonly high: readonly number[] } | null;

  constructor(
    optimizer: Cyclable,
    baseLr: number | readonly number[],
    maxLr: number | readonly number[],
    options: CyclicLROptions = {},
  ) {
    signatures.CyclicLR.check(arguments);
    super(optimizer);
    const { stepSizeUp = 2000, mode = 'triangular', gamma = 1, scaleFn = null } = options;
    const stepSizeDown = options.stepSizeDown ?? stepSizeUp;
    const { cycleMomentum = true, baseMomentum = 0.8, maxMomentum = 0.9 } = options;
    if (!Object.hasOwn(scales, mode)) {
      throw new ValueError(
        `CyclicLR: unknown mode '${mode}', expected ${oneOf(Object.keys(scales))}`,
      );
    }
    if (!(stepSizeUp > 0 && stepSizeDown >= 0)) {
      throw new ValueError(
        'CyclicLR: stepSizeUp must be positive and stepSizeDown at least 0, ' +
          `got ${stepSizeUp} and ${stepSizeDown}`,
      );
    }
    this.#groups = optimizer.paramGroups;
    const count = this.#groups.length;
    this.#lows = perGroup('baseLr', baseLr, count);
    this.#highs = perGroup('maxLr', maxLr, count);
    this.#total = stepSizeUp + stepSizeDown;
    this.#turn = stepSizeUp / this.#total;
    this.#gamma = gamma;
    const own: Scale | null =
      scaleFn === null ? null : { of: options.scaleMode ?? 'cycle', fn: scaleFn };
    this.#scale = own ?? scales[mode];
    const lacks = this.#groups.some((g) => g.momentum === undefined && g.betas === undefined);
    if (cycleMomentum && lacks) {
      throw new ValueError(
        'CyclicLR: the optimizer has no momentum to cycle, use { cycleMomentum: false }',
      );
    }
    const bounds = {
      low: perGroup('baseMomentum', baseMomentum, count),
      high: perGroup('maxMomentum', maxMomentum, count),
    };
    this.#momenta = cycleMomentum ? bounds : null;
    this.#groups.forEach((group, i) => {
      group.lr = this.#lows[i] ?? group.lr;
    });
    this.start();
  }

  /** How far up from the lower bounds, from 0 to 1. */
  #height(): number {
    const { lastEpoch } = this;
    const cycle = Math.floor(1 + lastEpoch / this.#total);
    const place = 1 + lastEpoch / this.#total - cycle;
    const turn = this.#turn;
    const height = place <= turn ? place / turn : (place - 1) / (turn - 1);
    return height * this.#scale.fn(this.#scale.of === 'cycle' ? cycle : lastEpoch, this.#gamma);
  }

  protected getLr(): number[] {
    const height = this.#height();
    return this.#lows.map((low, i) => low + ((this.#highs[i] ?? low) - low) * height);
  }

  protected override apply(): void {
    super.apply();
    const momenta = this.#momenta;
    if (momenta === null) return;
    const height = this.#height();
    this.#groups.forEach((group, i) => {
      const [low = 0, high = 0] = [momenta.low[i], momenta.high[i]];
      const value = high - (high - low) * height;
      if (group.betas !== undefined) group.betas = [value, group.betas[1]];
      else group.momentum = value;
    });
  }
}
