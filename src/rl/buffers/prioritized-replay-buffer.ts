/**
 * `PrioritizedReplayBuffer`: draws transitions more often whose targets were far off. Source:
 * Schaul et al., "Prioritized experience replay", 2016, https://arxiv.org/abs/1511.05952
 */

import { ValueError } from '../../errors.js';
import * as signatures from '../../signatures/rl.js';
import type { RandomGenerator } from '../random/random-generator.js';
import {
  type ReplayBatch,
  ReplayBuffer,
  type ReplayBufferOptions,
  type ReplayBufferState,
  type StoredTransition,
} from './replay-buffer.js';

/** Options of a `PrioritizedReplayBuffer`. */
export interface PrioritizedReplayBufferOptions extends ReplayBufferOptions {
  /** How much priorities matter: 0 not at all, 1 in full. Default 0.6. */
  readonly alpha?: number;
}

/** Sums over ranges of priorities: a binary tree in an array, whose leaves are the priorities. */
class SumTree {
  readonly #sums: Float64Array;
  readonly #leaves: number;

  constructor(capacity: number) {
    this.#leaves = 2 ** Math.ceil(Math.log2(Math.max(2, capacity)));
    this.#sums = new Float64Array(2 * this.#leaves);
  }

  get total(): number {
    return this.#sums[1] ?? 0;
  }

  get(index: number): number {
    return this.#sums[this.#leaves + index] ?? 0;
  }

  set(index: number, value: number): void {
    let node = this.#leaves + index;
    this.#sums[node] = value;
    for (node = node >> 1; node >= 1; node >>= 1) {
      this.#sums[node] = (this.#sums[2 * node] ?? 0) + (this.#sums[2 * node + 1] ?? 0);
    }
  }

  /** The index at which the running sum passes `target`. */
  find(target: number): number {
    let node = 1;
    let rest = target;
    while (node < this.#leaves) {
      const left = this.#sums[2 * node] ?? 0;
      const goesRight = rest >= left && (this.#sums[2 * node + 1] ?? 0) > 0;
      if (goesRight) rest -= left;
      node = 2 * node + Number(goesRight);
    }
    return node - this.#leaves;
  }
}

/** Added to an error, so that no transition is forgotten. */
const tiny = 1e-6;

/**
 * A replay buffer with a priority for each transition; new ones get the largest so far.
 *
 * @example
 * const buffer = new PrioritizedReplayBuffer({ capacity: 8, obsSize: 1 });
 * for (let i = 0; i < 4; i++) {
 *   buffer.add({ obs: [i], action: [0], reward: i, nextObs: [i + 1], discount: 0.99 });
 * }
 * buffer.updatePriorities(Int32Array.of(0, 1, 2, 3), [0, 0, 0, 10]); // the last was far off
 * const { rewards } = buffer.sample(4, new RandomGenerator(0));
 * console.log(rewards); // Float32Array(4) [ 3, 3, 3, 3 ]
 */
export class PrioritizedReplayBuffer {
  readonly #buffer: ReplayBuffer;
  readonly #tree: SumTree;
  readonly #alpha: number;
  #largest = 1;

  /** @throws ValueError unless the capacity is an integer from 1 and `alpha` is 0 or more. */
  constructor(options: PrioritizedReplayBufferOptions) {
    signatures.PrioritizedReplayBuffer.check(arguments);
    const { alpha = 0.6, ...plain } = options;
    if (!(alpha >= 0))
      throw new ValueError(`PrioritizedReplayBuffer: alpha must be 0 or more, got ${alpha}`);
    this.#buffer = new ReplayBuffer(plain);
    this.#tree = new SumTree(options.capacity);
    this.#alpha = alpha;
  }

  /** Transitions that are stored. */
  get size(): number {
    return this.#buffer.size;
  }

  /** Stores a transition with the largest priority so far, and returns its place. */
  add(transition: StoredTransition): number {
    signatures.PrioritizedReplayBuffer$add.check(arguments);
    const place = this.#buffer.add(transition);
    this.#tree.set(place, this.#largest ** this.#alpha);
    return place;
  }

  /**
   * `count` transitions, each as likely as its priority says: one from each of `count` equal parts
   * of the sum. `weights` undo what that does to the mean: `(N P(i))^-beta`, 1 at most.
   */
  sample(count: number, random: RandomGenerator, beta = 0.4): ReplayBatch {
    signatures.PrioritizedReplayBuffer$sample.check(arguments);
    const { total } = this.#tree;
    const indices = new Int32Array(count);
    for (let i = 0; i < count; i++) {
      indices[i] = this.#tree.find(((i + random.random()) * total) / count);
    }
    const batch = this.#buffer.gather(indices);
    let most = 0;
    for (let i = 0; i < count; i++) {
      const odds = this.#tree.get(indices[i] ?? 0) / total;
      const weight = (this.#buffer.size * odds) ** -beta;
      batch.weights[i] = weight;
      most = Math.max(most, weight);
    }
    for (let i = 0; i < count; i++) batch.weights[i] = (batch.weights[i] ?? 0) / most;
    return batch;
  }

  /** Gives transitions new priorities: the sizes of their errors. */
  updatePriorities(indices: Int32Array, errors: ArrayLike<number>): void {
    signatures.PrioritizedReplayBuffer$updatePriorities.check(arguments);
    for (let i = 0; i < indices.length; i++) {
      const priority = Math.abs(errors[i] ?? 0) + tiny;
      this.#largest = Math.max(this.#largest, priority);
      this.#tree.set(indices[i] ?? 0, priority ** this.#alpha);
    }
  }

  /** All that the buffer goes on from. */
  stateDict(): ReplayBufferState {
    const { arrays, numbers } = this.#buffer.stateDict();
    // Float32 would change the priorities; two of them hold a double.
    const high = Float32Array.from({ length: this.size }, (_, i) => this.#tree.get(i));
    const low = high.map((value, i) => this.#tree.get(i) - value);
    const rest = high.map((value, i) => this.#tree.get(i) - value - (low[i] ?? 0));
    const priorities = { priorities0: high, priorities1: low, priorities2: rest };
    return {
      arrays: { ...arrays, ...priorities },
      numbers: { ...numbers, largest: this.#largest },
    };
  }

  /** Goes on from a saved state. @throws ValueError for one of another size. */
  loadStateDict(state: ReplayBufferState): void {
    signatures.PrioritizedReplayBuffer$loadStateDict.check(arguments);
    this.#buffer.loadStateDict(state);
    const { priorities0, priorities1, priorities2 } = state.arrays;
    for (let i = 0; i < this.size; i++) {
      const part = (list: Float32Array | undefined): number => list?.[i] ?? 0;
      this.#tree.set(i, part(priorities0) + part(priorities1) + part(priorities2));
    }
    this.#largest = state.numbers.largest ?? 1;
  }
}
