/**
 * The expression graph: a node knows its op, its inputs and what its value will look like. Making
 * a node computes nothing. Shape and dtype rules are in `build/`.
 */

import { refuseForeign } from './copy.js';
import { type DType, isFloat } from './dtype.js';
import { gradEnabled } from './grad-mode.js';
import { noInputs, type OpName, type Ops } from './ops.js';
import type { Shape } from './shape.js';
import { type Lineage, Storage } from './storage.js';

/** What a leaf does with a gradient that reached it. */
export interface GradientSink {
  receive(gradient: Node): void;
}

/** Nodes that are computed in one program, because whoever reads one will want the others. */
export interface Group {
  members: readonly Node[];
}

/** What only few nodes have: how handles, and a gradient's other results, are tied to them. */
export interface Ties {
  /** The leaf tensor (or retaining tensor) to tell about a gradient. */
  sink: GradientSink | null;
  /** Where earlier versions of the same leaf live. */
  lineage: Lineage | null;
  /** Whether something beside the leaf needs this version, when it has a value. */
  isHeld: boolean;
  group: Group | null;
  /** How often a handle that pointed at this node has been pointed elsewhere. */
  departures: number;
  /** Whether a program took slices of it while it had no value. */
  wasSliced: boolean;
  /** Whether a gradient has reached it. */
  wasReached: boolean;
}

/** What every node has, whatever its op. */
export interface NodeFields {
  readonly shape: Shape;
  readonly dtype: DType;
  /** Whether a gradient flows through this node. */
  requiresGrad: boolean;
  /** A leaf ends the walk of `backward`, whatever its inputs. */
  isLeaf: boolean;
  /** The value, once computed. */
  value: Storage | null;
  /** Apart, because a step writes and reads what all its nodes hold: see `tiesOf`. */
  ties: Ties | null;
  /** The era in which it was made; see `newEra`. */
  readonly era: number;
  /** Longest chain of unrealized nodes below this one, itself included. */
  depth: number;
  /**
   * Whether its value is, or is yet to be computed from, what does not last: a version of a leaf,
   * whose memory the next but one takes, or a node that keeps its graph for gradients.
   */
  isMortal: boolean;
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
    departures: 0,
    wasSliced: false,
    wasReached: false,
  };
}

/** The ties of a node that is to have some. */
export function tiesOf(node: Node): Ties {
  node.ties ??= makeTies(null, null);
  return node.ties;
}

/** Where earlier versions of the leaf live whose version the node is. */
export function lineageOf({ ties }: Node): Lineage | null {
  return ties === null ? null : ties.lineage;
}

/** How often a handle that pointed at the node has been pointed elsewhere. */
export function departuresOf({ ties }: Node): number {
  return ties === null ? 0 : ties.departures;
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
 * Nodes reachable from `roots`, inputs before consumers, each once, numbered by `index` in this order.
 * `stop(node)` keeps a node in the list and does not look below it. Iterative: a chain of 100,000
 * nodes is fine.
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
