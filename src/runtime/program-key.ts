/** The key of a program: the structure of its graph, as a list of integers with a hash. */

import { KeyWriter, pushNode } from '../compiler/structure.js';
import type { Node } from '../graph/node.js';

const writer = new KeyWriter();

/** A structure and its hash; `words` is only valid until the next call. */
export interface ProgramKey {
  readonly words: Int32Array;
  readonly hash: number;
}

const indexOf = (node: Node): number => node.index;

/** The key of `order`, whose nodes are numbered by `index`, with the nodes that leave as outputs. */
export function programKey(
  order: readonly Node[],
  outputs: readonly Node[],
  onDevice: (output: Node) => boolean,
): ProgramKey {
  writer.reset();
  for (const node of order) pushNode(writer, node, indexOf);
  for (const output of outputs) writer.push(2 * output.index + Number(onDevice(output)));
  return { words: writer.words.subarray(0, writer.length), hash: writer.hash };
}

/** Whether a stored key is this one. */
export function sameKey(stored: Int32Array, key: ProgramKey): boolean {
  const { words } = key;
  if (stored.length !== words.length) return false;
  for (let i = 0; i < words.length; i++) if (stored[i] !== words[i]) return false;
  return true;
}
