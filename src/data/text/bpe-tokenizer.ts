/** Text as numbers by byte-pair encoding, with a vocabulary that is learned from a text. */

import { DataError, ValueError } from '../../errors.js';
import * as signatures from '../../signatures/data.js';
import { applyMerge, byteCount, learnMerges, type Merge } from './bpe-merges.js';

/** Options of `BPETokenizer.train`. */
export interface BPETrainOptions {
  /** Number of tokens, the 256 bytes and the special ones included; at least 256. */
  readonly vocabSize: number;
  /**
   * Cuts the text into pieces that no token crosses: a pattern with the flag `g`, or null for none.
   * Default: words with the blank before them, numbers, signs and blanks, as GPT-2 does.
   */
  readonly pattern?: RegExp | null;
  /** Texts that are one token each wherever they are, such as `'<|endoftext|>'`; they come last. */
  readonly specialTokens?: readonly string[];
}

/** What a `BPETokenizer` is, as JSON. */
export interface BPETokenizerState {
  readonly kind: 'bpe';
  readonly pattern: string | null;
  readonly merges: readonly Merge[];
  readonly specialTokens: readonly string[];
}

/** Words, numbers and signs, each with the blank before it, and other blanks. */
const words = / ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+/gu;

/**
 * Byte-pair encoding: tokens 0 to 255 are the bytes of UTF-8, each further one is a pair of earlier
 * ones that came often in the text that it was trained on. Any text can be encoded, and decodes to
 * itself exactly. Sources: Sennrich et al., "Neural Machine Translation of Rare Words with Subword
 * Units", 2016; Radford et al., "Language Models are Unsupervised Multitask Learners", 2019 (bytes,
 * and pieces that tokens do not cross).
 *
 * @example
 * const tokenizer = BPETokenizer.train('aaabdaaabac', { vocabSize: 259, pattern: null });
 * const tokens = tokenizer.encode('aaabdaaabac');
 * console.log(tokens.length, tokenizer.decode(tokens)); // 5 aaabdaaabac
 */
export class BPETokenizer {
  readonly #merges: readonly Merge[];
  readonly #pattern: RegExp | null;
  readonly #specials: readonly string[];
  /** By both tokens of a pair: the token that it becomes. */
  readonly #ranks: ReadonlyMap<string, number>;
  /** Bytes of each token, the special ones left out. */
  readonly #bytes: readonly Uint8Array[];

  private constructor(
    merges: readonly Merge[],
    pattern: RegExp | null,
    specials: readonly string[],
  ) {
    this.#merges = merges;
    this.#pattern = pattern;
    this.#specials = specials;
    this.#ranks = new Map(merges.map(([a, b], i) => [`${a} ${b}`, byteCount + i]));
    const bytes = Array.from({ length: byteCount }, (_, byte) => Uint8Array.of(byte));
    for (const [a, b] of merges) {
      bytes.push(Uint8Array.from([...(bytes[a] ?? []), ...(bytes[b] ?? [])]));
    }
    this.#bytes = bytes;
  }

  /**
   * Learns a vocabulary from `text`. It is smaller than asked for where no pair comes twice any
   * more; of equally frequent pairs that of the lowest tokens is merged first.
   *
   * Throws `ValueError` for a vocabulary that is too small for the bytes and the special tokens.
   */
  static train(text: string, options: BPETrainOptions): BPETokenizer {
    signatures.BPETokenizer$train.check(arguments);
    const { vocabSize, pattern = words, specialTokens = [] } = options;
    const wanted = vocabSize - byteCount - specialTokens.length;
    if (!Number.isInteger(vocabSize) || wanted < 0) {
      throw new ValueError(
        `BPETokenizer.train: vocabSize must be a whole number of at least ` +
          `${byteCount + specialTokens.length} (bytes and special tokens), got ${vocabSize}`,
      );
    }
    const pieces = new Map<string, number>();
    for (const part of cutOut(text, specialTokens)) {
      if (specialTokens.includes(part)) continue;
      for (const piece of piecesOf(part, pattern)) pieces.set(piece, (pieces.get(piece) ?? 0) + 1);
    }
    return new BPETokenizer(learnMerges(pieces, wanted), pattern, specialTokens);
  }

  /** The tokenizer that `toJSON` described. Throws `DataError` for anything else. */
  static fromJSON(state: unknown): BPETokenizer {
    if (isState(state)) {
      const pattern = state.pattern === null ? null : new RegExp(state.pattern, 'gu');
      return new BPETokenizer(state.merges, pattern, state.specialTokens);
    }
    throw new DataError('BPETokenizer.fromJSON: this is not what toJSON of a BPETokenizer gave');
  }

  /** Number of tokens. */
  get vocabSize(): number {
    return this.#bytes.length + this.#specials.length;
  }

  /** The tokens of a text; a lone surrogate counts as U+FFFD, as in all of UTF-8. */
  encode(text: string): Int32Array {
    signatures.BPETokenizer$encode.check(arguments);
    const known = new Map<string, readonly number[]>();
    const tokens: number[] = [];
    for (const part of cutOut(text, this.#specials)) {
      const special = this.#specials.indexOf(part);
      if (special >= 0) {
        tokens.push(this.#bytes.length + special);
        continue;
      }
      for (const piece of piecesOf(part, this.#pattern)) {
        const own = known.get(piece) ?? this.#encodePiece(piece);
        known.set(piece, own);
        for (const token of own) tokens.push(token);
      }
    }
    return Int32Array.from(tokens);
  }

  /** Merges in the order in which they were learned. */
  #encodePiece(piece: string): readonly number[] {
    let tokens: number[] = [...new TextEncoder().encode(piece)];
    for (;;) {
      let first = Number.POSITIVE_INFINITY;
      for (let at = 0; at + 1 < tokens.length; at++) {
        const rank = this.#ranks.get(`${tokens[at]} ${tokens[at + 1]}`);
        if (rank !== undefined && rank < first) first = rank;
      }
      const merge = this.#merges[first - byteCount];
      if (merge === undefined) return tokens;
      tokens = applyMerge(tokens, merge, first);
    }
  }

  /**
   * The text of tokens; bytes that are no UTF-8, as a part of a character is, become U+FFFD.
   * Throws `ValueError` for a token that does not exist.
   */
  decode(tokens: ArrayLike<number>): string {
    signatures.BPETokenizer$decode.check(arguments);
    const bytes: number[] = [];
    for (const token of Array.from(tokens)) bytes.push(...this.#bytesOf(token));
    return new TextDecoder('utf-8', { ignoreBOM: true }).decode(Uint8Array.from(bytes));
  }

  #bytesOf(token: number): Uint8Array {
    const special = this.#specials[token - this.#bytes.length];
    const bytes = special === undefined ? this.#bytes[token] : new TextEncoder().encode(special);
    if (bytes !== undefined) return bytes;
    throw new ValueError(
      `BPETokenizer.decode: there is no token ${token}, there are ${this.vocabSize}`,
    );
  }

  /** The tokenizer as data. */
  toJSON(): BPETokenizerState {
    return {
      kind: 'bpe',
      pattern: this.#pattern?.source ?? null,
      merges: this.#merges,
      specialTokens: this.#specials,
    };
  }
}

/** The text in parts: special tokens, and what lies between them. */
function cutOut(text: string, specials: readonly string[]): readonly string[] {
  if (specials.length === 0) return [text];
  const longestFirst = specials.toSorted((a, b) => b.length - a.length);
  const escaped = longestFirst.map((one) => one.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return text.split(new RegExp(`(${escaped.join('|')})`, 'u')).filter((part) => part !== '');
}

/** Pieces of `text`, and what the pattern leaves between them. */
function piecesOf(text: string, pattern: RegExp | null): readonly string[] {
  if (pattern === null) return text === '' ? [] : [text];
  const pieces: string[] = [];
  let end = 0;
  for (const { 0: piece, index } of text.matchAll(pattern)) {
    if (index > end) pieces.push(text.slice(end, index));
    if (piece !== '') pieces.push(piece);
    end = Math.max(end, index + piece.length);
  }
  if (end < text.length) pieces.push(text.slice(end));
  return pieces;
}

function isState(state: unknown): state is BPETokenizerState {
  if (typeof state !== 'object' || state === null) return false;
  if (!('kind' in state && 'merges' in state && 'pattern' in state)) return false;
  const { kind, merges, pattern } = state;
  const isPattern = pattern === null || typeof pattern === 'string';
  const specials = 'specialTokens' in state ? state.specialTokens : null;
  return kind === 'bpe' && isPattern && areMerges(merges) && areTexts(specials);
}

function areTexts(value: unknown): boolean {
  return Array.isArray(value) && value.every((one) => typeof one === 'string');
}

/** Each merge is of two tokens that there are before it. */
function areMerges(value: unknown): boolean {
  if (!Array.isArray(value)) return false;
  return value.every(
    (merge: unknown, i) =>
      Array.isArray(merge) &&
      merge.length === 2 &&
      merge.every((token) => Number.isInteger(token) && token >= 0 && token < byteCount + i),
  );
}
