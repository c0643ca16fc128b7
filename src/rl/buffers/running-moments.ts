/**
 * `RunningMoments`: mean and variance of all vectors seen so far, for normalising observations and
 * returns. Source: Chan, Golub and LeVeque, "Algorithms for computing the sample variance", 1983,
 * https://doi.org/10.1080/00031305.1983.10483115
 */

import { ValueError } from '../../errors.js';
import * as signatures from '../../signatures/rl.js';

/** State of `RunningMoments`, as JSON. */
export interface RunningMomentsState {
  readonly count: number;
  readonly mean: readonly number[];
  readonly variance: readonly number[];
}

/**
 * Mean and variance of each element of vectors; they begin as 0 and 1, which weigh almost nothing.
 *
 * @example
 * const moments = new RunningMoments(1);
 * for (const x of [2, 4, 6]) moments.add([x]);
 * console.log(moments.mean[0]?.toFixed(2), moments.normalize([4])[0]?.toFixed(2)); // 4.00 0.00
 */
export class RunningMoments {
  readonly mean: Float64Array;
  readonly variance: Float64Array;
  #count = 1e-4;

  /** @param size elements of each vector. */
  constructor(size: number) {
    signatures.RunningMoments.check(arguments);
    this.mean = new Float64Array(size);
    this.variance = new Float64Array(size).fill(1);
  }

  /** Takes up one vector. */
  add(vector: ArrayLike<number>): void {
    signatures.RunningMoments$add.check(arguments);
    const { mean, variance } = this;
    const before = this.#count;
    const count = before + 1;
    for (let i = 0; i < mean.length; i++) {
      const difference = (vector[i] ?? 0) - (mean[i] ?? 0);
      mean[i] = (mean[i] ?? 0) + difference / count;
      const squares = (variance[i] ?? 0) * before + (difference * difference * before) / count;
      variance[i] = squares / count;
    }
    this.#count = count;
  }

  /** `(vector - mean) / deviation`, cut off at ±`limit`. */
  normalize(vector: ArrayLike<number>, limit = 10): Float32Array {
    signatures.RunningMoments$normalize.check(arguments);
    const result = new Float32Array(this.mean.length);
    for (let i = 0; i < result.length; i++) {
      const deviation = Math.sqrt((this.variance[i] ?? 1) + 1e-8);
      const value = ((vector[i] ?? 0) - (this.mean[i] ?? 0)) / deviation;
      result[i] = Math.min(limit, Math.max(-limit, value));
    }
    return result;
  }

  /** All that it goes on from, as JSON. */
  stateDict(): RunningMomentsState {
    return { count: this.#count, mean: [...this.mean], variance: [...this.variance] };
  }

  /** Goes on from a saved state. @throws ValueError for one of another size. */
  loadStateDict(state: RunningMomentsState): void {
    signatures.RunningMoments$loadStateDict.check(arguments);
    const { count, mean, variance } = state;
    if (mean.length !== this.mean.length || variance.length !== this.mean.length) {
      throw new ValueError(
        `RunningMoments: the state has ${mean.length} elements, needs ${this.mean.length}`,
      );
    }
    this.#count = count;
    this.mean.set(mean);
    this.variance.set(variance);
  }
}

/** Whether a value that was read from a file is such a state. */
export function isRunningMomentsState(value: unknown): value is RunningMomentsState {
  if (typeof value !== 'object' || value === null) return false;
  return 'count' in value && 'mean' in value && 'variance' in value && Array.isArray(value.mean);
}
