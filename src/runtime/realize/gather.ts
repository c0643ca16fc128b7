/** Collects the distinct outputs of the next program, so that each value is computed once. */

import { storageBytes } from '../../backend/residency.js';
import { holderOf } from '../../compiler/schedule/view.js';
import { lineageOf, type Node, newWalk } from '../../graph/node.js';
import { numel } from '../../graph/shape.js';
import { Storage } from '../../graph/storage.js';
import { at } from '../../list.js';
import { device } from '../devices.js';
import type { Asked } from '../programs/survey.js';

/** Values larger than this stay in device memory until they are read. */
const HOST_BYTES = 65_536;

/** A node to give its value to. */
export interface Root {
  readonly node: Node;
  /** The node with the same value in memory. */
  readonly holder: Node;
  /** What the program computes for it, null when the holder had its value before. */
  readonly output: Output | null;
}

/** What a program computes. */
export interface Output extends Asked {
  /** Where its value will be. */
  readonly storage: Storage;
  /** As versions of leaves do, and what is large. */
  staysOnDevice: boolean;
  isEarly: boolean;
  /** Whether it becomes the version of a leaf and nothing else, so that this needs no copy. */
  isOwn: boolean;
}

/** What nodes need computed; `advances`: whether a leaf moves on. */
export interface Gathered {
  readonly roots: readonly Root[];
  readonly outputs: readonly Output[];
  readonly advances: boolean;
}

/** What a program has to compute for nodes to have values. */
export function gather(nodes: readonly Node[]): Gathered {
  const fresh = withoutValues(nodes);
  const roots: Root[] = [];
  const outputs: Output[] = [];
  let advances = false;
  const walk = newWalk();
  for (const node of fresh) {
    const holder = holderOf(node);
    const output = holder.value === null ? outputFor(holder, outputs, walk) : null;
    if (lineageOf(node) !== null) {
      advances = true;
      if (output !== null) output.staysOnDevice = true;
    } else if (output !== null) output.isOwn = false;
    roots.push({ node, holder, output });
  }
  return { roots, outputs, advances };
}

/** Each of the nodes that has no value, once. */
function withoutValues(nodes: readonly Node[]): Node[] {
  const walk = newWalk();
  const fresh: Node[] = [];
  for (const node of nodes) {
    if (node.value !== null || node.visit === walk) continue;
    node.visit = walk;
    fresh.push(node);
  }
  return fresh;
}

/** The output that computes the value of a node, which is added if it is new in this walk. */
function outputFor(node: Node, outputs: Output[], walk: number): Output {
  if (node.visit === walk) return at(outputs, node.index);
  node.visit = walk;
  node.index = outputs.length;
  const storage = new Storage(node.dtype, numel(node.shape), null);
  const staysOnDevice = storageBytes(storage) > HOST_BYTES || !device().store.answersAtOnce;
  const output = { node, storage, staysOnDevice, isEarly: false, isOwn: true };
  outputs.push(output);
  return output;
}
