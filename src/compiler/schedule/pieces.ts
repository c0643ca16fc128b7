/**
 * Cuts a graph into pieces, each with one result in memory and all that is computed on the way to
 * it: views, and elementwise ops that nothing else uses. A graph that has not been seen before is
 * made of pieces that mostly have been, as an unrolled loop of another length is, and so runs
 * without being compiled as a whole. Runs nothing.
 */

import { assertNever } from '../../errors.js';
import { type Node, newWalk } from '../../graph/node.js';
import { contiguousStrides } from '../../graph/shape.js';
import {
  byKind,
  givenAnew,
  hasOwnKernel,
  isElementwise,
  isSource,
  isViewOp,
} from '../../graph/traits.js';
import { at } from '../../list.js';
import { applyView, type View, type ViewNode } from './view.js';

/** A piece grows no larger than this, views included. */
const MAX_NODES = 40;

/** What a piece reads from memory: a node as it lies there, or views of one. */
export interface PieceInput {
  /** What is read, and whose memory that is: the same node, or the one below its views. */
  readonly node: Node;
  readonly base: Node;
  /** How the node lies in the memory of its base, in elements. */
  readonly strides: readonly number[];
  readonly offset: number;
}

/** Nodes that are computed together. */
export interface Piece {
  /** The one whose value is in memory afterwards. */
  readonly root: Node;
  /** The nodes of the inputs and those that are computed, inputs before users; the root is last. */
  readonly order: readonly Node[];
  /** In the order of their nodes. */
  readonly inputs: readonly PieceInput[];
  /** Its `full` and `random` nodes. */
  readonly numbers: readonly Node[];
}

/** Strides of values that do not lie row by row: slices of others. */
export type GivenStrides = ReadonlyMap<Node, readonly number[]>;

/** How a graph is cut. */
class Cutter {
  readonly #order: readonly Node[];
  readonly #materialized: ReadonlySet<Node>;
  readonly #uses: Int32Array;
  readonly #weights: Int32Array;
  /** Whether a node has to be in memory for who reads it there. */
  readonly #isRead: Uint8Array;

  readonly #strides: GivenStrides;
  readonly #given: ReadonlySet<Node>;

  constructor(
    order: readonly Node[],
    given: ReadonlySet<Node>,
    outputs: readonly Node[],
    strides: GivenStrides,
  ) {
    this.#order = order;
    this.#strides = strides;
    this.#given = given;
    this.#uses = new Int32Array(order.length);
    this.#weights = new Int32Array(order.length);
    this.#isRead = new Uint8Array(order.length);
    order.forEach((node, i) => {
      node.index = i;
    });
    for (let i = order.length - 1; i >= 0; i--) this.#count(at(order, i), i, given);
    this.#materialized = this.#roots(given, new Set(outputs));
  }

  /** Counts what a node uses; views pass on how often they are used. */
  #count(node: Node, i: number, given: ReadonlySet<Node>): void {
    if (given.has(node)) return;
    const isView = isViewOp(node);
    const times = isView ? (this.#uses[i] ?? 0) : 1;
    const reads = isView ? this.#isRead[i] === 1 : !isElementwise(node);
    const { inputs } = node;
    // Of a view the other inputs only take gradients.
    const count = isView ? 1 : inputs.length;
    for (let k = 0; k < count; k++) {
      const { index } = at(inputs, k);
      this.#uses[index] = (this.#uses[index] ?? 0) + times;
      if (reads && readsOperand(node, k)) this.#isRead[index] = 1;
    }
  }

  #roots(given: ReadonlySet<Node>, outputs: ReadonlySet<Node>): ReadonlySet<Node> {
    const materialized = new Set(given);
    this.#order.forEach((node, i) => {
      if (given.has(node)) return;
      let weight = 1;
      for (const { index } of node.inputs) weight += this.#weights[index] ?? 0;
      const isRoot = outputs.has(node) || weight > MAX_NODES || this.#isStored(node, i);
      if (isRoot) materialized.add(node);
      this.#weights[i] = isRoot ? 0 : weight;
    });
    return materialized;
  }

  #isStored(node: Node, i: number): boolean {
    if (isViewOp(node) || node.op === 'full' || node.op === 'iota') return false;
    if (this.#isRead[i] === 1 || (this.#uses[i] ?? 0) > 1) return true;
    return node.op === 'data' || hasOwnKernel(node);
  }

  /**
   * A node that is read from memory, seen through views if strides can express them: so a piece is
   * the same wherever a slice starts, and whatever it is a slice of. What lies below all views is
   * read if it can be, even where the result of a view is in memory, too: how an operand lies there
   * decides on the order of sums in a product.
   */
  #inputOf(node: Node): PieceInput | null {
    let base = node;
    while (!this.#materialized.has(base)) {
      if (!isViewOp(base)) return null;
      base = at(base.inputs, 0);
    }
    const below = this.#belowViews(base);
    return this.#readOf(node, below) ?? this.#readOf(node, base);
  }

  #belowViews(node: Node): Node {
    let base = node;
    while (isViewOp(base) && !this.#given.has(base)) base = at(base.inputs, 0);
    return base;
  }

  #readOf(node: Node, base: Node): PieceInput | null {
    const view = this.#materialized.has(base) ? this.#viewOf(node, base) : null;
    return view && { node, base, strides: view.strides, offset: view.offset };
  }

  #viewOf(node: Node, base: Node): View | null {
    const strides = this.#strides.get(base) ?? contiguousStrides(base.shape);
    let view: View | null = { shape: base.shape, strides, offset: 0 };
    if (node === base) return view;
    const path: ViewNode[] = [];
    for (let step = node; step !== base && isViewOp(step); step = at(step.inputs, 0)) {
      path.push(step);
    }
    for (let i = path.length - 1; i >= 0 && view !== null; i--) view = applyView(view, at(path, i));
    return view;
  }

  /** The pieces in an order in which each finds what it reads. */
  pieces(): Piece[] {
    const isMade = (node: Node): boolean => this.#materialized.has(node) && !this.#given.has(node);
    const roots = this.#order.filter(isMade);
    return roots.map((root) => this.#pieceOf(root));
  }

  #pieceOf(root: Node): Piece {
    const walk = newWalk();
    const order: Node[] = [];
    const inputs: PieceInput[] = [];
    const numbers: Node[] = [];
    const lookBelow = (node: Node): void => {
      const count = isViewOp(node) ? 1 : node.inputs.length;
      for (let k = 0; k < count; k++) {
        const operand = at(node.inputs, k);
        if (operand.visit !== walk) visit(operand);
      }
      if (isSource(node) && givenAnew[node.op]) numbers.push(node);
    };
    const visit = (node: Node): void => {
      node.visit = walk;
      const input = node === root ? null : this.#inputOf(node);
      if (input === null) lookBelow(node);
      else inputs.push(input);
      node.index = order.length;
      order.push(node);
    };
    // No deeper than a piece is large.
    visit(root);
    return { root, order, inputs, numbers };
  }
}

/**
 * Whether a kernel of the node reads its operand number `k` from memory, rather than computes it.
 */
function readsOperand(node: Node, k: number): boolean {
  const { kind } = byKind(node);
  switch (kind) {
    case 'reduction':
    case 'placement':
      return false;
    case 'lookup':
      return k === 0;
    case 'input':
    case 'source':
    case 'unary':
    case 'arithmetic':
    case 'comparison':
    case 'cast':
    case 'choice':
    case 'check':
    case 'view':
    case 'scatter':
    case 'contraction':
    case 'scan':
      return true;
    default:
      return assertNever(kind);
  }
}

/**
 * The pieces of a graph, in the order in which they run. `order`: all its nodes, inputs before
 * users; `given`: those that are in memory before, with their `strides` where they do not lie row
 * by row. Leaves numbers of their own in the nodes.
 */
export function cutIntoPieces(
  order: readonly Node[],
  given: ReadonlySet<Node>,
  outputs: readonly Node[],
  strides: GivenStrides,
): Piece[] {
  return new Cutter(order, given, outputs, strides).pieces();
}
