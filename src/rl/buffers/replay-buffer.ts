/**
 * `ReplayBuffer`: the last transitions, to draw batches from. Source: Lin, "Self-improving reactive
 * agents based on reinforcement learning, planning and teaching", 1992,
 * https://doi.org/10.1007/BF00992699
 */

import { ShapeError, ValueError } from '../../errors.js';
import * as signatures from '../../signatures/rl.js';
import type { RandomGenerator } from '../random/random-generator.js';

/** One transition. */
export interface StoredTransition {
  readonly obs: ArrayLike<number>;
  readonly action: ArrayLike<number>;
  readonly reward: number;
  readonly nextObs: ArrayLike<number>;
  /**
   * What the value of `nextObs` counts in the target: 0 where the task ended; else gamma, or
   * gamma^n after n steps. A time limit does not end a task.
   */
  readonly discount: number;
}

/** A batch, rows one after the other. */
export interface ReplayBatch {
  /** Places in the buffer. */
  readonly indices: Int32Array;
  readonly obs: Float32Array;
  readonly actions: Float32Array;
  readonly rewards: Float32Array;
  readonly nextObs: Float32Array;
  readonly discounts: Float32Array;
  /** How much each row counts: 1, but in a prioritised buffer. */
  readonly weights: Float32Array;
}

/** Sizes of a buffer. */
export interface ReplayBufferOptions {
  /** Transitions that are kept; the oldest make room. */
  readonly capacity: number;
  /** Numbers of an observation. */
  readonly obsSize: number;
  /** Numbers of an action, 1 by default. */
  readonly actionSize?: number;
}

/** What a buffer goes on from: arrays, and numbers. */
export interface ReplayBufferState {
  readonly arrays: Readonly<Record<string, Float32Array>>;
  readonly numbers: Readonly<Record<string, number>>;
}

const firstRows = 1024;

/**
 * A ring of transitions. Memory grows with what is stored, up to the capacity.
 * @example
 * const buffer = new ReplayBuffer({ capacity: 2, obsSize: 1 });
 * for (let i = 0; i < 3; i++) {
 *   buffer.add({ obs: [i], action: [0], reward: i, nextObs: [i + 1], discount: 0.99 });
 * }
 * const { rewards } = buffer.sample(3, new RandomGenerator(0));
 * console.log(buffer.size, rewards); // 2 Float32Array(3) [ 1, 2, 2 ]
 */
export class ReplayBuffer {
  readonly capacity: number;
  readonly obsSize: number;
  readonly actionSize: number;
  #size = 0;
  #next = 0;
  /**
   * One row for each transition: observation, action, reward, next observation, discount. A batch
   * then reads one place of memory per transition, and not five.
   */
  #rows = new Float32Array(0);
  readonly #width: number;

  /** @throws ValueError unless the capacity is an integer from 1. */
  constructor(options: ReplayBufferOptions) {
    signatures.ReplayBuffer.check(arguments);
    const { capacity, obsSize, actionSize = 1 } = options;
    if (!Number.isSafeInteger(capacity) || capacity < 1) {
      throw new ValueError(`ReplayBuffer: capacity must be an integer from 1, got ${capacity}`);
    }
    this.capacity = capacity;
    this.obsSize = obsSize;
    this.actionSize = actionSize;
    this.#width = 2 * obsSize + actionSize + 2;
  }

  /** Transitions that are stored. */
  get size(): number {
    return this.#size;
  }

  #grow(count: number): void {
    const before = this.#rows;
    this.#rows = new Float32Array(Math.min(this.capacity, count) * this.#width);
    this.#rows.set(before);
  }

  /** Stores a transition, and returns its place. */
  add(transition: StoredTransition): number {
    signatures.ReplayBuffer$add.check(arguments);
    const { obs, action, reward, nextObs, discount } = transition;
    checkWidth('obs', obs, this.obsSize);
    checkWidth('nextObs', nextObs, this.obsSize);
    checkWidth('action', action, this.actionSize);
    const place = this.#next;
    const width = this.#width;
    const stored = this.#rows.length / width;
    if (place >= stored) this.#grow(Math.max(firstRows, 2 * stored));
    const rows = this.#rows;
    const start = place * width;
    const end = start + width - 1;
    rows.set(obs, start);
    rows.set(action, start + this.obsSize);
    rows[start + this.obsSize + this.actionSize] = reward;
    rows.set(nextObs, end - this.obsSize);
    rows[end] = discount;
    this.#next = (place + 1) % this.capacity;
    this.#size = Math.max(this.#size, place + 1);
    return place;
  }

  /**
   * `count` transitions by chance, each equally likely, some perhaps twice. @throws ValueError if
   * empty.
   */
  sample(count: number, random: RandomGenerator): ReplayBatch {
    signatures.ReplayBuffer$sample.check(arguments);
    if (this.#size === 0)
      throw new ValueError('ReplayBuffer.sample: the buffer is empty; add() first');
    const indices = new Int32Array(count);
    for (let i = 0; i < count; i++) indices[i] = Math.floor(random.random() * this.#size);
    return this.gather(indices);
  }

  /** The transitions at these places. */
  gather(indices: Int32Array): ReplayBatch {
    signatures.ReplayBuffer$gather.check(arguments);
    const { obsSize, actionSize } = this;
    const rows = this.#rows;
    const width = this.#width;
    const batch = emptyBatch(indices, obsSize, actionSize);
    const { obs, actions, rewards, nextObs, discounts } = batch;
    for (let i = 0; i < indices.length; i++) {
      let from = (indices[i] ?? 0) * width;
      for (let j = i * obsSize; j < (i + 1) * obsSize; j++) obs[j] = rows[from++] ?? 0;
      for (let j = i * actionSize; j < (i + 1) * actionSize; j++) actions[j] = rows[from++] ?? 0;
      rewards[i] = rows[from++] ?? 0;
      for (let j = i * obsSize; j < (i + 1) * obsSize; j++) nextObs[j] = rows[from++] ?? 0;
      discounts[i] = rows[from] ?? 0;
    }
    return batch;
  }

  /** All that the buffer goes on from. */
  stateDict(): ReplayBufferState {
    const size = this.#size;
    const rows = this.#rows.slice(0, size * this.#width);
    return { arrays: { rows }, numbers: { size, next: this.#next } };
  }

  /** Goes on from a saved state. @throws ValueError for one of another size. */
  loadStateDict(state: ReplayBufferState): void {
    signatures.ReplayBuffer$loadStateDict.check(arguments);
    const { arrays, numbers } = state;
    const { size = -1, next = 0 } = numbers;
    const { rows } = arrays;
    if (size < 0 || size > this.capacity || rows?.length !== size * this.#width) {
      throw new ValueError(`ReplayBuffer: the state of ${size} rows does not fit ${this.capacity}`);
    }
    this.#rows = rows.slice();
    this.#grow(Math.max(firstRows, size));
    this.#size = size;
    this.#next = next;
  }
}

/** Room for the rows of a batch, all of weight 1. */
function emptyBatch(indices: Int32Array, obsSize: number, actionSize: number): ReplayBatch {
  const count = indices.length;
  return {
    indices,
    obs: new Float32Array(count * obsSize),
    actions: new Float32Array(count * actionSize),
    rewards: new Float32Array(count),
    nextObs: new Float32Array(count * obsSize),
    discounts: new Float32Array(count),
    weights: new Float32Array(count).fill(1),
  };
}

function checkWidth(name: string, row: ArrayLike<number>, width: number): void {
  if (row.length === width) return;
  throw new ShapeError(`ReplayBuffer.add: ${name} has ${row.length} numbers, not ${width}`);
}
