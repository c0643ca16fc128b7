/** The numbers of `random` nodes among the scalars of a program. */

import type { RandomAttrs } from '../graph/ops.js';

/** How many scalars a `random` node has. */
export const randomWords = 4;

/** Writes seed and counter, as two words each, at `place`. */
export function writeRandom(scalars: number[], place: number, attrs: RandomAttrs): void {
  scalars[place] = low(attrs.seed);
  scalars[place + 1] = high(attrs.seed);
  scalars[place + 2] = low(attrs.counter);
  scalars[place + 3] = high(attrs.counter);
}

function low(value: number): number {
  return value | 0;
}

function high(value: number): number {
  return Math.floor(value / 2 ** 32) | 0;
}
