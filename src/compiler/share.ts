/**
 * Merges nodes that compute the same from the same inputs: a padded image that forward and backward
 * both ask for is built once.
 */

import { type Node, withInputs } from '../graph/node.js';
import { at } from '../list.js';
import { KeyWriter, pushNode } from './structure.js';

/** A graph in which no two nodes, except outputs, are equal. */
export interface SharedGraph {
  readonly order: readonly Node[];
  readonly outputs: readonly Node[];
}

/** Whether equal structure does not mean equal value: values of inputs, and numbers given later. */
function isOneOfAKind(node: Node): boolean {
  return node.value !== null || node.op === 'full' || node.op === 'random' || node.op === 'custom';
}

/** The same graph with equal nodes merged. `order` has inputs before users. */
export function shareEqual(order: readonly Node[], outputs: readonly Node[]): SharedGraph {
  const key = new KeyWriter();
  const isOutput = new Set(outputs);
  const merged = new Map<Node, Node>();
  const byKey = new Map<string, Node>();
  const shared: Node[] = [];
  for (const node of order) {
    const inputs = node.inputs.map((input) => merged.get(input) ?? input);
    const isChanged = inputs.some((input, i) => input !== at(node.inputs, i));
    const own = isChanged && node.value === null ? withInputs(node, inputs) : node;
    key.reset();
    pushNode(key, own);
    const name = isOneOfAKind(node) ? '' : `${node.dtype} ${key.copy()}`;
    const twin = name === '' || isOutput.has(node) ? undefined : byKey.get(name);
    merged.set(node, twin ?? own);
    if (twin !== undefined) continue;
    if (name !== '' && !byKey.has(name)) byKey.set(name, own);
    own.index = shared.length;
    shared.push(own);
  }
  return { order: shared, outputs: outputs.map((node) => merged.get(node) ?? node) };
}
