/** Actions of a bounded box, as numbers from -1 to 1, which networks give and buffers hold. */

import { ValueError } from '../../errors.js';
import type { RandomGenerator } from '../random/random-generator.js';
import { Box } from '../spaces/box.js';
import type { Space } from '../spaces/space.js';

/** Between a box and [-1, 1]. */
export class BoxScale {
  /** Numbers of an action. */
  readonly size: number;
  readonly #space: Box;

  /** @throws ValueError, naming `op`, unless the space is a bounded `Box`. */
  constructor(op: string, space: Space<unknown>) {
    if (!(space instanceof Box) || !space.isBounded) {
      throw new ValueError(`${op}: actions must be a Box with finite bounds, not ${space}`);
    }
    this.#space = space;
    this.size = space.flatSize;
  }

  /** The action of a row of numbers from -1 to 1. */
  toAction(rows: Float32Array, row: number): Float32Array {
    const { low, high } = this.#space;
    const action = rows.slice(row * this.size, (row + 1) * this.size);
    return action.map((value, i) => {
      const [from = -1, to = 1] = [low[i], high[i]];
      return Math.min(to, Math.max(from, from + ((value + 1) / 2) * (to - from)));
    });
  }

  /** Rows of numbers, uniform from -1 to 1. */
  uniform(rows: number, random: RandomGenerator): Float32Array {
    return Float32Array.from({ length: rows * this.size }, () => random.uniform(-1, 1));
  }
}

/** Standard normal numbers. */
export function normals(count: number, random: RandomGenerator): Float32Array {
  return Float32Array.from({ length: count }, () => random.normal());
}
