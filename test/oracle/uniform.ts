/**
 * Random numbers one at a time, in JavaScript: Threefry-2x32 with 20 rounds (Salmon et al.,
 * "Parallel random numbers: as easy as 1, 2, 3", 2011), scaled to [0, 1) as the kernels scale them.
 */

import type { DType } from '../../src/graph/dtype.js';

const rotations = [
  [13, 15, 26, 6],
  [17, 29, 16, 24],
] as const;
const parity = 0x1bd11bda;

function rotate(x: number, bits: number): number {
  return (x << bits) | (x >>> (32 - bits));
}

/** Two random words, signed, of a key and a counter of two words each. */
export function threefry(
  key: readonly [number, number],
  counter: readonly [number, number],
): [number, number] {
  const keys = [key[0], key[1], key[0] ^ key[1] ^ parity];
  const keyAt = (i: number): number => keys[i % 3] ?? 0;
  let x = (counter[0] + keyAt(0)) | 0;
  let y = (counter[1] + keyAt(1)) | 0;
  for (let group = 0; group < 5; group++) {
    for (const bits of rotations[group % 2 === 0 ? 0 : 1]) {
      x = (x + y) | 0;
      y = rotate(y, bits) ^ x;
    }
    x = (x + keyAt(group + 1)) | 0;
    y = (y + keyAt(group + 2) + group + 1) | 0;
  }
  return [x, y];
}

function words(value: number): [number, number] {
  return [value | 0, Math.floor(value / 2 ** 32) | 0];
}

/** The number of a stream at a place: 24 bits of it as float32, 53 as float64. */
export function uniform(seed: number, place: number, dtype: DType): number {
  const [first, second] = threefry(words(seed), words(place));
  if (dtype === 'float32') return (first >>> 8) * 2 ** -24;
  return ((first >>> 5) * 2 ** 26 + (second >>> 6)) * 2 ** -53;
}
