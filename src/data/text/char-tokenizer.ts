/** Text as numbers, one for each character. */

import { DataError, ValueError } from '../../errors.js';
import * as signatures from '../../signatures/data.js';

/** What a `CharTokenizer` is, as JSON. */
export interface CharTokenizerState {
  readonly kind: 'chars';
  readonly vocabulary: readonly string[];
}

/**
 * One number for each character (a Unicode code point) of a text that it was made from, in
 * ascending order.
 *
 * @example
 * const tokenizer = CharTokenizer.train('hello');
 * console.log(tokenizer.encode('hole')); // Int32Array(4) [ 1, 3, 2, 0 ]
 * console.log(tokenizer.decode([1, 3, 2, 0])); // hole
 */
export class CharTokenizer {
  /** The characters in the order of their numbers. */
  readonly vocabulary: readonly string[];
  readonly #places: ReadonlyMap<string, number>;

  private constructor(vocabulary: readonly string[]) {
    this.vocabulary = vocabulary;
    this.#places = new Map(vocabulary.map((character, i) => [character, i]));
  }

  /** A tokenizer of all characters of `text`. Throws `ValueError` for an empty text. */
  static train(text: string): CharTokenizer {
    signatures.CharTokenizer$train.check(arguments);
    if (text === '') throw new ValueError('CharTokenizer.train: the text is empty');
    const codes = [...new Set(text)].map((character) => character.codePointAt(0) ?? 0);
    codes.sort((a, b) => a - b);
    return new CharTokenizer(codes.map((code) => String.fromCodePoint(code)));
  }

  /** The tokenizer that `toJSON` described. Throws `DataError` for anything else. */
  static fromJSON(state: unknown): CharTokenizer {
    if (isState(state)) return new CharTokenizer(state.vocabulary);
    throw new DataError('CharTokenizer.fromJSON: this is not what toJSON of a CharTokenizer gave');
  }

  /** Number of tokens. */
  get vocabSize(): number {
    return this.vocabulary.length;
  }

  /** The numbers of a text. Throws `ValueError` for a character that it does not know. */
  encode(text: string): Int32Array {
    signatures.CharTokenizer$encode.check(arguments);
    return Int32Array.from(Array.from(text), (character, i) => {
      const place = this.#places.get(character);
      if (place !== undefined) return place;
      throw new ValueError(
        `CharTokenizer.encode: character ${i + 1} is ${JSON.stringify(character)}, which was not in ` +
          'the text that it was trained on',
      );
    });
  }

  /** The text of numbers. Throws `ValueError` for a number without a character. */
  decode(tokens: ArrayLike<number>): string {
    signatures.CharTokenizer$decode.check(arguments);
    return Array.from(tokens, (token) => {
      const character = this.vocabulary[token];
      if (character !== undefined) return character;
      throw new ValueError(
        `CharTokenizer.decode: there is no token ${token}, there are ${this.vocabSize}`,
      );
    }).join('');
  }

  /** The tokenizer as data. */
  toJSON(): CharTokenizerState {
    return { kind: 'chars', vocabulary: this.vocabulary };
  }
}

function isState(state: unknown): state is CharTokenizerState {
  if (typeof state !== 'object' || state === null) return false;
  if (!('kind' in state && 'vocabulary' in state) || state.kind !== 'chars') return false;
  const { vocabulary } = state;
  return Array.isArray(vocabulary) && vocabulary.every((one) => typeof one === 'string');
}
