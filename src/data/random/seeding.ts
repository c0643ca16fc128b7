/** Decides where the randomness of a data function comes from: its own seed, or the global stream. */

import { getRandomState, setRandomState } from '../../tensor/index.js';
import { NumpyRandom } from './numpy-random.js';

/** A seed from the stream that `manualSeed` sets, which moves on by one number. Runs no program. */
export function drawSeed(): readonly number[] {
  const { seed, counter } = getRandomState();
  setRandomState({ seed, counter: counter + 1 });
  return [seed, counter].flatMap((value) => [value >>> 0, Math.floor(value / 2 ** 32) >>> 0]);
}

/** The stream of `seed`; without one, a stream that follows from `manualSeed`. */
export function numpyRandom(op: string, seed: number | undefined): NumpyRandom {
  return new NumpyRandom(op, seed ?? drawSeed());
}
