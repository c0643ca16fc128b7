/**
 * Random numbers that are the same on every run. Source: the generator "mulberry32" by Tommy
 * Ettinger, https://gist.github.com/tommyettinger/46a874533244883189143505d203312c (public domain).
 */

/** Gives the next number in [0, 1) at each call, as `Math.random` does. */
export type Random = () => number;

/**
 * A stream of random numbers that depends only on `seed`, an integer.
 *
 * @example
 * const [one, other] = [seededRandom(7), seededRandom(7)];
 * console.log(one() === other()); // true
 */
export function seededRandom(seed: number): Random {
  let state = seed;
  return () => {
    state += 0x6d2b79f5;
    let bits = Math.imul(state ^ (state >>> 15), state | 1);
    bits ^= bits + Math.imul(bits ^ (bits >>> 7), bits | 61);
    return ((bits ^ (bits >>> 14)) >>> 0) / 2 ** 32;
  };
}
