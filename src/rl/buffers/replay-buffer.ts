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

/** Columns of a buffer: what is stored of each transition. */
interface Columns {
  obs: Float32Array;
  actions: Float32Array;
  rewards: Float32Array;
  nextObs: Float32Array;
  discounts: Float32Array;
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
  #rows = 0;
  #columns: Columns;

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
    this.#columns = this.#allocate(0);
  }

  /** Transitions that are stored. */
  get size(): number {
    return this.#size;
  }

  #allocate(rows: number): Columns {
    this.#rows = rows;
    return {
      obs: new Float32Array(rows * this.obsSize),
      actions: new Float32Array(rows * this.actionSize),
      rewards: new Float32Array(rows),
      nextObs: new Float32Array(rows * this.obsSize),
      discounts: new Float32Array(rows),
    };
  }

  #grow(rows: number): void {
    const before = this.#columns;
    const after = this.#allocate(Math.min(this.capacity, rows));
    after.obs.set(before.obs);
    after.actions.set(before.actions);
    after.rewards.set(before.rewards);
    after.nextObs.set(before.nextObs);
    after.discounts.set(before.discounts);
    this.#columns = after;
  }

  /** Stores a transition, and returns its place. */
  add(transition: StoredTransition): number {
    signatures.ReplayBuffer$add.check(arguments);
    const { obs, action, reward, nextObs, discount } = transition;
    checkWidth('obs', obs, this.obsSize);
    checkWidth('nextObs', nextObs, this.obsSize);
    checkWidth('action', action, this.actionSize);
    const place = this.#next;
    if (place >= this.#rows) this.#grow(Math.max(firstRows, 2 * this.#rows));
    const columns = this.#columns;
    columns.obs.set(obs, place * this.obsSize);
    columns.actions.set(action, place * this.actionSize);
    columns.rewards[place] = reward;
    columns.nextObs.set(nextObs, place * this.obsSize);
    columns.discounts[place] = discount;
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
    const { obs, actions, rewards, nextObs, discounts } = this.#columns;
    return {
      indices,
      obs: rowsOf(obs, indices, this.obsSize),
      actions: rowsOf(actions, indices, this.actionSize),
      rewards: rowsOf(rewards, indices, 1),
      nextObs: rowsOf(nextObs, indices, this.obsSize),
      discounts: rowsOf(discounts, indices, 1),
      weights: new Float32Array(indices.length).fill(1),
    };
  }

  /** All that the buffer goes on from. */
  stateDict(): ReplayBufferState {
    const { obs, actions, rewards, nextObs, discounts } = this.#columns;
    const size = this.#size;
    return {
      arrays: {
        obs: obs.slice(0, size * this.obsSize),
        actions: actions.slice(0, size * this.actionSize),
        rewards: rewards.slice(0, size),
        nextObs: nextObs.slice(0, size * this.obsSize),
        discounts: discounts.slice(0, size),
      },
      numbers: { size, next: this.#next },
    };
  }

  /** Goes on from a saved state. @throws ValueError for one of another size. */
  loadStateDict(state: ReplayBufferState): void {
    signatures.ReplayBuffer$loadStateDict.check(arguments);
    const { arrays, numbers } = state;
    const { size = -1, next = 0 } = numbers;
    const rows = size > this.capacity || size < 0 ? null : size;
    if (rows === null || arrays.obs?.length !== rows * this.obsSize) {
      throw new ValueError(`ReplayBuffer: the state of ${size} rows does not fit ${this.capacity}`);
    }
    this.#columns = this.#allocate(Math.min(this.capacity, Math.max(firstRows, rows)));
    const columns = this.#columns;
    columns.obs.set(arrays.obs);
    columns.actions.set(arrays.actions ?? []);
    columns.rewards.set(arrays.rewards ?? []);
    columns.nextObs.set(arrays.nextObs ?? []);
    columns.discounts.set(arrays.discounts ?? []);
    this.#size = rows;
    this.#next = next;
  }
}

function rowsOf(column: Float32Array, indices: Int32Array, width: number): Float32Array {
  const rows = new Float32Array(indices.length * width);
  for (let i = 0; i < indices.length; i++) {
    const from = (indices[i] ?? 0) * width;
    for (let j = 0; j < width; j++) rows[i * width + j] = column[from + j] ?? 0;
  }
  return rows;
}

function checkWidth(name: string, row: ArrayLike<number>, width: number): void {
  if (row.length === width) return;
  throw new ShapeError(`ReplayBuffer.add: ${name} has ${row.length} numbers, not ${width}`);
}
