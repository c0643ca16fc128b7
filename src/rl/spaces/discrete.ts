/** `Discrete`: one of n choices. Source: https://gymnasium.farama.org/api/spaces/fundamental/ */

import { ValueError } from '../../errors.js';
import * as signatures from '../../signatures/rl.js';
import { Space, wrongForm } from './space.js';

/** Options of `Discrete`. */
export interface DiscreteOptions {
  /** Smallest value, 0 by default. */
  readonly start?: number;
}

/**
 * The integers `start` to `start + n - 1`.
 * @example
 * console.log(new Discrete(4).contains(3), new Discrete(4).contains(4)); // true false
 */
export class Discrete extends Space<number> {
  /** Number of choices. */
  readonly n: number;
  /** Smallest value. */
  readonly start: number;

  /** @throws ValueError unless `n` is an integer from 1 and `start` an integer. */
  constructor(n: number, { start = 0 }: DiscreteOptions = {}) {
    signatures.Discrete.check(arguments);
    super();
    if (!Number.isSafeInteger(n) || n < 1 || !Number.isSafeInteger(start)) {
      throw new ValueError(
        `Discrete: needs an integer n from 1 and an integer start, got ${n}, ${start}`,
      );
    }
    this.n = n;
    this.start = start;
  }

  get flatSize(): number {
    return this.n;
  }

  sample(): number {
    return this.start + this.random.integer(this.n);
  }

  contains(value: unknown): value is number {
    return Number.isInteger(value) && this.#holds(Number(value));
  }

  #holds(value: number): boolean {
    return value >= this.start && value < this.start + this.n;
  }

  flatten(value: unknown, out: Float32Array, offset = 0): void {
    signatures.Discrete$flatten.check(arguments);
    if (!this.contains(value)) throw wrongForm('Discrete.flatten', value, this);
    out.fill(0, offset, offset + this.n);
    out[offset + Number(value) - this.start] = 1;
  }

  override toString(): string {
    return this.start === 0 ? `Discrete(${this.n})` : `Discrete(${this.n}, start ${this.start})`;
  }
}
