/** `evaluatePolicy`: what an agent gains in whole episodes. */

import { ValueError } from '../../errors.js';
import * as signatures from '../../signatures/rl.js';
import type { Env } from '../env/env.js';

/** Whoever can act: an agent, or a function of one's own around one. */
export interface Policy<Obs, Act> {
  predict(obs: Obs, options?: { deterministic?: boolean }): [action: Act, state: unknown];
}

/** Options of `evaluatePolicy`. */
export interface EvaluateOptions {
  /** Episodes to play, 10 by default. */
  readonly episodes?: number;
  /** The most likely action rather than one by chance. Default true. */
  readonly deterministic?: boolean;
  /**
   * Seed of the first episode; the others go on with the stream. By default the environment's
   * stream.
   */
  readonly seed?: number;
}

/** What the episodes came to. */
export interface Evaluation {
  readonly meanReward: number;
  /** Standard deviation over the episodes, of the population. */
  readonly stdReward: number;
  /** Return and length of each episode. */
  readonly rewards: readonly number[];
  readonly lengths: readonly number[];
}

/**
 * Plays whole episodes and measures the returns, as the environment gives them.
 * @throws ValueError unless `episodes` is an integer from 1.
 * @example
 * const right = { predict: (): [number, null] => [1, null] }; // an agent, or what acts like one
 * const options = { episodes: 2, seed: 7 };
 * const { lengths, meanReward } = evaluatePolicy(right, make('CartPole-v1'), options);
 * console.log(lengths, meanReward); // [ 10, 8 ] 9
 */
export function evaluatePolicy<Obs, Act>(
  policy: Policy<Obs, Act>,
  env: Env<Obs, Act>,
  { episodes = 10, deterministic = true, seed }: EvaluateOptions = {},
): Evaluation {
  signatures.evaluatePolicy.check(arguments);
  if (!Number.isInteger(episodes) || episodes < 1) {
    throw new ValueError(`evaluatePolicy: episodes must be an integer from 1, got ${episodes}`);
  }
  const rewards: number[] = [];
  const lengths: number[] = [];
  for (let episode = 0; episode < episodes; episode++) {
    const isSeeded = episode === 0 && seed !== undefined;
    let [obs] = env.reset(isSeeded ? { seed } : {});
    let [total, length] = [0, 0];
    for (let isOver = false; !isOver; ) {
      const [action] = policy.predict(obs, { deterministic });
      const [next, reward, terminated, truncated] = env.step(action);
      obs = next;
      total += reward;
      length += 1;
      isOver = terminated || truncated;
    }
    rewards.push(total);
    lengths.push(length);
  }
  const meanReward = mean(rewards);
  const stdReward = Math.sqrt(mean(rewards.map((reward) => (reward - meanReward) ** 2)));
  return { meanReward, stdReward, rewards, lengths };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
