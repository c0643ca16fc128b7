/** The mean of values that arrive one by one, which can be stopped and gone on with. */

import * as signatures from '../../signatures/train.js';
/**
 * What a `RunningMean` has taken in: the weighted sum of the values, and the sum of the weights.
 */
export interface RunningMeanState {
  readonly sum: number;
  readonly weight: number;
}

/**
 * The weighted mean of numbers that are added one at a time: batch losses weighted by batch size
 * give the loss per sample.
 *
 * @example
 * const loss = new RunningMean();
 * loss.add(2, 64).add(0.5, 32); // 64 samples with a mean of 2, 32 with one of 0.5
 * console.log(loss.value); // 1.5
 */
export class RunningMean {
  #sum: number;
  #weight: number;

  /** @param state what an earlier mean had taken in; by default nothing. */
  constructor(state: RunningMeanState = { sum: 0, weight: 0 }) {
    signatures.RunningMean.check(arguments);
    this.#sum = state.sum;
    this.#weight = state.weight;
  }

  /** Takes in `value` as if it had come `weight` times. Returns the mean itself. */
  add(value: number, weight = 1): this {
    signatures.RunningMean$add.check(arguments);
    this.#sum += value * weight;
    this.#weight += weight;
    return this;
  }

  /** Sum of the weights so far. */
  get weight(): number {
    return this.#weight;
  }

  /** The mean of what has been added; NaN when there is nothing. */
  get value(): number {
    return this.#sum / this.#weight;
  }

  /** What is needed to go on later: `new RunningMean(state)`. */
  stateDict(): RunningMeanState {
    return { sum: this.#sum, weight: this.#weight };
  }
}
