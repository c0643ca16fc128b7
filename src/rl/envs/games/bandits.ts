/**
 * Bandits: slot machines with unknown odds, and those whose odds depend on a context. Source:
 * Sutton and Barto, "Reinforcement learning: an introduction", 2018, chapter 2.
 */

import { ValueError } from '../../../errors.js';
import { at } from '../../../list.js';
import * as signatures from '../../../signatures/rl.js';
import { BaseEnv, type Info, type ResetResult, type StepResult } from '../../env/env.js';
import { RandomGenerator } from '../../random/random-generator.js';
import { Box } from '../../spaces/box.js';
import { Discrete } from '../../spaces/discrete.js';
import { savedNumbers } from '../classic/start-range.js';

/**
 * What an arm pays: normal with deviation 1 around its mean, or 1 with a probability that is its
 * mean.
 */
export type Payout = 'normal' | 'bernoulli';

/** Options of `KArmedBandit`. */
export interface KArmedBanditOptions {
  /** Mean reward of each arm; by default drawn anew at each `reset`. */
  readonly means?: readonly number[];
  /** `'normal'` by default. */
  readonly payout?: Payout;
}

/**
 * The testbed of Sutton and Barto: `k` arms with means drawn at `reset` (standard normal, or
 * uniform in [0, 1) for `'bernoulli'`). Observation: always 0. It never ends; `info.best` is the
 * best arm.
 * @example
 * const bandit = new KArmedBandit(2, { means: [0, 1], payout: 'bernoulli' });
 * bandit.reset({ seed: 1 });
 * console.log(bandit.step(0)[1], bandit.step(1)[1]); // 0 1
 */
export class KArmedBandit extends BaseEnv<number, number> {
  readonly observationSpace: Discrete = new Discrete(1);
  readonly actionSpace: Discrete;
  readonly #payout: Payout;
  readonly #given: readonly number[] | null;
  #means: readonly number[] = [];

  /** @throws ValueError unless there is a mean for each arm, probabilities for `'bernoulli'`. */
  constructor(k: number, { means, payout = 'normal' }: KArmedBanditOptions = {}) {
    signatures.KArmedBandit.check(arguments);
    super();
    this.actionSpace = new Discrete(k);
    if (means !== undefined && means.length !== k) {
      throw new ValueError(`KArmedBandit: ${k} arms need ${k} means, got ${means.length}`);
    }
    if (payout === 'bernoulli' && means?.some((mean) => !(mean >= 0 && mean <= 1))) {
      throw new ValueError(`KArmedBandit: means must be from 0 to 1, got ${means.join(', ')}`);
    }
    this.#payout = payout;
    this.#given = means ?? null;
  }

  /** Mean reward of each arm in this episode. */
  get means(): readonly number[] {
    return this.#means;
  }

  #facts(): Info {
    return { best: this.#means.indexOf(Math.max(...this.#means)) };
  }

  protected start(_options: Info): ResetResult<number> {
    const draw = (): number =>
      this.#payout === 'normal' ? this.random.normal() : this.random.random();
    this.#means = this.#given ?? Array.from({ length: this.actionSpace.n }, draw);
    return [0, this.#facts()];
  }

  protected advance(action: number): StepResult<number> {
    const mean = at(this.#means, action);
    const reward =
      this.#payout === 'normal' ? mean + this.random.normal() : Number(this.random.random() < mean);
    return [0, reward, false, false, this.#facts()];
  }

  protected override saveOwn(): unknown {
    return this.#means;
  }

  protected override loadOwn(own: unknown): void {
    this.#means = savedNumbers('KArmedBandit', own, this.actionSpace.n);
  }
}

/** Options of `ContextualBandit`. */
export interface ContextualBanditOptions {
  /** Arms, 4 by default. */
  readonly arms?: number;
  /** Numbers of a context, 5 by default. */
  readonly features?: number;
  /** Standard deviation of rewards, 0.1 by default. */
  readonly noise?: number;
  /** Seed of the weights, which stay the same for all episodes. Default 0. */
  readonly weightSeed?: number;
}

/**
 * Rewards that are linear in a context: at each step a new context, standard normal, and each arm
 * pays its weights times the context, plus noise. Each episode is one step; `info.best` is the best
 * arm.
 *
 * @example
 * const bandit = new ContextualBandit({ arms: 3, features: 2 });
 * const [context, { best }] = bandit.reset({ seed: 0 });
 * const [, , terminated] = bandit.step(0);
 * console.log(context.length, typeof best, terminated); // 2 number true
 */
export class ContextualBandit extends BaseEnv<Float32Array, number> {
  readonly observationSpace: Box;
  readonly actionSpace: Discrete;
  readonly #weights: readonly (readonly number[])[];
  readonly #noise: number;
  #context: Float32Array = new Float32Array(0);

  constructor(options: ContextualBanditOptions = {}) {
    signatures.ContextualBandit.check(arguments);
    super();
    const { arms = 4, features = 5, noise = 0.1, weightSeed = 0 } = options;
    this.actionSpace = new Discrete(arms);
    const infinity = Number.POSITIVE_INFINITY;
    this.observationSpace = new Box(-infinity, infinity, [features]);
    const random = new RandomGenerator(weightSeed);
    this.#weights = Array.from({ length: arms }, () =>
      Array.from({ length: features }, () => random.normal()),
    );
    this.#noise = noise;
  }

  /** Mean reward of each arm in this context. */
  #means(): number[] {
    return this.#weights.map((weights) =>
      weights.reduce((sum, weight, i) => sum + weight * at(this.#context, i), 0),
    );
  }

  #draw(): Float32Array {
    return Float32Array.from({ length: this.observationSpace.flatSize }, () =>
      this.random.normal(),
    );
  }

  protected start(_options: Info): ResetResult<Float32Array> {
    this.#context = this.#draw();
    const means = this.#means();
    return [this.#context.slice(), { best: means.indexOf(Math.max(...means)) }];
  }

  protected advance(action: number): StepResult<Float32Array> {
    const reward = at(this.#means(), action) + this.#noise * this.random.normal();
    return [this.#context.slice(), reward, true, false, {}];
  }

  protected override saveOwn(): unknown {
    return [...this.#context];
  }

  protected override loadOwn(own: unknown): void {
    const size = this.observationSpace.flatSize;
    this.#context = Float32Array.from(savedNumbers('ContextualBandit', own, size));
  }
}
