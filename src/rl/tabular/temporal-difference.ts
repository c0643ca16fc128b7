/**
 * `QLearning` and `Sarsa`: each step corrects a value by the one that follows. Sources: Watkins and
 * Dayan, "Q-learning", 1992, https://doi.org/10.1007/BF00992698; Rummery and Niranjan, "On-line
 * Q-learning using connectionist systems", 1994.
 */

import { at } from '../../list.js';
import * as signatures from '../../signatures/rl.js';
import type { Env } from '../env/env.js';
import { TabularAgent, type TabularOptions, type TabularStep } from './tabular-agent.js';

/**
 * Learns what the best actions are worth, whatever it does itself:
 * `Q(s, a) += rate (r + gamma max Q(s', .) - Q(s, a))`.
 * @example
 * const agent = new QLearning(new GridWorld(['S.G']), { gamma: 0.5, seed: 0 });
 * agent.learn({ episodes: 100 });
 * console.log(agent.actionValues[0]?.[2]?.toFixed(2)); // 0.50
 */
export class QLearning extends TabularAgent {
  /** @throws ValueError unless states and actions are `Discrete`, and for an unknown option. */
  constructor(env: Env<number, number>, options: TabularOptions = {}) {
    signatures.QLearning.check(arguments);
    super('QLearning', env, options);
  }

  protected observe({ state, action, reward, next, terminated }: TabularStep): void {
    const later = terminated ? 0 : this.options.gamma * this.best(next);
    this.moveTo(state, action, reward + later, this.learningRate);
  }
}

/**
 * Learns what its own actions are worth, those by chance included:
 * `Q(s, a) += rate (r + gamma Q(s', a') - Q(s, a))`.
 *
 * @example
 * const agent = new Sarsa(new GridWorld(['S.G']), { gamma: 0.5, epsilon: 0.1, seed: 0 });
 * agent.learn({ episodes: 100 });
 * console.log(agent.actionValues[1]?.[2]?.toFixed(2)); // 1.00
 */
export class Sarsa extends TabularAgent {
  /** @throws ValueError unless states and actions are `Discrete`, and for an unknown option. */
  constructor(env: Env<number, number>, options: TabularOptions = {}) {
    signatures.Sarsa.check(arguments);
    super('Sarsa', env, options);
  }

  protected observe({ state, action, reward, next }: TabularStep, nextAction: number | null): void {
    const following = nextAction === null ? 0 : at(at(this.actionValues, next), nextAction);
    this.moveTo(state, action, reward + this.options.gamma * following, this.learningRate);
  }
}
