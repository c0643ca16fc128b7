/**
 * Decides where the randomness of a data function comes from: its own seed, or a
 * generator.
 */

import { currentGenerator, type Generator } from '../../tensor/index.js';
import { NumpyRandom } from './numpy-random.js';

/**
 * A seed from a generator, by default the one that `manualSeed` sets, which moves on by one number.
 * Runs no program.
 */
export function drawSeed(generator: Generator = currentGenerator()): readonly number[] {
  const { seed, counter } = generator.getState();
  generator.setState({ seed, counter: counter + 1 });
  return [seed, counter].flatMap((value) => [value >>> 0, Math.floor(value / 2 ** 32) >>> 0]);
}

/** The stream of `seed`; without one, a stream that follows from the generator. */
export function numpyRandom(
  op: string,
  seed: number | undefined,
  generator?: Generator,
): NumpyRandom {
  return new NumpyRandom(op, seed ?? drawSeed(generator));
}
