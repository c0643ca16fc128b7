/**
 * A host-side stream of random numbers, equal to NumPy's legacy `RandomState`: the Mersenne Twister
 * (MT19937) and the ways in which NumPy draws doubles, normals and permutations from it. So a data set
 * or a split made with a seed is the one that scikit-learn makes with the same `random_state`.
 * Tensors' own random numbers are the core's. Sources: Matsumoto and Nishimura, "Mersenne Twister",
 * 1998, https://dl.acm.org/doi/10.1145/272991.272995; NumPy NEP 19.
 */

import { ValueError } from '../../errors.js';

const size = 624;
const middle = 397;

/** Throws `ValueError`, naming `op`, unless `seed` is an integer from 0 to 2^32 - 1. */
export function checkSeed(op: string, seed: number): void {
  if (seed === seed >>> 0) return;
  throw new ValueError(`${op}: seed must be an integer from 0 to 2^32 - 1, got ${seed}`);
}

/** A stream that is a function of its seed: one integer, or a list to tell streams of a seed apart. */
export class NumpyRandom {
  readonly #words: Uint32Array;
  #used = size;
  #spareNormal: number | null = null;

  /** `seed`: integers from 0 to 2^32 - 1. Throws `ValueError`, naming `op`, for anything else. */
  constructor(op: string, seed: number | readonly number[]) {
    if (typeof seed === 'number') checkSeed(op, seed);
    else for (const part of seed) checkSeed(op, part);
    this.#words = typeof seed === 'number' ? fromInteger(seed) : fromList(seed);
  }

  /** The next 32 bits, as an integer from 0 to 2^32 - 1. */
  bits(): number {
    if (this.#used === size) {
      twist(this.#words);
      this.#used = 0;
    }
    let word = this.#words[this.#used++] ?? 0;
    word ^= word >>> 11;
    word ^= (word << 7) & 0x9d2c5680;
    word ^= (word << 15) & 0xefc60000;
    return (word ^ (word >>> 18)) >>> 0;
  }

  /** A double in [0, 1) with 53 random bits. */
  random(): number {
    const high = this.bits() >>> 5;
    const low = this.bits() >>> 6;
    return (high * 2 ** 26 + low) / 2 ** 53;
  }

  /** A double in [low, high). */
  uniform(low: number, high: number): number {
    return low + (high - low) * this.random();
  }

  /** A normally distributed double: Marsaglia's polar method, which makes two at a time. */
  normal(mean: number, std: number): number {
    const spare = this.#spareNormal;
    this.#spareNormal = null;
    return mean + std * (spare ?? this.#normalPair());
  }

  #normalPair(): number {
    for (;;) {
      const x = 2 * this.random() - 1;
      const y = 2 * this.random() - 1;
      const square = x * x + y * y;
      if (square < 1 && square !== 0) {
        const factor = Math.sqrt((-2 * Math.log(square)) / square);
        this.#spareNormal = factor * x;
        return factor * y;
      }
    }
  }

  /** An integer from 0 to `max`, both included and equally likely. */
  integer(max: number): number {
    if (max === 0) return 0;
    // Too large draws are thrown away: a remainder would favour small numbers.
    const mask = 0xffffffff >>> Math.clz32(max);
    for (;;) {
      const value = (this.bits() & mask) >>> 0;
      if (value <= max) return value;
    }
  }

  /** The integers from 0 to `length - 1` in random order (Fisher and Yates). */
  permutation(length: number): Int32Array {
    const order = Int32Array.from({ length }, (_, index) => index);
    for (let last = length - 1; last > 0; last--) {
      const other = this.integer(last);
      const kept = order[last] ?? 0;
      order[last] = order[other] ?? 0;
      order[other] = kept;
    }
    return order;
  }
}

function fromInteger(seed: number): Uint32Array {
  const words = new Uint32Array(size);
  words[0] = seed;
  for (let at = 1; at < size; at++) {
    words[at] = Math.imul(1812433253, mixed(words, at - 1)) + at;
  }
  return words;
}

/** `init_by_array` of the reference code: every part of the list reaches every word. */
function fromList(parts: readonly number[]): Uint32Array {
  const words = fromInteger(19650218);
  let at = 1;
  const advance = (): void => {
    at++;
    if (at < size) return;
    words[0] = words[size - 1] ?? 0;
    at = 1;
  };
  for (let round = 0; round < Math.max(size, parts.length); round++) {
    const part = round % parts.length;
    const old = words[at] ?? 0;
    words[at] = (old ^ Math.imul(mixed(words, at - 1), 1664525)) + (parts[part] ?? 0) + part;
    advance();
  }
  for (let round = 1; round < size; round++) {
    words[at] = ((words[at] ?? 0) ^ Math.imul(mixed(words, at - 1), 1566083941)) - at;
    advance();
  }
  words[0] = 0x80000000;
  return words;
}

function mixed(words: Uint32Array, at: number): number {
  const word = words[at] ?? 0;
  return word ^ (word >>> 30);
}

/** The next 624 words of the recurrence. */
function twist(words: Uint32Array): void {
  for (let at = 0; at < size; at++) {
    const next = words[(at + 1) % size] ?? 0;
    const joined = ((words[at] ?? 0) & 0x80000000) | (next & 0x7fffffff);
    const twisted = (joined >>> 1) ^ (next & 1 ? 0x9908b0df : 0);
    words[at] = (words[(at + middle) % size] ?? 0) ^ twisted;
  }
}
