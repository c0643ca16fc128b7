/** The one door from the graph to values: computes nodes, and what belongs together with them. */

import { internal } from '../errors.js';
import type { StorageArray } from '../graph/dtype.js';
import { forgetInputs, type Node, topologicalOrder } from '../graph/node.js';
import { Storage } from '../graph/storage.js';
import { interpret } from './interpret.js';

let pending: Node[] = [];

/** Adds a node to the next program, whoever asks for it. */
export function realizeLater(node: Node): void {
  pending.push(node);
}

/** Computes the values of `nodes`, together with their groups and all pending nodes. */
export function realize(nodes: readonly Node[]): void {
  const roots = [...nodes, ...pending].filter((node) => node.value === null);
  pending = [];
  const all = roots.flatMap((node) => [node, ...(node.group?.members ?? [])]);
  for (const node of topologicalOrder(all, (n) => n.value !== null)) {
    if (node.value !== null) continue;
    const inputs = node.inputs.map(hostArray);
    node.value = new Storage(node.dtype, 0, interpret(node, inputs));
  }
  for (const node of all) if (node.isLeaf || !node.requiresGrad) forgetInputs(node);
}

/** The values of a realized node; not to be written to. */
export function hostArray(node: Node): StorageArray {
  const host = node.value?.host;
  if (!host) throw internal(`${node.op} has no value`);
  return host;
}
