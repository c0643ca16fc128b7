/** Transposes square tiles that lie in vectors. */

import { at } from '../list.js';
import { type KernelBuilder, shuffle } from './builder.js';
import type { Expr } from './ir.js';

/**
 * The transpose of as many vectors as they have lanes, a power of two: in each round the first half
 * of the vectors is interleaved with the second, which moves one bit of every element's row to its
 * lane.
 */
export function transpose(builder: KernelBuilder, rows: readonly Expr[]): Expr[] {
  const lanes = rows.length;
  const half = lanes / 2;
  const interleaved = (from: number): number[] =>
    Array.from({ length: lanes }, (_, i) => from + (i >> 1) + (i % 2) * lanes);
  let lines = rows;
  for (let round = 1; round < lanes; round *= 2) {
    const before = round === 1 ? lines : lines.map((line) => builder.let(line));
    lines = before.map((_, i) =>
      shuffle(at(before, i >> 1), at(before, half + (i >> 1)), interleaved(i % 2 === 0 ? 0 : half)),
    );
  }
  return [...lines];
}
