/**
 * `Space`: the set of values that an environment takes as actions or gives as observations. Each
 * kind has a file of its own.
 */

import { describe } from '../../calls/index.js';
import { ValueError } from '../../errors.js';
import * as signatures from '../../signatures/rl.js';
import { RandomGenerator } from '../random/random-generator.js';

/**
 * A set of values of type `Value`.
 *
 * @example
 * const spaces: Space<unknown>[] = [new Discrete(2), new Box(-1, 1, [3])];
 * console.log(spaces.map((space) => space.flatSize)); // [ 2, 3 ]
 */
export abstract class Space<out Value> {
  #random: RandomGenerator | null = null;

  /** The stream that `sample` draws from; one of its own seed until `seed` is called. */
  protected get random(): RandomGenerator {
    this.#random ??= new RandomGenerator();
    return this.#random;
  }

  /** Restarts the stream that `sample` draws from. @throws ValueError unless an integer from 0. */
  seed(seed: number | bigint): void {
    signatures.Space$seed.check(arguments);
    this.#random = new RandomGenerator(seed);
  }

  /** A value by chance. */
  abstract sample(): Value;

  /** Whether `value` is in the set, of the right type and shape. */
  abstract contains(value: unknown): value is Value;

  /** Numbers that `flatten` writes for one value: what a network takes in. */
  abstract readonly flatSize: number;

  /**
   * Writes a value as numbers to `out` from `offset` on: boxes element by element in row-major
   * order, choices as 1 among zeros. @throws ValueError for a value of another kind or size.
   */
  abstract flatten(value: unknown, out: Float32Array, offset?: number): void;

  /** What the space is, for messages: `Discrete(2)`. */
  abstract toString(): string;
}

/** The error of a value that has not the form of the space's. */
export function wrongForm(op: string, value: unknown, space: Space<unknown>): ValueError {
  const size = ArrayBuffer.isView(value) && 'length' in value ? ` of ${String(value.length)}` : '';
  return new ValueError(`${op}: ${describe(value)}${size} is not of ${space}`);
}
