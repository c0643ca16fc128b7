/**
 * `SeedSequence`: turns a seed of any size into well-mixed 32-bit words, as NumPy does before it
 * starts a generator. Source: O'Neill, "Developing a seed_seq alternative", 2015,
 * https://www.pcg-random.org/posts/developing-a-seed_seq-alternative.html; NumPy's SeedSequence.
 */

import { ValueError } from '../../errors.js';
import { at } from '../../list.js';

const poolSize = 4;

/** A hash whose constant moves on with every word. */
class Hash {
  #constant: number;
  readonly #factor: number;

  constructor(constant: number, factor: number) {
    this.#constant = constant;
    this.#factor = factor;
  }

  word(value: number): number {
    const mixed = value ^ this.#constant;
    this.#constant = Math.imul(this.#constant, this.#factor);
    const product = Math.imul(mixed, this.#constant);
    return (product ^ (product >>> 16)) >>> 0;
  }
}

function mix(a: number, b: number): number {
  const result = Math.imul(a, 0xca01f9dd) - Math.imul(b, 0x4973f715);
  return (result ^ (result >>> 16)) >>> 0;
}

/** The 32-bit words of a seed, least significant first. */
function wordsOf(op: string, seed: number | bigint): number[] {
  const isWhole = typeof seed === 'bigint' || Number.isSafeInteger(seed);
  if (!isWhole || seed < 0) {
    throw new ValueError(`${op}: seed must be an integer from 0, got ${seed}`);
  }
  const words: number[] = [];
  let rest = BigInt(seed);
  do {
    words.push(Number(rest & 0xffffffffn));
    rest >>= 32n;
  } while (rest > 0n);
  return words;
}

/**
 * `count` 32-bit words that follow from `seed`, equal to NumPy's
 * `SeedSequence(seed, spawn_key=key).generate_state(count)`.
 * @throws ValueError, naming `op`, unless the seed is an integer from 0.
 */
export function seedWords(
  op: string,
  seed: number | bigint,
  count: number,
  key: readonly number[] = [],
): Uint32Array {
  const entropy = wordsOf(op, seed);
  while (key.length > 0 && entropy.length < poolSize) entropy.push(0);
  entropy.push(...key);
  const pool = mixedPool(entropy);
  const output = new Hash(0x8b51f9dd, 0x58f38ded);
  return Uint32Array.from({ length: count }, (_, i) => output.word(at(pool, i % poolSize)));
}

function mixedPool(entropy: readonly number[]): Uint32Array {
  const hash = new Hash(0x43b0d7e5, 0x931e8875);
  const pool = Uint32Array.from({ length: poolSize }, (_, i) => hash.word(entropy[i] ?? 0));
  const addTo = (target: number, word: number): void => {
    pool[target] = mix(at(pool, target), hash.word(word));
  };
  for (let source = 0; source < poolSize; source++) {
    for (let target = 0; target < poolSize; target++) {
      if (source !== target) addTo(target, at(pool, source));
    }
  }
  for (const word of entropy.slice(poolSize)) {
    for (let target = 0; target < poolSize; target++) addTo(target, word);
  }
  return pool;
}
