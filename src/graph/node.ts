/**
 * The expression graph: a node knows its op, its inputs and what its value will look like. Making
 * a node computes nothing. Shape and dtype rules are in `build/`.
 */

import { type DType, isFloat } from './dtype.js';
import { gradEnabled } from './grad-mode.js';
import type { OpName, Ops } from './ops.js';
import type { Shape } from './shape.js';
import type { Lineage, Storage } from './storage.js';

/** What a leaf does with a gradient that reached it. */
export interface GradientSink {
  receive(gradient: Node): void;
}

/** Nodes that are computed in one program, because whoever reads one will want the others. */
export interface Group {
  members: readonly Node[];
}

/** What every node has, whatever its op. */
export interface NodeFields {
  readonly shape: Shape;
  readonly dtype: DType;
  /** Whether a gradient flows through this node. */
  requiresGrad: boolean;
  /** The leaf tensor (or retaining tensor) to tell about a gradient. */
  sink: GradientSink | null;
  /** A leaf ends the walk of `backward`, whatever its inputs. */
  isLeaf: boolean;
  /** The value, once computed. */
  value: Storage | null;
  /** Where earlier versions of the same leaf live. */
  lineage: Lineage | null;
  group: Group | null;
  /** How often a handle that pointed at this node has been pointed elsewhere. */
  departures: number;
  /** The era in which it was made; see `newEra`. */
  readonly era: number;
  /** Longest chain of unrealized nodes below this one, itself included. */
  depth: number;
  /** Scratch of the traversals: the walk that saw this node last, and the number it gave it. */
  visit: number;
  index: number;
}

/** A node of one op. */
export type NodeOf<K extends OpName> = NodeFields & {
  readonly op: K;
  readonly inputs: Ops[K]['inputs'];
  readonly attrs: Ops[K]['attrs'];
};

/** A node of any op; `switch (node.op)` narrows its inputs and attributes. */
export type Node = { [K in OpName]: NodeOf<K> }[OpName];

let eras = 0;

/** Starts an era: nodes made from now on can be told from those that were there before. */
export function newEra(): number {
  eras += 1;
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
  for (const input of inputs) {
    if (input.requiresGrad) requiresGrad = true;
    if (input.value === null && input.depth > below) below = input.depth;
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
    depth: below + 1,
    era: eras,
    sink: null,
    lineage: null,
    group: null,
    departures: 0,
  };
  return node as unknown as Node;
}

/** The same op on other inputs, which look like the ones that they replace. */
export function withInputs(node: Node, inputs: readonly Node[]): Node {
  return makeNode(node.op, inputs as never, node.attrs, node.shape, node.dtype);
}

/** Forgets how a realized node was computed, so that its ancestors can be collected. */
export function forgetInputs(node: Node): void {
  (node as { inputs: readonly Node[] }).inputs = [];
}

let walks = 0;

/** Starts a traversal: nodes whose `visit` equals the returned number have been seen in it. */
export function newWalk(): number {
  walks += 1;
  return walks;
}

/** The way from a root to the node at hand; empty between walks, kept because growing it costs time. */
const path: Node[] = [];

/**
 * Nodes reachable from `roots`, inputs before consumers, each once, numbered by `index` in this order.
 * `stop(node)` keeps a node in the list and does not look below it. Iterative: a chain of 100,000
 * nodes is fine.
 */
export function topologicalOrder(roots: readonly Node[], stop: (node: Node) => boolean): Node[] {
  const walk = newWalk();
  const order: Node[] = [];
  for (const root of roots) {
    if (root.visit !== walk) visitBelow(root, walk, stop, order);
  }
  return order;
}

/** Appends to `order` what is reachable from `root` and not seen in this walk yet. */
function visitBelow(root: Node, walk: number, stop: (node: Node) => boolean, order: Node[]): void {
  let node: Node | undefined = root;
  root.visit = walk;
  // On the path, the index of a node says which of its inputs is next.
  root.index = stop(root) ? root.inputs.length : 0;
  while (node !== undefined) {
    const input: Node | undefined = node.inputs[node.index];
    if (input === undefined) {
      node.index = order.length;
      order.push(node);
      node = path.pop();
      continue;
    }
    node.index += 1;
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
