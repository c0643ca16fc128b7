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

/** Lower 32 bits of the product of two 32-bit numbers. */
export function low(a: number, b: number): number {
  return Math.imul(a, b) >>> 0;
}

/**
 * Upper 32 bits of the product of two 32-bit numbers. The product as a double is off by less than
 * 2^12; without its lower bits it is a multiple of 2^32, so that rounding gives it exactly.
 */
export function high(a: number, b: number): number {
  return Math.floor((a * b - low(a, b)) / word + 0.5);
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
  readonly #state = new Uint32Array(4);
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
    const state = this.#state;
    const s3 = state[3] ?? 0;
    const lower = (state[0] ?? 0) ^ (state[2] ?? 0);
    const upper = (state[1] ?? 0) ^ s3;
    const turn = s3 >>> 26;
    const by = turn & 31;
    const isSwapped = (turn & 32) !== 0;
    const a = isSwapped ? lower : upper;
    const b = isSwapped ? upper : lower;
    this.high = (by === 0 ? a : (a >>> by) | (b << (32 - by))) >>> 0;
    this.low = (by === 0 ? b : (b >>> by) | (a << (32 - by))) >>> 0;
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
      state: [...this.#state],
      increment: [...this.#increment],
      spare: this.#spare,
    };
  }

  /** Goes on from a saved state. */
  loadStateDict(saved: Pcg64State): void {
    const { state, increment, spare } = saved;
    this.#state.set(state);
    this.#increment.set(increment);
    this.#spare = spare;
  }

  /**
   * Sets the state to what four sums of limbs are worth, modulo 2^128. The sums are integers below
   * 2^53; a typed array keeps the lower 32 bits of each.
   */
  #carry(t0: number, t1: number, t2: number, t3: number): void {
    const state = this.#state;
    const u1 = t1 + Math.floor(t0 / word);
    const u2 = t2 + Math.floor(u1 / word);
    state[0] = t0;
    state[1] = u1;
    state[2] = u2;
    state[3] = t3 + Math.floor(u2 / word);
  }

  /** Adds a 128-bit number to the state. */
  #add([a0 = 0, a1 = 0, a2 = 0, a3 = 0]: readonly number[]): void {
    const [s0 = 0, s1 = 0, s2 = 0, s3 = 0] = this.#state;
    this.#carry(s0 + a0, s1 + a1, s2 + a2, s3 + a3);
  }

  /** state = state * multiplier + increment, modulo 2^128. */
  #advance(): void {
    const state = this.#state;
    const s0 = state[0] ?? 0;
    const s1 = state[1] ?? 0;
    const s2 = state[2] ?? 0;
    const s3 = state[3] ?? 0;
    const c = this.#increment;
    const t0 = low(s0, m0) + (c[0] ?? 0);
    const t1 = high(s0, m0) + low(s0, m1) + low(s1, m0) + (c[1] ?? 0);
    const t2 = high(s0, m1) + high(s1, m0) + low(s0, m2) + low(s1, m1) + low(s2, m0) + (c[2] ?? 0);
    const t3 = high(s0, m2) + high(s1, m1) + high(s2, m0) + low(s0, m3) + low(s1, m2);
    this.#carry(t0, t1, t2, t3 + low(s2, m1) + low(s3, m0) + (c[3] ?? 0));
  }
}
