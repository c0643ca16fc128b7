/** The scalars of a program: the numbers of its `full` and `random` nodes, in node order. */

import type { Node } from '../../graph/node.js';
import type { RandomAttrs } from '../../graph/ops.js';

/** How many scalars a `random` node has; a `full` node has one. */
export const randomWords = 4;

/** Where the numbers of each of these nodes stand. */
export function scalarOffsets(numbers: readonly Node[]): Map<Node, number> {
  const places = new Map<Node, number>();
  let place = 0;
  for (const node of numbers) {
    places.set(node, place);
    place += node.op === 'full' ? 1 : randomWords;
  }
  return places;
}

/** Appends the scalars of a `full` or `random` node. */
export function writeNumber(scalars: number[], node: Node): void {
  if (node.op === 'full') scalars.push(node.attrs.value);
  else if (node.op === 'random') writeRandom(scalars, scalars.length, node.attrs);
}

/** Writes seed and counter, as two words each, at `place`. */
export function writeRandom(scalars: number[], place: number, attrs: RandomAttrs): void {
  scalars[place] = low(attrs.seed);
  scalars[place + 1] = high(attrs.seed);
  scalars[place + 2] = low(attrs.counter);
  scalars[place + 3] = high(attrs.counter);
}

function low(value: number): number {
  return value | 0;
}

function high(value: number): number {
  return Math.floor(value / 2 ** 32) | 0;
}
