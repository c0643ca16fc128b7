/**
 * Learns which pairs of tokens to merge. Counts are kept for each different piece of the text and
 * changed where a merge touches them, so a merge costs what it changes. Source: Sennrich et al.,
 * "Neural Machine Translation of Rare Words with Subword Units", 2016, algorithm 1.
 */

/** Two tokens that become one. */
export type Merge = readonly [left: number, right: number];

/** Bytes, the first tokens. */
export const byteCount = 256;

/** A piece of the text, which merges do not leave, and how often it comes. */
interface Piece {
  tokens: number[];
  readonly count: number;
}

/** Pairs as one number; there are fewer than 2^21 tokens. */
const base = 2 ** 21;

/**
 * Up to `wanted` merges of the texts in `pieces`, which has how often each comes. The most frequent
 * pair is merged first, of equally frequent ones that of the lowest tokens; a pair that comes once
 * is not merged.
 */
export function learnMerges(pieces: ReadonlyMap<string, number>, wanted: number): Merge[] {
  const encoder = new TextEncoder();
  const counter = new PairCounter(
    [...pieces].map(([text, count]) => ({ tokens: [...encoder.encode(text)], count })),
  );
  const merges: Merge[] = [];
  while (merges.length < wanted) {
    const pair = counter.mostFrequent();
    if (pair === null) break;
    const merge: Merge = [Math.floor(pair / base), pair % base];
    counter.merge(pair, merge, byteCount + merges.length);
    merges.push(merge);
  }
  return merges;
}

/** Each pair of `merge` in `tokens`, from the left, as `token`. */
export function applyMerge(
  tokens: readonly number[],
  [left, right]: Merge,
  token: number,
): number[] {
  const merged: number[] = [];
  for (let at = 0; at < tokens.length; at++) {
    const here = tokens[at] ?? 0;
    const isPair = here === left && tokens[at + 1] === right;
    merged.push(isPair ? token : here);
    if (isPair) at += 1;
  }
  return merged;
}

/** How often each pair of neighbours comes, and in which pieces. */
class PairCounter {
  readonly #counts = new Map<number, number>();
  readonly #places = new Map<number, Set<Piece>>();

  constructor(pieces: readonly Piece[]) {
    for (const piece of pieces) this.#take(piece, 1);
  }

  #take(piece: Piece, sign: 1 | -1): void {
    const { tokens, count } = piece;
    for (let at = 0; at + 1 < tokens.length; at++) {
      const pair = (tokens[at] ?? 0) * base + (tokens[at + 1] ?? 0);
      const now = (this.#counts.get(pair) ?? 0) + sign * count;
      if (now === 0) this.#counts.delete(pair);
      else this.#counts.set(pair, now);
      const places = this.#places.get(pair) ?? new Set();
      if (sign === 1) this.#places.set(pair, places.add(piece));
      else places.delete(piece);
    }
  }

  /** Null when each pair comes once at most. */
  mostFrequent(): number | null {
    let [best, most] = [-1, 1];
    for (const [pair, count] of this.#counts) {
      if (count > most || (count === most && best >= 0 && pair < best))
        [best, most] = [pair, count];
    }
    return best < 0 ? null : best;
  }

  merge(pair: number, merge: Merge, token: number): void {
    for (const piece of [...(this.#places.get(pair) ?? [])]) {
      this.#take(piece, -1);
      piece.tokens = applyMerge(piece.tokens, merge, token);
      this.#take(piece, 1);
    }
    this.#places.delete(pair);
  }
}
