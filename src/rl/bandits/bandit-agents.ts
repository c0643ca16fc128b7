/**
 * Agents for bandits: each keeps a mean reward per arm, and they differ in how they explore.
 * Sources: Sutton and Barto, "Reinforcement learning: an introduction", 2018, chapter 2; Auer et
 * al., 2002, https://doi.org/10.1023/A:1013689704352; Thompson, 1933,
 * https://doi.org/10.1093/biomet/25.3-4.285
 */

import { ValueError } from '../../errors.js';
import { at } from '../../list.js';
import * as signatures from '../../signatures/rl.js';
import type { Env } from '../env/env.js';
import { freshSeed } from '../options/fresh-seed.js';
import { RandomGenerator } from '../random/random-generator.js';

/** Options of every bandit agent. */
export interface BanditOptions {
  /** Seed of the agent's chances; another one each time by default. */
  readonly seed?: number;
}

/** What a run of a bandit agent came to, step by step. */
export interface BanditRun {
  readonly rewards: Float64Array;
  readonly actions: Int32Array;
}

/**
 * An agent with a mean reward for each of `k` arms.
 *
 * @example
 * // Takes all arms in turn.
 * class InTurn extends BanditAgent {
 *   choose() {
 *     return this.counts.reduce((sum, count) => sum + count, 0) % this.counts.length;
 *   }
 * }
 * const bandit = new KArmedBandit(2, { means: [0, 1], payout: 'bernoulli' });
 * bandit.reset({ seed: 0 });
 * const agent = new InTurn(2, 0, {});
 * agent.run(bandit, 10);
 * console.log(agent.counts, agent.means); // Int32Array(2) [ 5, 5 ] Float64Array(2) [ 0, 1 ]
 */
export abstract class BanditAgent {
  /** Mean reward of each arm so far. */
  readonly means: Float64Array;
  /** How often each arm was taken. */
  readonly counts: Int32Array;
  protected readonly random: RandomGenerator;

  constructor(k: number, initial: number, { seed = freshSeed() }: BanditOptions) {
    if (!Number.isInteger(k) || k < 1) {
      throw new ValueError(`bandit agent: needs an integer number of arms from 1, got ${k}`);
    }
    this.means = new Float64Array(k).fill(initial);
    this.counts = new Int32Array(k);
    this.random = new RandomGenerator(seed, [1]);
  }

  /** The arm to take. */
  abstract choose(): number;

  /** Takes up a reward. */
  observe(action: number, reward: number): void {
    signatures.BanditAgent$observe.check(arguments);
    const count = at(this.counts, action) + 1;
    this.counts[action] = count;
    this.means[action] = at(this.means, action) + (reward - at(this.means, action)) / count;
  }

  /** Takes `steps` arms of a bandit, one after the other, and learns. */
  run(env: Env<unknown, number>, steps: number): BanditRun {
    signatures.BanditAgent$run.check(arguments);
    const [rewards, actions] = [new Float64Array(steps), new Int32Array(steps)];
    for (let i = 0; i < steps; i++) {
      const action = this.choose();
      const [, reward, terminated, truncated] = env.step(action);
      this.observe(action, reward);
      rewards[i] = reward;
      actions[i] = action;
      if (terminated || truncated) env.reset();
    }
    return { rewards, actions };
  }

  /** Index of the largest score; of equal ones any. */
  protected largest(scores: ArrayLike<number>): number {
    let [best, count] = [0, 0];
    for (let i = 0; i < scores.length; i++) {
      if (i > 0 && at(scores, i) < at(scores, best)) continue;
      count = i > 0 && at(scores, i) === at(scores, best) ? count + 1 : 1;
      if (count === 1 || this.random.random() * count < 1) best = i;
    }
    return best;
  }
}

/** Options of `EpsilonGreedy`. */
export interface EpsilonGreedyOptions extends BanditOptions {
  /** How likely an arm is taken by chance, 0.1 by default. */
  readonly epsilon?: number;
  /** Mean that each arm begins with, 0 by default; a high one makes the agent try all. */
  readonly initialValue?: number;
}

/**
 * Takes the best arm so far, and now and then any.
 * @example
 * const bandit = new KArmedBandit(3, { means: [0, 1, 5] });
 * bandit.reset({ seed: 0 });
 * const agent = new EpsilonGreedy(3, { epsilon: 0.1, seed: 0 });
 * agent.run(bandit, 100);
 * console.log(agent.counts); // Int32Array(3) [ 2, 51, 47 ]
 */
export class EpsilonGreedy extends BanditAgent {
  readonly #epsilon: number;

  /** @throws ValueError unless `k` is an integer from 1 and epsilon is from 0 to 1. */
  constructor(k: number, options: EpsilonGreedyOptions = {}) {
    signatures.EpsilonGreedy.check(arguments);
    const { epsilon = 0.1, initialValue = 0 } = options;
    super(k, initialValue, options);
    if (!(epsilon >= 0 && epsilon <= 1)) {
      throw new ValueError(`EpsilonGreedy: epsilon must be from 0 to 1, got ${epsilon}`);
    }
    this.#epsilon = epsilon;
  }

  choose(): number {
    const isChance = this.random.random() < this.#epsilon;
    return isChance ? this.random.integer(this.means.length) : this.largest(this.means);
  }
}

/** Options of `UCB`. */
export interface UCBOptions extends BanditOptions {
  /** How much uncertainty counts, 2 by default. */
  readonly c?: number;
}

/**
 * Takes the arm with the highest mean that is still likely: `mean + c sqrt(log(t) / count)`.
 *
 * @example
 * const bandit = new KArmedBandit(3, { means: [0, 1, 5] });
 * bandit.reset({ seed: 0 });
 * const agent = new UCB(3, { seed: 0 });
 * agent.run(bandit, 100);
 * console.log(agent.counts); // Int32Array(3) [ 1, 2, 97 ]
 */
export class UCB extends BanditAgent {
  readonly #c: number;

  /** @throws ValueError unless `k` is an integer from 1. */
  constructor(k: number, options: UCBOptions = {}) {
    signatures.UCB.check(arguments);
    super(k, 0, options);
    this.#c = options.c ?? 2;
  }

  choose(): number {
    const steps = this.counts.reduce((sum, count) => sum + count, 0);
    const scores = Float64Array.from(this.means, (mean, arm) => {
      const count = at(this.counts, arm);
      if (count === 0) return Number.POSITIVE_INFINITY;
      return mean + this.#c * Math.sqrt(Math.log(steps) / count);
    });
    return this.largest(scores);
  }
}

/** Options of `ThompsonSampling`. */
export interface ThompsonOptions extends BanditOptions {
  /** Deviation of rewards, 1 by default; of the means before anything is known, too. */
  readonly deviation?: number;
}

/**
 * Draws a mean for each arm from what is known about it, and takes the largest. What is known: a
 * normal distribution around the mean, as for normal rewards and a normal prior around 0.
 *
 * @example
 * const bandit = new KArmedBandit(3, { means: [0, 1, 5] });
 * bandit.reset({ seed: 0 });
 * const agent = new ThompsonSampling(3, { seed: 0 });
 * agent.run(bandit, 100);
 * console.log(agent.counts); // Int32Array(3) [ 2, 1, 97 ]
 */
export class ThompsonSampling extends BanditAgent {
  readonly #deviation: number;

  /** @throws ValueError unless `k` is an integer from 1. */
  constructor(k: number, options: ThompsonOptions = {}) {
    signatures.ThompsonSampling.check(arguments);
    super(k, 0, options);
    this.#deviation = options.deviation ?? 1;
  }

  choose(): number {
    const draws = Float64Array.from(this.means, (mean, arm) => {
      const weight = at(this.counts, arm) + 1;
      const center = (mean * at(this.counts, arm)) / weight;
      return center + (this.#deviation / Math.sqrt(weight)) * this.random.normal();
    });
    return this.largest(draws);
  }
}
