/**
 * `RandomGenerator`: the draws of NumPy's `default_rng(seed)`, so that an environment with the same
 * seed starts where Gymnasium's does. Tensors' own random numbers are the core's.
 */

import { ValueError } from '../../errors.js';
import { at } from '../../list.js';
import * as signatures from '../../signatures/rl.js';
import { type NormalTables, normalTables, tailStart } from './normal-tables.js';
import { high, low, Pcg64, type Pcg64State } from './pcg64.js';

const tables: Readonly<NormalTables> = normalTables();

/** State of a `RandomGenerator`, as JSON. */
export type RandomGeneratorState = Pcg64State;

/**
 * A stream of random numbers, equal to NumPy's for the same seed.
 * @example
 * console.log(new RandomGenerator(42).random()); // 0.7739560485559633
 */
export class RandomGenerator {
  readonly #bits: Pcg64;

  /**
   * @param seed integer from 0, of any size as a bigint; without one the stream differs each time.
   * @param key tells streams of one seed apart, as NumPy's `spawn_key` does.
   * @throws ValueError for any other seed.
   */
  constructor(seed?: number | bigint, key: readonly number[] = []) {
    signatures.RandomGenerator.check(arguments);
    this.#bits = new Pcg64('RandomGenerator', seed ?? freshSeed(), key);
  }

  /** A double in [0, 1). */
  random(): number {
    return this.#bits.nextDouble();
  }

  /** A double in [low, high). */
  uniform(low: number, high: number): number {
    signatures.RandomGenerator$uniform.check(arguments);
    return low + (high - low) * this.#bits.nextDouble();
  }

  /**
   * An integer in [0, end), all equally likely.
   * @throws ValueError unless `end` is an integer from 1 to 2^32.
   */
  integer(end: number): number {
    signatures.RandomGenerator$integer.check(arguments);
    if (!Number.isInteger(end) || end < 1 || end > 2 ** 32) {
      throw new ValueError(`RandomGenerator.integer: end must be from 1 to 2^32, got ${end}`);
    }
    if (end === 1) return 0;
    if (end === 2 ** 32) return this.#bits.next32();
    // Lemire's method: the upper half of a product, drawn again where a remainder would be unfair.
    const threshold = (2 ** 32 - end) % end;
    for (;;) {
      const bits = this.#bits.next32();
      if (low(bits, end) >= threshold) return high(bits, end);
    }
  }

  /** A number of the standard normal distribution. */
  normal(): number {
    for (;;) {
      const bits = this.#bits;
      bits.next();
      const strip = bits.low & 0xff;
      // Bits 9 to 60 of the number; bit 8 is the sign.
      const magnitude = 2 ** 23 * (bits.high & 0x1fffffff) + (bits.low >>> 9);
      const x = magnitude * at(tables.widths, strip);
      const isNegative = ((bits.low >>> 8) & 1) === 1;
      if (magnitude < at(tables.inside, strip)) return isNegative ? -x : x;
      if (strip === 0) return this.#tail(magnitude);
      const floor = at(tables.heights, strip);
      const height = (at(tables.heights, strip - 1) - floor) * bits.nextDouble() + floor;
      if (height < Math.exp(-0.5 * x * x)) return isNegative ? -x : x;
    }
  }

  #tail(magnitude: number): number {
    for (;;) {
      const x = -Math.log1p(-this.#bits.nextDouble()) / tailStart;
      const y = -Math.log1p(-this.#bits.nextDouble());
      if (y + y <= x * x) continue;
      return Math.floor(magnitude / 256) % 2 === 1 ? -(tailStart + x) : tailStart + x;
    }
  }

  /** Index drawn with these probabilities, by one uniform number. */
  categorical(probabilities: ArrayLike<number>): number {
    signatures.RandomGenerator$categorical.check(arguments);
    const target = this.random();
    let total = 0;
    for (let i = 0; i < probabilities.length; i++) {
      total += probabilities[i] ?? 0;
      if (total > target) return i;
    }
    // Rounding may leave the total just below 1; Gymnasium's argmax then finds the first, too.
    return 0;
  }

  /** All that the stream goes on from, as JSON. */
  stateDict(): RandomGeneratorState {
    return this.#bits.stateDict();
  }

  /** Goes on from a saved state. */
  loadStateDict(state: RandomGeneratorState): void {
    signatures.RandomGenerator$loadStateDict.check(arguments);
    this.#bits.loadStateDict(state);
  }
}

function freshSeed(): bigint {
  const words = crypto.getRandomValues(new Uint32Array(4));
  return words.reduce((seed, word) => (seed << 32n) | BigInt(word), 0n);
}
