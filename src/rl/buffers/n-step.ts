/**
 * `NStepCollector`: turns single steps into transitions over n steps, whose rewards are discounted
 * sums. Source: Sutton, "Learning to predict by the methods of temporal differences", 1988,
 * https://doi.org/10.1007/BF00115009
 */

import * as signatures from '../../signatures/rl.js';
import type { StoredTransition } from './replay-buffer.js';

/** One step of an environment. */
export interface Step {
  readonly obs: ArrayLike<number>;
  readonly action: ArrayLike<number>;
  readonly reward: number;
  readonly nextObs: ArrayLike<number>;
  readonly terminated: boolean;
  readonly truncated: boolean;
}

/** A step that waits for those after it. */
interface Waiting {
  readonly obs: ArrayLike<number>;
  readonly action: ArrayLike<number>;
  readonly reward: number;
}

/**
 * Collects the steps of one environment, in their order.
 *
 * @example
 * const collector = new NStepCollector(2, 0.5);
 * const ends = { terminated: false, truncated: false };
 * const step = { obs: [0], action: [1], reward: 1, nextObs: [1], ...ends };
 * console.log(collector.add(step).length); // 0
 * const [first] = collector.add({ ...step, obs: [1], nextObs: [2] });
 * console.log(first?.reward, first?.discount); // 1.5 0.25
 */
export class NStepCollector {
  readonly #n: number;
  readonly #gamma: number;
  #waiting: Waiting[] = [];

  /** @param n steps that a transition covers; fewer at the end of an episode. */
  constructor(n: number, gamma: number) {
    signatures.NStepCollector.check(arguments);
    this.#n = n;
    this.#gamma = gamma;
  }

  /**
   * The transitions that are complete with this step. At the end of an episode all that wait are:
   * with discount 0 where the task ended, with the value of the last state where it was cut off.
   */
  add(step: Step): StoredTransition[] {
    signatures.NStepCollector$add.check(arguments);
    const { obs, action, reward, nextObs, terminated, truncated } = step;
    this.#waiting.push({ obs, action, reward });
    const isOver = terminated || truncated;
    const complete: StoredTransition[] = [];
    while (this.#waiting.length >= (isOver ? 1 : this.#n)) {
      const [first] = this.#waiting;
      if (first === undefined) break;
      const sum = this.#waiting.reduceRight((later, one) => one.reward + this.#gamma * later, 0);
      const discount = terminated ? 0 : this.#gamma ** this.#waiting.length;
      complete.push({ obs: first.obs, action: first.action, reward: sum, nextObs, discount });
      this.#waiting.shift();
    }
    return complete;
  }

  /** The steps that wait, as JSON. */
  stateDict(): unknown {
    return this.#waiting.map(({ obs, action, reward }) => ({
      obs: Array.from(obs),
      action: Array.from(action),
      reward,
    }));
  }

  /** Goes on from a saved state. */
  loadStateDict(state: unknown): void {
    const isList = Array.isArray(state) ? state : [];
    this.#waiting = isList.filter(isWaiting);
  }
}

function isWaiting(value: unknown): value is Waiting {
  if (typeof value !== 'object' || value === null) return false;
  return 'obs' in value && 'action' in value && 'reward' in value;
}
