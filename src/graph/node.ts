/**
 * Makes nodes and walks over them. Making a node computes nothing. What a node is says `ops.ts`;
 * shape and dtype rules are in `builders/`.
 */

import { refuseForeign } from './copy.js';
import { type DType, isFloat } from './dtype.js';
import { gradEnabled } from './grad-mode.js';
import {
  type GradientSink,
  type Lineage,
  type Node,
  type NodeOf,
  noInputs,
  type OpName,
  type Ops,
  type Ties,
} from './ops.js';
import type { Shape } from './shape.js';
import { Storage } from './storage.js';

export type {
  GradientGroup,
  GradientSink,
  Leaf,
  Lineage,
  Node,
  NodeFields,
  NodeOf,
  Ties,
} from './ops.js';

let eras = 0;

/** Starts an era: nodes made from now on can be told from those that were there before. */
export function newEra(): number {
  eras += 1;
  return eras;
}

/** The era of the nodes that are made now. */
export function currentEra(): number {
  return eras;
}

/**
 * Makes a node; the caller has checked shapes and dtypes. A literal, because engines make one in
 * place where the call of a constructor may cost as much as the rest of an op.
 */
export function makeNode<K extends OpName>(
  op: K,
  inputs: Ops[K]['inputs'],
  attrs: Ops[K]['attrs'],
  shape: Shape,
  dtype: DType,
): Node {
  let below = 0;
  let requiresGrad = false;
  let isMortal = false;
  for (let i = 0; i < inputs.length; i++) {
    const input = inputs[i];
    if (input === undefined) continue;
    if (input.requiresGrad) requiresGrad = true;
    if (input.isMortal) isMortal = true;
    if (input.value !== null) checkHome(op, input.value);
    else if (input.depth > below) below = input.depth;
  }
  const node: NodeOf<K> = {
    // First what a walk looks at, so that it meets few cache lines.
    visit: 0,
    index: 0,
    inputs,
    value: null,
    op,
    attrs,
    shape,
    dtype,
    requiresGrad: requiresGrad && gradEnabled() && isFloat(dtype),
    isLeaf: false,
    isMortal,
    depth: below + 1,
    era: eras,
    ties: null,
  };
  return node as unknown as Node;
}

/** @throws ValueError for a value in the memory of another copy of the package. */
export function checkHome(op: string, value: unknown): void {
  if (!(value instanceof Storage)) refuseForeign(op, value);
}

/** The ties of a version of a leaf. */
export function makeTies(sink: GradientSink | null, lineage: Lineage | null): Ties {
  return {
    sink,
    lineage,
    isHeld: false,
    group: null,
    rebindCount: 0,
    wasSliced: false,
    wasUsed: false,
    wasReached: false,
    isLasting: false,
  };
}

/** The ties of a node that is to have some. */
export function tiesOf(node: Node): Ties {
  node.ties ??= makeTies(null, null);
  return node.ties;
}

/** Says that programs to come will use the node's value: it is computed by itself. */
export function expectUses(node: Node): void {
  tiesOf(node).isLasting = true;
}

/** Where earlier versions of the leaf live whose version the node is. */
export function lineageOf({ ties }: Node): Lineage | null {
  return ties === null ? null : ties.lineage;
}

/** How often a handle that pointed at the node has been pointed elsewhere. */
export function rebindCountOf({ ties }: Node): number {
  return ties === null ? 0 : ties.rebindCount;
}

/** The same op on other inputs, which look like the ones that they replace. */
export function withInputs(node: Node, inputs: readonly Node[]): Node {
  return makeNode(node.op, inputs as never, node.attrs, node.shape, node.dtype);
}

/** Forgets how a realized node was computed, so that its ancestors can be collected. */
export function forgetInputs(node: Node): void {
  (node as { inputs: readonly Node[] }).inputs = noInputs;
}

let walks = 0;

/** Starts a traversal: nodes whose `visit` equals the returned number have been seen in it. */
export function newWalk(): number {
  walks += 1;
  return walks;
}

/**
 * Nodes reachable from `roots`, inputs before consumers, each once, numbered by `index` in this
 * order. `stop(node)` keeps a node in the list and does not look below it. Iterative: a chain of
 * 100,000 nodes is fine.
 */
export function topologicalOrder(roots: readonly Node[], stop: (node: Node) => boolean): Node[] {
  const walk = newWalk();
  const order: Node[] = [];
  // The way from a root to the node at hand. Not kept between walks: engines note each store of a
  // young object in an old list.
  const path: Node[] = [];
  for (const root of roots) {
    if (root.visit !== walk) visitBelow(root, walk, stop, order, path);
  }
  return order;
}

/** Appends to `order` what is reachable from `root` and not seen in this walk yet. */
function visitBelow(
  root: Node,
  walk: number,
  stop: (node: Node) => boolean,
  order: Node[],
  path: Node[],
): void {
  let node: Node | undefined = root;
  root.visit = walk;
  // On the path, the index of a node says which of its inputs is next.
  root.index = stop(root) ? root.inputs.length : 0;
  while (node !== undefined) {
    const { inputs, index } = node;
    const input = index < inputs.length ? inputs[index] : undefined;
    if (input === undefined) {
      node.index = order.length;
      order.push(node);
      node = path.pop();
      continue;
    }
    node.index = index + 1;
    if (input.visit === walk) continue;
    input.visit = walk;
    if (input.inputs.length === 0 || stop(input)) {
      input.index = order.length;
      order.push(input);
      continue;
    }
    input.index = 0;
    path.push(node);
    node = input;
  }
}
