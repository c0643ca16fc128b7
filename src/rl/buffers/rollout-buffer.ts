/**
 * `RolloutBuffer`: the steps of some environments under one policy, with the advantages and returns
 * that follow from them, in batches for on-policy agents.
 */

import { ValueError } from '../../errors.js';
import * as signatures from '../../signatures/rl.js';
import type { RandomGenerator } from '../random/random-generator.js';
import { type GaeOptions, gae } from './gae.js';

/** Sizes of a rollout. */
export interface RolloutBufferOptions {
  /** Steps of each environment. */
  readonly steps: number;
  readonly numEnvs: number;
  /** Numbers of an observation, and of an action. */
  readonly obsSize: number;
  readonly actionSize: number;
}

/** One step of all environments. */
export interface RolloutStep {
  /** `[numEnvs, obsSize]` and `[numEnvs, actionSize]`. */
  readonly obs: Float32Array;
  readonly actions: Float32Array;
  /** One number for each environment. */
  readonly logProbs: ArrayLike<number>;
  readonly values: ArrayLike<number>;
  readonly rewards: ArrayLike<number>;
  readonly terminated: ArrayLike<number>;
  readonly truncated: ArrayLike<number>;
  /** Value of the last state of an episode, read only where `truncated` is 1. */
  readonly finalValues: ArrayLike<number>;
}

/** Rows of a rollout. */
export interface RolloutBatch {
  readonly obs: Float32Array;
  readonly actions: Float32Array;
  readonly logProbs: Float32Array;
  readonly values: Float32Array;
  readonly advantages: Float32Array;
  readonly returns: Float32Array;
}

/**
 * A rollout: filled step by step, finished, and read in batches.
 *
 * @example
 * const buffer = new RolloutBuffer({ steps: 2, numEnvs: 1, obsSize: 1, actionSize: 1 });
 * for (const reward of [1, 2]) {
 *   buffer.add({
 *     obs: Float32Array.of(0),
 *     actions: Float32Array.of(0),
 *     rewards: [reward],
 *     ...{ logProbs: [0], values: [0], terminated: [0], truncated: [0], finalValues: [0] },
 *   });
 * }
 * buffer.finish([10], { gamma: 0.5, lambda: 1 }); // the last state is worth 10
 * console.log(buffer.returns); // Float32Array(2) [ 4.5, 7 ]
 */
export class RolloutBuffer {
  readonly numEnvs: number;
  readonly steps: number;
  readonly #obsSize: number;
  readonly #actionSize: number;
  readonly #obs: Float32Array;
  readonly #actions: Float32Array;
  readonly #logProbs: Float32Array;
  readonly #values: Float32Array;
  readonly #nextValues: Float32Array;
  readonly #rewards: Float32Array;
  readonly #terminated: Uint8Array;
  readonly #truncated: Uint8Array;
  #advantages: Float32Array = new Float32Array(0);
  #returns: Float32Array = new Float32Array(0);
  #filled = 0;

  constructor(options: RolloutBufferOptions) {
    signatures.RolloutBuffer.check(arguments);
    const { steps, numEnvs, obsSize, actionSize } = options;
    const rows = steps * numEnvs;
    this.steps = steps;
    this.numEnvs = numEnvs;
    this.#obsSize = obsSize;
    this.#actionSize = actionSize;
    this.#obs = new Float32Array(rows * obsSize);
    this.#actions = new Float32Array(rows * actionSize);
    this.#logProbs = new Float32Array(rows);
    this.#values = new Float32Array(rows);
    this.#nextValues = new Float32Array(rows);
    this.#rewards = new Float32Array(rows);
    this.#terminated = new Uint8Array(rows);
    this.#truncated = new Uint8Array(rows);
  }

  /** Whether all steps are there. */
  get isFull(): boolean {
    return this.#filled === this.steps;
  }

  /** Forgets all steps. */
  clear(): void {
    this.#filled = 0;
  }

  /** Stores a step of all environments. @throws ValueError when the buffer is full. */
  add(step: RolloutStep): void {
    signatures.RolloutBuffer$add.check(arguments);
    if (this.isFull)
      throw new ValueError('RolloutBuffer.add: the buffer is full; clear() it first');
    const row = this.#filled * this.numEnvs;
    this.#obs.set(step.obs, row * this.#obsSize);
    this.#actions.set(step.actions, row * this.#actionSize);
    this.#logProbs.set(step.logProbs, row);
    this.#values.set(step.values, row);
    this.#rewards.set(step.rewards, row);
    this.#terminated.set(step.terminated, row);
    this.#truncated.set(step.truncated, row);
    this.#nextValues.set(step.finalValues, row);
    this.#filled += 1;
  }

  /**
   * Computes advantages and returns. `lastValues`: value of the state that each environment is in
   * now.
   * @throws ValueError unless the buffer is full.
   */
  finish(lastValues: ArrayLike<number>, options: Omit<GaeOptions, 'numEnvs'>): void {
    signatures.RolloutBuffer$finish.check(arguments);
    if (!this.isFull) {
      throw new ValueError(
        `RolloutBuffer.finish: ${this.#filled} of ${this.steps} steps are there`,
      );
    }
    const { numEnvs } = this;
    for (let i = 0; i < this.#values.length; i++) {
      // Where an episode goes on, the next state is that of the next step.
      if (this.#truncated[i] === 1) continue;
      const isLast = i + numEnvs >= this.#values.length;
      const next = isLast ? lastValues[i % numEnvs] : this.#values[i + numEnvs];
      this.#nextValues[i] = next ?? 0;
    }
    const input = {
      rewards: this.#rewards,
      values: this.#values,
      nextValues: this.#nextValues,
      terminated: this.#terminated,
      truncated: this.#truncated,
    };
    this.#advantages = gae(input, { ...options, numEnvs });
    this.#returns = this.#advantages.map((advantage, i) => advantage + (this.#values[i] ?? 0));
  }

  /** Advantages of the finished rollout, steps outermost. */
  get advantages(): Float32Array {
    return this.#advantages;
  }

  /** Returns of the finished rollout: what the value function learns from. */
  get returns(): Float32Array {
    return this.#returns;
  }

  /**
   * All rows, in batches of `size`; in random order where `random` is given. What is left over is
   * left out.
   */
  *batches(size: number, random: RandomGenerator | null): Generator<RolloutBatch> {
    signatures.RolloutBuffer$batches.check(arguments);
    const order = Int32Array.from({ length: this.#values.length }, (_, i) => i);
    if (random !== null) shuffle(order, random);
    for (let start = 0; start + size <= order.length; start += size) {
      const rows = order.subarray(start, start + size);
      yield {
        obs: gather(this.#obs, rows, this.#obsSize),
        actions: gather(this.#actions, rows, this.#actionSize),
        logProbs: gather(this.#logProbs, rows, 1),
        values: gather(this.#values, rows, 1),
        advantages: gather(this.#advantages, rows, 1),
        returns: gather(this.#returns, rows, 1),
      };
    }
  }
}

function shuffle(order: Int32Array, random: RandomGenerator): void {
  for (let last = order.length - 1; last > 0; last--) {
    const other = Math.floor(random.random() * (last + 1));
    const kept = order[last] ?? 0;
    order[last] = order[other] ?? 0;
    order[other] = kept;
  }
}

function gather(column: Float32Array, rows: Int32Array, width: number): Float32Array {
  const result = new Float32Array(rows.length * width);
  for (let i = 0; i < rows.length; i++) {
    const from = (rows[i] ?? 0) * width;
    for (let j = 0; j < width; j++) result[i * width + j] = column[from + j] ?? 0;
  }
  return result;
}
