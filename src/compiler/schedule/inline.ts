/**
 * Makes terms of nodes: follows a node down to what is materialized, through views and
 * elementwise ops, and finds on the way what else has to be materialized.
 */

import { assertNever, internal } from '../../errors.js';
import type { Node, NodeOf } from '../../graph/node.js';
import type { NodeOfKind } from '../../graph/ops.js';
import { byKind, isSource, isViewOp } from '../../graph/traits.js';
import type { Target } from '../../kernel/ir.js';
import { at } from '../../list.js';
import { limitBuffers } from './buffer-limit.js';
import type { EpilogueRule } from './epilogue-rule.js';
import type { MemoryView } from './job.js';
import { materializedNodes } from './materialize.js';
import type { MaterializeReason, ScheduleTrace } from './schedule-trace.js';
import type { Term, TermTable } from './term.js';
import { applyView, contiguous, stored, type View, type ViewNode } from './view.js';

/** View ops between a node and the kernel's space, the nearest to the node first. */
interface Path {
  readonly view: ViewNode;
  readonly rest: Path | null;
}

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

/** The view that an op has of its input, if that lies row by row. */
function seenThrough(op: ViewNode, input: Node): View {
  const view = applyView(contiguous(input.shape), op);
  if (view === null) throw internal(`${op.op} is no view of rows`);
  return view;
}

/** Makes the terms of what is not materialized. */
export class Inliner {
  /** Nodes that are materialized: inputs of the program and results of kernels. */
  readonly materialized: Set<Node>;
  readonly #terms: TermTable;
  readonly #trace: ScheduleTrace | null;
  readonly #paths: Map<Path | null, Map<Node, Path>> = new Map();

  /** `order`: the nodes of the program, inputs first; `outputs` are read after it. */
  constructor(
    order: readonly Node[],
    outputs: readonly Node[],
    terms: TermTable,
    epilogueRule: EpilogueRule,
    { buffers }: Pick<Target, 'buffers'>,
    trace: ScheduleTrace | null,
  ) {
    this.#terms = terms;
    this.#trace = trace;
    this.materialized = materializedNodes(order, outputs, epilogueRule, trace);
    limitBuffers(order, this.materialized, buffers, trace);
  }

  /** The value of a materialized node's own kernel at the indices of its shape. */
  rootTerm(node: Node): Term {
    return this.#compute(node, null);
  }

  /** The value of an operand at the indices of its shape. */
  operandTerm(node: Node): Term {
    return this.#at(node, null);
  }

  /**
   * An operand that a kernel must read from memory itself; it is put there if need be. How it lies
   * there decides on the order of sums in a product. So it is read below all views, whether or not
   * the results of some happen to be in memory, too.
   */
  memoryView(node: Node): MemoryView {
    const views: ViewNode[] = [];
    let source = node;
    while (isViewOp(source) && source.value === null) {
      views.push(source);
      source = at(source.inputs, 0);
    }
    let view = stored(source);
    let reason: MaterializeReason = 'operand';
    for (const op of views.toReversed()) {
      const next = applyView(view, op);
      if (next === null) {
        source = at(op.inputs, 0);
        reason = 'reshape';
      }
      view = next ?? seenThrough(op, source);
    }
    if (source.value === null) this.#trace?.materialized(source, reason);
    this.materialized.add(source);
    return { source, view };
  }

  #push(view: ViewNode, rest: Path | null): Path {
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
        const input = at(step.view.inputs, 0);
        this.materialized.add(input);
        this.#trace?.materialized(input, 'reshape');
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
    this.materialized.delete(node);
    try {
      return this.#at(node, path);
    } finally {
      this.materialized.add(node);
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
    return isViewOp(node) && !this.materialized.has(node);
  }

  /** The inputs whose terms the term of this node is made of, as they are seen from there. */
  #operandsOf({ node, path }: Sight): Sight[] {
    if (this.materialized.has(node) || isSource(node)) return [];
    if (isViewOp(node)) return [{ node: at(node.inputs, 0), path: this.#push(node, path) }];
    const inputs = node.op === 'gather' ? [node.inputs[1]] : node.inputs;
    return inputs.map((input) => ({ node: input, path }));
  }

  #leafOrOp({ node, path }: Sight, args: readonly Term[]): Term | null {
    const { dtype } = node;
    if (this.materialized.has(node)) {
      const view = this.#follow(stored(node), path);
      return view && this.#terms.make({ kind: 'load', dtype, source: node, view });
    }
    const one = byKind(node);
    switch (one.kind) {
      case 'source':
        return this.#source(one.node, path);
      case 'lookup':
        return this.#gather(one.node, path, at(args, 0));
      case 'check':
        return this.#terms.make({ kind: 'ensure', dtype, args, blame: one.node.attrs });
      case 'unary':
      case 'arithmetic':
      case 'comparison':
      case 'cast':
      case 'choice':
        return this.#terms.make({ kind: 'op', op: one.node.op, dtype, args });
      case 'view':
      case 'input':
      case 'reduction':
      case 'placement':
      case 'scatter':
      case 'contraction':
      case 'scan':
        throw internal(`${node.op} is not in memory, and no term computes it`);
      default:
        return assertNever(one);
    }
  }

  /** What is known at each index without memory. */
  #source(node: NodeOfKind<'source'>, path: Path | null): Term | null {
    const { dtype } = node;
    if (node.op === 'full') return this.#terms.make({ kind: 'scalar', dtype, node });
    const view = this.#follow(contiguous(node.shape), path);
    if (view === null) return null;
    switch (node.op) {
      case 'iota':
        return this.#terms.make({ kind: 'index', dtype, view });
      case 'random':
        return this.#terms.make({ kind: 'random', dtype, node, view });
      default:
        return assertNever(node);
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
