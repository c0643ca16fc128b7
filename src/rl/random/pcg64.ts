/**
 * PCG64 (XSL-RR 128/64): the stream of 64-bit numbers behind NumPy's `default_rng`. The 128-bit
 * state is four 32-bit limbs, least significant first, because BigInt arithmetic is twenty times
 * slower. Source: O'Neill, "PCG: a family of simple fast space-efficient statistically good
 * algorithms for random number generation", 2014, https://www.pcg-random.org/paper.html
 */

import { at } from '../../list.js';
import { seedWords } from './seed-sequence.js';

// The multiplier 0x2360ED051FC65DA44385DF649FCCF645.
const m0 = 0x9fccf645;
const m1 = 0x4385df64;
const m2 = 0x1fc65da4;
const m3 = 0x2360ed05;
const word = 2 ** 32;

/** Upper 32 bits of the product of two 32-bit numbers. */
function high(a: number, b: number): number {
  const aLow = a & 0xffff;
  const aHigh = a >>> 16;
  const bLow = b & 0xffff;
  const bHigh = b >>> 16;
  const middle = aLow * bHigh + aHigh * bLow + ((aLow * bLow) >>> 16);
  return aHigh * bHigh + Math.floor(middle / 65536);
}

/** Lower 32 bits of the product of two 32-bit numbers. */
function low(a: number, b: number): number {
  return Math.imul(a, b) >>> 0;
}

/**
 * What the stream goes on from, as JSON: state, increment, and the unused half of a 64-bit number.
 */
export interface Pcg64State {
  readonly state: readonly number[];
  readonly increment: readonly number[];
  readonly spare: number | null;
}

/** The stream. `next()` leaves the two halves of a number in `high` and `low`. */
export class Pcg64 {
  /** Upper and lower half of the last 64-bit number, unsigned. */
  high = 0;
  low = 0;
  #s0 = 0;
  #s1 = 0;
  #s2 = 0;
  #s3 = 0;
  readonly #increment = new Uint32Array(4);
  #spare: number | null = null;

  /** @throws ValueError, naming `op`, unless the seed is an integer from 0. */
  constructor(op: string, seed: number | bigint, key: readonly number[] = []) {
    // NumPy reads pairs of words as 64-bit numbers, of which the upper comes first.
    const words = seedWords(op, seed, 8, key);
    const [i2, i3, i0, i1] = [at(words, 4), at(words, 5), at(words, 6), at(words, 7)];
    const double = (value: number, below: number): number => (value << 1) | (below >>> 31);
    this.#increment.set([(i0 << 1) | 1, double(i1, i0), double(i2, i1), double(i3, i2)]);
    this.#advance();
    this.#add([at(words, 2), at(words, 3), at(words, 0), at(words, 1)]);
    this.#advance();
  }

  /** Moves on to the next 64-bit number. */
  next(): void {
    this.#advance();
    const lower = (this.#s0 ^ this.#s2) >>> 0;
    const upper = (this.#s1 ^ this.#s3) >>> 0;
    const turn = this.#s3 >>> 26;
    const by = turn & 31;
    const [a, b] = turn & 32 ? [lower, upper] : [upper, lower];
    this.high = by === 0 ? a : ((a >>> by) | (b << (32 - by))) >>> 0;
    this.low = by === 0 ? b : ((b >>> by) | (a << (32 - by))) >>> 0;
  }

  /** The next 32 bits: the lower half of a 64-bit number, then its upper half. */
  next32(): number {
    const spare = this.#spare;
    if (spare !== null) {
      this.#spare = null;
      return spare;
    }
    this.next();
    this.#spare = this.high;
    return this.low;
  }

  /** A double in [0, 1) with 53 random bits. */
  nextDouble(): number {
    this.next();
    return (this.high * 2 ** 21 + (this.low >>> 11)) / 2 ** 53;
  }

  /** All that the stream goes on from. */
  stateDict(): Pcg64State {
    return {
      state: [this.#s0, this.#s1, this.#s2, this.#s3],
      increment: [...this.#increment],
      spare: this.#spare,
    };
  }

  /** Goes on from a saved state. */
  loadStateDict(saved: Pcg64State): void {
    const { state, increment, spare } = saved;
    this.#set(at(state, 0), at(state, 1), at(state, 2), at(state, 3));
    this.#increment.set(increment);
    this.#spare = spare;
  }

  #set(s0: number, s1: number, s2: number, s3: number): void {
    this.#s0 = s0;
    this.#s1 = s1;
    this.#s2 = s2;
    this.#s3 = s3;
  }

  /** Adds a 128-bit number to the state. */
  #add([a0 = 0, a1 = 0, a2 = 0, a3 = 0]: ArrayLike<number> & Iterable<number>): void {
    const t0 = this.#s0 + a0;
    const t1 = this.#s1 + a1 + Math.floor(t0 / word);
    const t2 = this.#s2 + a2 + Math.floor(t1 / word);
    const t3 = this.#s3 + a3 + Math.floor(t2 / word);
    this.#set(t0 % word, t1 % word, t2 % word, t3 % word);
  }

  /** state = state * multiplier + increment, modulo 2^128. */
  #advance(): void {
    const s0 = this.#s0;
    const s1 = this.#s1;
    const s2 = this.#s2;
    const c = this.#increment;
    const t0 = low(s0, m0) + (c[0] ?? 0);
    const t1 = high(s0, m0) + low(s0, m1) + low(s1, m0) + (c[1] ?? 0) + Math.floor(t0 / word);
    const t2 = high(s0, m1) + high(s1, m0) + low(s0, m2) + low(s1, m1) + low(s2, m0) + (c[2] ?? 0);
    const t3 = high(s0, m2) + high(s1, m1) + high(s2, m0) + low(s0, m3) + low(s1, m2);
    const t3More = low(s2, m1) + low(this.#s3, m0) + (c[3] ?? 0);
    const u2 = t2 + Math.floor(t1 / word);
    const u3 = t3 + t3More + Math.floor(u2 / word);
    this.#set(t0 % word, t1 % word, u2 % word, u3 % word);
  }
}
