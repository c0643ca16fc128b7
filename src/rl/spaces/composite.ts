/**
 * `Tuple` and `Dict`: spaces made of spaces. Source:
 * https://gymnasium.farama.org/api/spaces/composite/
 */

import { ValueError } from '../../errors.js';
import * as signatures from '../../signatures/rl.js';
import { seedWords } from '../random/seed-sequence.js';
import { Space, wrongForm } from './space.js';

/** The values of a tuple of spaces. */
export type TupleValue<Spaces extends readonly Space<unknown>[]> = {
  readonly [I in keyof Spaces]: Spaces[I] extends Space<infer Value> ? Value : never;
};

/** The values of a record of spaces. */
export type DictValue<Spaces extends Readonly<Record<string, Space<unknown>>>> = {
  readonly [Name in keyof Spaces]: Spaces[Name] extends Space<infer Value> ? Value : never;
};

/** Gives each part a seed of its own. */
function seedParts(parts: readonly Space<unknown>[], seed: number | bigint): void {
  const words = seedWords('Space.seed', seed, parts.length);
  parts.forEach((part, i) => {
    part.seed(words[i] ?? 0);
  });
}

/** Writes the parts one after the other. */
function flattenParts(
  parts: readonly Space<unknown>[],
  values: readonly unknown[],
  out: Float32Array,
  offset: number,
): void {
  let start = offset;
  parts.forEach((part, i) => {
    part.flatten(values[i], out, start);
    start += part.flatSize;
  });
}

function flatSizeOf(parts: readonly Space<unknown>[]): number {
  return parts.reduce((sum, part) => sum + part.flatSize, 0);
}

/**
 * One value of each space, in a list.
 * @example
 * console.log(new Tuple([new Discrete(32), new Discrete(2)]).contains([20, 1])); // true
 */
export class Tuple<const Spaces extends readonly Space<unknown>[]> extends Space<
  TupleValue<Spaces>
> {
  readonly spaces: Spaces;

  constructor(spaces: Spaces) {
    signatures.Tuple.check(arguments);
    super();
    this.spaces = spaces;
  }

  get flatSize(): number {
    return flatSizeOf(this.spaces);
  }

  override seed(seed: number | bigint): void {
    signatures.Tuple$seed.check(arguments);
    seedParts(this.spaces, seed);
  }

  sample(): TupleValue<Spaces> {
    const value: unknown = this.spaces.map((space) => space.sample());
    if (this.contains(value)) return value;
    throw new Error('internal: a sample is not in its space');
  }

  contains(value: unknown): value is TupleValue<Spaces> {
    if (!Array.isArray(value) || value.length !== this.spaces.length) return false;
    return this.spaces.every((space, i) => space.contains(value[i]));
  }

  flatten(value: unknown, out: Float32Array, offset = 0): void {
    signatures.Tuple$flatten.check(arguments);
    if (!Array.isArray(value) || value.length !== this.spaces.length) {
      throw wrongForm('Tuple.flatten', value, this);
    }
    flattenParts(this.spaces, value, out, offset);
  }

  override toString(): string {
    return `Tuple(${this.spaces.join(', ')})`;
  }
}

/**
 * One value of each space, by name. `flatten` goes through the names in alphabetical order, as
 * Gymnasium does.
 * @example
 * const space = new Dict({ speed: new Box(0, 1), gear: new Discrete(5) });
 * console.log(space.contains({ speed: Float32Array.of(0.5), gear: 4 })); // true
 */
export class Dict<const Spaces extends Readonly<Record<string, Space<unknown>>>> extends Space<
  DictValue<Spaces>
> {
  readonly spaces: Spaces;
  readonly #names: readonly string[];
  readonly #parts: readonly Space<unknown>[];

  constructor(spaces: Spaces) {
    signatures.Dict.check(arguments);
    super();
    for (const [name, space] of Object.entries(spaces)) {
      if (space instanceof Space) continue;
      throw new ValueError(`Dict: ${name} must be a space, such as new Discrete(2)`);
    }
    this.spaces = spaces;
    const entries = Object.entries(spaces).sort(([a], [b]) => Number(a > b) - Number(a < b));
    this.#names = entries.map(([name]) => name);
    this.#parts = entries.map(([, space]) => space);
  }

  get flatSize(): number {
    return flatSizeOf(this.#parts);
  }

  override seed(seed: number | bigint): void {
    signatures.Dict$seed.check(arguments);
    seedParts(this.#parts, seed);
  }

  sample(): DictValue<Spaces> {
    const entries = this.#parts.map((space, i) => [this.#names[i], space.sample()]);
    const value: unknown = Object.fromEntries(entries);
    if (this.contains(value)) return value;
    throw new Error('internal: a sample is not in its space');
  }

  contains(value: unknown): value is DictValue<Spaces> {
    if (typeof value !== 'object' || value === null) return false;
    if (Object.keys(value).length !== this.#names.length) return false;
    return this.#names.every((name, i) => this.#parts[i]?.contains(Reflect.get(value, name)));
  }

  flatten(value: unknown, out: Float32Array, offset = 0): void {
    signatures.Dict$flatten.check(arguments);
    if (typeof value !== 'object' || value === null) throw wrongForm('Dict.flatten', value, this);
    const values = this.#names.map((name): unknown => Reflect.get(value, name));
    flattenParts(this.#parts, values, out, offset);
  }

  override toString(): string {
    return `Dict(${this.#names.map((name, i) => `${name}: ${this.#parts[i]}`).join(', ')})`;
  }
}
