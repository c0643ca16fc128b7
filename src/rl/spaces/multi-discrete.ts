/**
 * `MultiDiscrete` and `MultiBinary`: several choices at once. Source:
 * https://gymnasium.farama.org/api/spaces/fundamental/
 */

import { ValueError } from '../../errors.js';
import { at } from '../../list.js';
import * as signatures from '../../signatures/rl.js';
import { Space, wrongForm } from './space.js';

/**
 * Several choices, the i-th one from 0 to `nvec[i] - 1`: an `Int32Array`.
 * @example
 * console.log(new MultiDiscrete([3, 2]).contains(new Int32Array([2, 1]))); // true
 */
export class MultiDiscrete extends Space<Int32Array> {
  /** Number of choices of each element. */
  readonly nvec: readonly number[];

  /** @throws ValueError unless every number of choices is an integer from 1. */
  constructor(nvec: readonly number[]) {
    signatures.MultiDiscrete.check(arguments);
    super();
    if (nvec.length === 0 || !nvec.every((n) => Number.isSafeInteger(n) && n >= 1)) {
      throw new ValueError(`MultiDiscrete: needs integers from 1, got [${nvec.join(', ')}]`);
    }
    this.nvec = [...nvec];
  }

  get flatSize(): number {
    return this.nvec.reduce((sum, n) => sum + n, 0);
  }

  sample(): Int32Array {
    // NumPy's way to draw several at once.
    return Int32Array.from(this.nvec, (n) => Math.floor(this.random.random() * n));
  }

  contains(value: unknown): value is Int32Array {
    if (!(value instanceof Int32Array) || value.length !== this.nvec.length) return false;
    return value.every((choice, i) => choice >= 0 && choice < at(this.nvec, i));
  }

  flatten(value: unknown, out: Float32Array, offset = 0): void {
    signatures.MultiDiscrete$flatten.check(arguments);
    if (!this.contains(value)) throw wrongForm('MultiDiscrete.flatten', value, this);
    out.fill(0, offset, offset + this.flatSize);
    let start = offset;
    value.forEach((choice, i) => {
      out[start + choice] = 1;
      start += at(this.nvec, i);
    });
  }

  override toString(): string {
    return `MultiDiscrete([${this.nvec.join(', ')}])`;
  }
}

/**
 * `n` switches, each 0 or 1: an `Int8Array`.
 * @example
 * console.log(new MultiBinary(2).contains(new Int8Array([0, 1]))); // true
 */
export class MultiBinary extends Space<Int8Array> {
  /** Number of switches. */
  readonly n: number;

  /** @throws ValueError unless `n` is an integer from 1. */
  constructor(n: number) {
    signatures.MultiBinary.check(arguments);
    super();
    if (!Number.isSafeInteger(n) || n < 1) {
      throw new ValueError(`MultiBinary: needs an integer n from 1, got ${n}`);
    }
    this.n = n;
  }

  get flatSize(): number {
    return this.n;
  }

  sample(): Int8Array {
    return Int8Array.from({ length: this.n }, () => this.random.integer(2));
  }

  contains(value: unknown): value is Int8Array {
    if (!(value instanceof Int8Array) || value.length !== this.n) return false;
    return value.every((bit) => bit === 0 || bit === 1);
  }

  flatten(value: unknown, out: Float32Array, offset = 0): void {
    signatures.MultiBinary$flatten.check(arguments);
    if (!this.contains(value)) throw wrongForm('MultiBinary.flatten', value, this);
    out.set(value, offset);
  }

  override toString(): string {
    return `MultiBinary(${this.n})`;
  }
}
