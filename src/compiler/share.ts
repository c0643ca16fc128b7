/**
 * Merges nodes that compute the same from the same inputs: a padded image that forward and backward
 * both ask for is built once. Turned operands of products become permuted ones on the way, so that
 * what follows knows one form of products only.
 */

import { contract, straightOperands } from '../graph/build/index.js';
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

/** A product without turned operands; `share` is given those that are new. */
function straightened(node: Node, share: (operand: Node) => Node): Node {
  if (node.op !== 'contract' || node.value !== null) return node;
  if (!node.attrs.aTurned && !node.attrs.bTurned) return node;
  const [a, b] = node.inputs;
  const [left, right] = straightOperands(node);
  return contract(left === a ? a : share(left), right === b ? b : share(right), node.attrs);
}

/** The same graph with equal nodes merged. `order` has inputs before users. */
export function shareEqual(order: readonly Node[], outputs: readonly Node[]): SharedGraph {
  const isOutput = new Set(outputs);
  const merged = new Map<Node, Node>();
  const twins = new Twins();
  const shared: Node[] = [];
  const share = (own: Node, mayMerge: boolean): Node => {
    const first = isOneOfAKind(own) ? own : twins.firstLike(own);
    if (mayMerge && first !== own) return first;
    own.index = shared.length;
    shared.push(own);
    return own;
  };
  for (const node of order) {
    const inputs = node.inputs.map((input) => merged.get(input) ?? input);
    const isChanged = inputs.some((input, i) => input !== at(node.inputs, i));
    const own = isChanged && node.value === null ? withInputs(node, inputs) : node;
    const straight = straightened(own, (operand) => share(operand, true));
    merged.set(node, share(straight, !isOutput.has(node)));
  }
  return { order: shared, outputs: outputs.map((node) => merged.get(node) ?? node) };
}
