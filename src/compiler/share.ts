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

/** Nodes by their structure. */
class Twins {
  readonly #key = new KeyWriter();
  readonly #byHash = new Map<number, { readonly words: Int32Array; readonly node: Node }[]>();

  /** The first node equal to this one, which may be the node itself. */
  firstLike(node: Node): Node {
    const key = this.#key;
    key.reset();
    pushNode(key, node);
    const hash = key.hash();
    const alike = this.#byHash.get(hash) ?? [];
    for (const { words, node: other } of alike) {
      if (other.dtype === node.dtype && key.equals(words)) return other;
    }
    alike.push({ words: key.copy(), node });
    if (alike.length === 1) this.#byHash.set(hash, alike);
    return node;
  }
}

/** The same graph with equal nodes merged. `order` has inputs before users. */
export function shareEqual(order: readonly Node[], outputs: readonly Node[]): SharedGraph {
  const isOutput = new Set(outputs);
  const merged = new Map<Node, Node>();
  const twins = new Twins();
  const shared: Node[] = [];
  for (const node of order) {
    const inputs = node.inputs.map((input) => merged.get(input) ?? input);
    const isChanged = inputs.some((input, i) => input !== at(node.inputs, i));
    const own = isChanged && node.value === null ? withInputs(node, inputs) : node;
    const first = isOneOfAKind(node) ? own : twins.firstLike(own);
    const kept = isOutput.has(node) ? own : first;
    merged.set(node, kept);
    if (kept !== own) continue;
    own.index = shared.length;
    shared.push(own);
  }
  return { order: shared, outputs: outputs.map((node) => merged.get(node) ?? node) };
}
