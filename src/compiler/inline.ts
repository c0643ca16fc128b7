/**
 * Turns nodes into terms: follows a node down to what must be in memory, through views and
 * elementwise ops, and decides on the way what must be in memory.
 */

import { internal } from '../errors.js';
import type { Node, NodeOf } from '../graph/node.js';
import { numel } from '../graph/shape.js';
import { at } from '../list.js';
import type { FollowRule } from './followers.js';
import { isTermOp, type Term, type TermTable } from './term.js';
import { applyView, contiguous, isViewOp, type View } from './view.js';

/** View ops between a node and the kernel's space, the nearest to the node first. */
interface Path {
  readonly view: Node;
  readonly rest: Path | null;
}

/** Ops whose result stands in memory, because no other kernel can compute it on its way. */
const ownKernel: ReadonlySet<string> = new Set([
  'data',
  'sum',
  'max',
  'place',
  'scatterAdd',
  'contract',
  'cumsum',
  'argsort',
]);

/** Cost, in simple operations, of the ops that are worth more than one. */
const expensive: { readonly [op: string]: number } = {
  exp: 10,
  expm1: 16,
  log: 12,
  log1p: 16,
  sin: 16,
  cos: 16,
  tanh: 14,
  erf: 30,
  pow: 40,
  random: 60,
  div: 3,
  sqrt: 3,
  gather: 4,
};

/** A result that is used twice is computed twice only if it costs at most this. */
const RECOMPUTE_LIMIT = 3;
/** The same for what is made of a product alone, whose kernel would store it. */
const FINISH_LIMIT = 1;
/** A kernel does not grow beyond this many terms. */
const MAX_TERMS = 160;

/** A node seen through a path. */
interface Sight {
  readonly node: Node;
  readonly path: Path | null;
}

/** Terms by path, of which there are few, and node. */
class SightMap {
  readonly #terms = new Map<Path | null, Map<Node, Term>>();

  get({ node, path }: Sight): Term | undefined {
    return this.#terms.get(path)?.get(node);
  }

  set({ node, path }: Sight, term: Term): void {
    const byNode = this.#terms.get(path);
    if (byNode === undefined) this.#terms.set(path, new Map([[node, term]]));
    else byNode.set(node, term);
  }
}

/** A strided read of a node that stands in memory. */
export interface MemoryView {
  readonly source: Node;
  readonly view: View;
}

/** Decides what stands in memory, and makes the terms of everything else. */
export class Inliner {
  /** Nodes that stand in memory: inputs of the program and results of kernels. */
  readonly inMemory: Set<Node> = new Set();
  readonly #terms: TermTable;
  readonly #paths: Map<Path | null, Map<Node, Path>> = new Map();

  /** `order`: the nodes of the program, inputs first; `outputs` are read after it. */
  constructor(
    order: readonly Node[],
    outputs: readonly Node[],
    terms: TermTable,
    follow: FollowRule,
  ) {
    this.#terms = terms;
    const uses = countUses(order, outputs);
    const costs = new Map<Node, number>();
    const finishing = new Set<Node>();
    for (const node of order) {
      const cost = costOf(node, costs);
      if (finishesProduct(node, finishing, uses, follow)) finishing.add(node);
      const limit = finishing.has(node) ? FINISH_LIMIT : RECOMPUTE_LIMIT;
      if (isKept(node, cost, uses.get(node) ?? 0, limit)) this.inMemory.add(node);
      costs.set(node, this.inMemory.has(node) ? 0 : cost);
    }
    for (const output of outputs) this.inMemory.add(output);
  }

  /** The value of an in-memory node's own kernel at the indices of its shape. */
  rootTerm(node: Node): Term {
    return this.#compute(node, null);
  }

  /** The value of an operand at the indices of its shape. */
  operandTerm(node: Node): Term {
    return this.#at(node, null);
  }

  /** An operand that a kernel must read from memory itself; it is put there if need be. */
  memoryView(node: Node): MemoryView {
    let path: Path | null = null;
    let source = node;
    while (isViewOp(source) && !this.inMemory.has(source)) {
      path = this.#push(source, path);
      source = at(source.inputs, 0);
    }
    this.inMemory.add(source);
    const view = this.#follow(contiguous(source.shape), path);
    return view === null ? this.memoryView(node) : { source, view };
  }

  #push(view: Node, rest: Path | null): Path {
    let branches = this.#paths.get(rest);
    if (branches === undefined) {
      branches = new Map();
      this.#paths.set(rest, branches);
    }
    let path = branches.get(view);
    if (path === undefined) {
      path = { view, rest };
      branches.set(view, path);
    }
    return path;
  }

  /** The path applied to a view; where it fails, the input of the failing op is put in memory. */
  #follow(start: View, path: Path | null): View | null {
    let view: View = start;
    for (let step = path; step !== null; step = step.rest) {
      const next = applyView(view, step.view);
      if (next === null) {
        this.inMemory.add(at(step.view.inputs, 0));
        return null;
      }
      view = next;
    }
    return view;
  }

  #at(root: Node, path: Path | null): Term {
    for (;;) {
      const term = this.#tryAt({ node: root, path });
      if (term !== null) return term;
    }
  }

  #compute(node: Node, path: Path | null): Term {
    this.inMemory.delete(node);
    try {
      return this.#at(node, path);
    } finally {
      this.inMemory.add(node);
    }
  }

  /**
   * The term of a node seen through a path; null when something new had to be put in memory, and
   * all must be tried again. Keeps its own stack: graphs may be deep.
   */
  #tryAt(root: Sight): Term | null {
    const done = new SightMap();
    const stack = [root];
    while (stack.length > 0) {
      const { length } = stack;
      const sight = at(stack, length - 1);
      const operands = done.get(sight) === undefined ? this.#operandsOf(sight) : [];
      const args: Term[] = [];
      for (let i = 0; i < operands.length; i++) {
        const operand = at(operands, i);
        const arg = done.get(operand);
        if (arg === undefined) stack.push(operand);
        else args.push(arg);
      }
      if (stack.length > length) continue;
      stack.pop();
      if (done.get(sight) !== undefined) continue;
      const term = this.#isPassedThrough(sight.node) ? at(args, 0) : this.#leafOrOp(sight, args);
      if (term === null) return null;
      done.set(sight, term);
    }
    return done.get(root) ?? null;
  }

  #isPassedThrough(node: Node): boolean {
    return isViewOp(node) && !this.inMemory.has(node);
  }

  /** The inputs whose terms the term of this node is made of, as they are seen from there. */
  #operandsOf({ node, path }: Sight): Sight[] {
    if (this.inMemory.has(node) || isSource(node)) return [];
    if (isViewOp(node)) return [{ node: at(node.inputs, 0), path: this.#push(node, path) }];
    const inputs = node.op === 'gather' ? [node.inputs[1]] : node.inputs;
    return inputs.map((input) => ({ node: input, path }));
  }

  #leafOrOp({ node, path }: Sight, args: readonly Term[]): Term | null {
    const { dtype } = node;
    if (this.inMemory.has(node)) {
      const view = this.#follow(contiguous(node.shape), path);
      return view && this.#terms.make({ kind: 'load', dtype, source: node, view });
    }
    switch (node.op) {
      case 'full':
        return this.#terms.make({ kind: 'scalar', dtype, node });
      case 'iota': {
        const view = this.#follow(contiguous(node.shape), path);
        return view && this.#terms.make({ kind: 'index', dtype, view });
      }
      case 'random': {
        const view = this.#follow(contiguous(node.shape), path);
        return view && this.#terms.make({ kind: 'random', dtype, node, view });
      }
      case 'gather':
        return this.#gather(node, path, at(args, 0));
      default:
        if (!isTermOp(node.op)) throw internal(`${node.op} is not elementwise`);
        return this.#terms.make({ kind: 'op', op: node.op, dtype, args });
    }
  }

  #gather(node: NodeOf<'gather'>, path: Path | null, pick: Term): Term | null {
    const { dim, name } = node.attrs;
    const { source, view } = this.memoryView(node.inputs[0]);
    const fixed: View = {
      shape: node.shape,
      strides: view.strides.map((stride, d) => (d === dim ? 0 : stride)),
      offset: view.offset,
    };
    const seen = this.#follow(fixed, path);
    if (seen === null) return null;
    return this.#terms.make({
      kind: 'gather',
      dtype: node.dtype,
      source,
      view: seen,
      pick,
      stride: view.strides[dim] ?? 0,
      size: node.inputs[0].shape[dim] ?? 1,
      name,
    });
  }
}

/** Cost of computing a node from what stands in memory, in simple operations. */
function costOf(node: Node, costs: ReadonlyMap<Node, number>): number {
  let cost = isViewOp(node) ? 0 : (expensive[node.op] ?? 1);
  for (const input of node.inputs) cost += costs.get(input) ?? 0;
  return cost;
}

/**
 * Whether a node is a product, or is made element by element of one that nothing else reads, and of no
 * other array as large: the product's kernel stores it instead.
 */
function finishesProduct(
  node: Node,
  finishing: ReadonlySet<Node>,
  uses: ReadonlyMap<Node, number>,
  follow: FollowRule,
): boolean {
  if (node.value !== null) return false;
  if (node.op === 'contract') return follow(node) > 0;
  const isView = isViewOp(node);
  if (!isView && !isTermOp(node.op)) return false;
  const [inputs, own] = isView ? [node.inputs.slice(0, 1), uses.get(node)] : [node.inputs, 1];
  const count = numel(node.shape);
  const isProduct = (input: Node): boolean => finishing.has(input) && uses.get(input) === own;
  const isWhole = (input: Node): boolean => input.op !== 'expand' && input.op !== 'full';
  const whole = inputs.filter(isWhole);
  return whole.length === 1 && whole.every((x) => isProduct(x) && numel(x.shape) === count);
}

/** Whether a node stands in memory, as far as one can tell before kernels are written. */
function isKept(node: Node, cost: number, uses: number, limit: number): boolean {
  if (node.value !== null || ownKernel.has(node.op)) return true;
  if (isViewOp(node) || isSource(node)) return false;
  return (uses > 1 && cost > limit) || cost > MAX_TERMS;
}

function isSource(node: Node): boolean {
  return node.op === 'full' || node.op === 'iota' || node.op === 'random';
}

/** Rows at least this long make the work that is done once per row negligible. */
const LONG_ROW = 8;

/** Whether a view repeats each element along the last dims only, and often: once per row. */
function isPerRow(node: Node): boolean {
  if (node.op !== 'expand') return false;
  const { shape } = at(node.inputs, 0);
  const lead = node.shape.length - shape.length;
  const first = node.shape.findIndex((size, d) => size !== (shape[d - lead] ?? 1));
  const isLast = node.shape.every((_, d) => d < first || (shape[d - lead] ?? 1) === 1);
  return isLast && numel(node.shape) >= LONG_ROW * numel(shape);
}

/** How often a use through this node counts: what it repeats is computed again and again. */
function weightOf(node: Node, input: Node): number {
  if (!isViewOp(node) || numel(input.shape) >= numel(node.shape)) return 1;
  return isPerRow(node) ? 0.5 : 2;
}

/** How many nodes use each one, views being seen through. */
function countUses(order: readonly Node[], outputs: readonly Node[]): Map<Node, number> {
  const uses = new Map<Node, number>();
  for (const output of outputs) uses.set(output, 1);
  for (let i = order.length - 1; i >= 0; i--) {
    const node = at(order, i);
    const isView = isViewOp(node);
    const times = isView ? (uses.get(node) ?? 0) : 1;
    for (const input of isView ? node.inputs.slice(0, 1) : node.inputs) {
      uses.set(input, (uses.get(input) ?? 0) + times * weightOf(node, input));
    }
  }
  return uses;
}
