/**
 * Generalised advantage estimation. Source: Schulman et al., "High-dimensional continuous control
 * using generalized advantage estimation", 2016, https://arxiv.org/abs/1506.02438
 */

import { ShapeError } from '../../errors.js';
import * as signatures from '../../signatures/rl.js';

/** What `gae` is computed from: a value per step, or per step and environment, steps outermost. */
export interface GaeInput {
  readonly rewards: ArrayLike<number>;
  /** Value of the state in which each action was taken. */
  readonly values: ArrayLike<number>;
  /**
   * Value of the state that each action led to. At the end of an episode that is its last state,
   * not the first of the next: where an episode was cut off, what would have come counts.
   */
  readonly nextValues: ArrayLike<number>;
  /** 1 where the task ended: the next state is worth nothing. */
  readonly terminated: ArrayLike<number>;
  /** 1 where the task was cut off: the next state keeps its value, but advantages end there. */
  readonly truncated: ArrayLike<number>;
}

/** Options of `gae`. */
export interface GaeOptions {
  /** Discount, 0.99 by default. */
  readonly gamma?: number;
  /** From 0 (one step, biased) to 1 (whole returns, noisy), 0.95 by default. */
  readonly lambda?: number;
  /** Environments side by side, 1 by default. */
  readonly numEnvs?: number;
}

/**
 * How much better each action was than expected:
 * `A_t = delta_t + gamma lambda A_{t+1}`, `delta_t = r_t + gamma V(s_{t+1}) - V(s_t)`.
 * Adding the values gives the returns that a value function learns from.
 * @throws ShapeError unless all arrays have one length, a multiple of `numEnvs`.
 * @example
 * const [rewards, values, nextValues] = [[1, 1], [0, 0], [0, 0]];
 * const ends = { terminated: [0, 1], truncated: [0, 0] };
 * const advantages = gae({ rewards, values, nextValues, ...ends }, { gamma: 1, lambda: 1 });
 * console.log(advantages); // Float32Array(2) [ 2, 1 ]
 */
export function gae(input: GaeInput, options: GaeOptions = {}): Float32Array {
  signatures.gae.check(arguments);
  const { gamma = 0.99, lambda = 0.95, numEnvs = 1 } = options;
  const { rewards, values, nextValues, terminated, truncated } = input;
  const count = rewards.length;
  const lengths = [values, nextValues, terminated, truncated].map((list) => list.length);
  if (lengths.some((length) => length !== count) || count % numEnvs !== 0) {
    const shown = [count, ...lengths].join(', ');
    throw new ShapeError(`gae: needs arrays of one length, a multiple of ${numEnvs}, got ${shown}`);
  }
  const advantages = new Float32Array(count);
  for (let i = count - 1; i >= 0; i--) {
    const goesOn = 1 - (terminated[i] ?? 0);
    const target = (rewards[i] ?? 0) + gamma * goesOn * (nextValues[i] ?? 0);
    const later = goesOn * (1 - (truncated[i] ?? 0)) * (advantages[i + numEnvs] ?? 0);
    advantages[i] = target - (values[i] ?? 0) + gamma * lambda * later;
  }
  return advantages;
}
