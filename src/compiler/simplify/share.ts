/**
 * Merges nodes that compute the same from the same inputs: a padded image that forward and backward
 * both ask for is built once. Transposed operands of products become permuted ones on the way, so
 * that what follows knows one form of products only, and products without a sum become elementwise
 * ones.
 */

import { contract, straightOperands } from '../../graph/builders/index.js';
import { makeNode, type Node, type NodeOf, withInputs } from '../../graph/node.js';
import { noAttrs } from '../../graph/ops.js';
import type { Shape } from '../../graph/shape.js';
import { givenAnew, isSource } from '../../graph/traits.js';
import { at } from '../../list.js';
import { KeyWriter, pushNode } from './structure.js';

/** A graph in which no two nodes, except outputs, are equal. */
export interface SharedGraph {
  readonly order: readonly Node[];
  readonly outputs: readonly Node[];
  /** The node of the new graph for each of the old one. */
  readonly standsFor: ReadonlyMap<Node, Node>;
}

/** Whether equal structure does not mean equal value: values of inputs, and numbers given later. */
function isOneOfAKind(node: Node): boolean {
  if (node.value !== null || node.op === 'custom') return true;
  return isSource(node) && givenAnew[node.op];
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

/** A product without transposed operands; `share` is given the nodes that are new. */
function straightened(node: Node, share: (operand: Node) => Node): Node {
  if (node.op !== 'contract' || node.value !== null) return node;
  const { aTransposed, bTransposed } = node.attrs;
  const [a, b] = node.inputs;
  const [left, right] = straightOperands(node);
  const operands = [left === a ? a : share(left), right === b ? b : share(right)] as const;
  if (isOuter(node, right)) return outerProduct(node, operands, share);
  return aTransposed || bTransposed
    ? contract(...operands, { ...node.attrs, aTransposed: false, bTransposed: false })
    : node;
}

/** Whether the k dims, at the end of the straight operand, have one element. */
function isOuter({ attrs }: NodeOf<'contract'>, { shape }: Node): boolean {
  return shape.slice(attrs.batch + attrs.n).every((size) => size === 1);
}

/** Sums of one product each: loops make them at the speed of memory, together with what follows. */
function outerProduct(
  { attrs: { batch, m, n }, shape, dtype }: NodeOf<'contract'>,
  [a, b]: readonly [Node, Node],
  share: (operand: Node) => Node,
): Node {
  const ones = (count: number): number[] => new Array<number>(count).fill(1);
  const wide = (x: Node, sizes: Shape): Node => {
    const reshaped = share(makeNode('reshape', [x], noAttrs, sizes, dtype));
    return share(makeNode('expand', [reshaped], noAttrs, shape, dtype));
  };
  const rows = wide(a, [...a.shape.slice(0, batch + m), ...ones(n)]);
  const columns = wide(b, [
    ...b.shape.slice(0, batch),
    ...ones(m),
    ...b.shape.slice(batch, batch + n),
  ]);
  return makeNode('mul', [rows, columns], noAttrs, shape, dtype);
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
  const mended = outputs.map((node) => merged.get(node) ?? node);
  return { order: shared, outputs: mended, standsFor: merged };
}
