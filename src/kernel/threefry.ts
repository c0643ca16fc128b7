/**
 * Threefry-2x32 with 20 rounds: random words as a function of a key and a counter. Salmon, Moraes,
 * Dror, Shaw, "Parallel random numbers: as easy as 1, 2, 3" (2011), section 4.
 */

import { add, binary, constant, type KernelBuilder, lane, splat } from './builder.js';
import type { Expr } from './ir.js';

/** Two 32-bit words in expressions of i32, of any lanes. */
export type Words = readonly [Expr, Expr];

const rotations: readonly (readonly number[])[] = [
  [13, 15, 26, 6],
  [17, 29, 16, 24],
];
const groups = 5;
/** Parity of the key schedule (`C240` of the paper, cut to 32 bits). */
const parity = 0x1bd11bda;

/** Two random words, every bit uniform, for each lane of the counter. */
export function threefry2x32(builder: KernelBuilder, key: Words, counter: Words): Words {
  const { lanes } = counter[0].type;
  const wide = (value: number) => constant(value, 'i32', lanes);
  const both = binary('xor', key[0], key[1]);
  const third = builder.let(binary('xor', both, constant(parity, 'i32', both.type.lanes)));
  const keys = [key[0], key[1], third];
  const keyAt = (i: number): Expr => {
    const word = keys[i % 3] ?? third;
    return word.type.lanes === lanes ? word : splat(lane(word, 0), lanes);
  };
  let x = builder.let(add(counter[0], keyAt(0)));
  let y = builder.let(add(counter[1], keyAt(1)));
  for (let group = 0; group < groups; group++) {
    for (const rotation of rotations[group % 2] ?? []) {
      x = builder.let(add(x, y));
      y = builder.let(binary('xor', rotate(y, rotation), x));
    }
    x = builder.let(add(x, keyAt(group + 1)));
    y = builder.let(add(y, add(keyAt(group + 2), wide(group + 1))));
  }
  return [x, y];
}

/** Rotation to the left; `x` is a variable or constant, since it is used twice. */
function rotate(x: Expr, bits: number): Expr {
  const high = binary('shl', x, constant(bits));
  return binary('or', high, binary('shr', x, constant(32 - bits)));
}
