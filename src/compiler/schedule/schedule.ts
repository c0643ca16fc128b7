/**
 * Decides what to compute in which order: walks back from the outputs, turns each node that must
 * be materialized into a job, and leaves the rest to be inlined where it is used.
 */

import { assertNever, internal } from '../../errors.js';
import { full, reshape, slice } from '../../graph/builders/index.js';
import { withGradMode } from '../../graph/grad-mode.js';
import { makeNode, type Node, type NodeOf } from '../../graph/node.js';
import { type NodeOfKind, noAttrs, type OpsOf } from '../../graph/ops.js';
import { contiguousStrides, numel, type Shape } from '../../graph/shape.js';
import { byKind } from '../../graph/traits.js';
import type { Target } from '../../kernel/ir.js';
import { at } from '../../list.js';
import type { EpilogueRule } from './epilogue-rule.js';
import { Inliner } from './inline.js';
import type { Extent, Job, LoopItem, LoopJob } from './job.js';
import type { ScheduleTrace } from './schedule-trace.js';
import { keepsOrder, orderOf } from './sum-order.js';
import { isRead, type Term, TermTable, termOrder } from './term.js';
import { contiguous, type View } from './view.js';

/** A sum over more than this into one result is cut into pieces, for threads and for precision. */
const LONG_SUM = 16_384;
const PIECE = 4_096;

/** Jobs in the order of execution, and the table that their terms come from. */
export interface Schedule {
  readonly jobs: readonly Job[];
  readonly terms: TermTable;
}

function sourcesOfLoop({ items }: LoopJob): Node[] {
  const terms = termOrder(items.map((item) => item.term));
  return terms.filter(isRead).map((term) => term.source);
}

/** Nodes whose memory a job reads. */
export function sourcesOf(job: Job): Node[] {
  switch (job.kind) {
    case 'loop':
      return sourcesOfLoop(job);
    case 'contract': {
      const others = sourcesOfLoop(job.finish).filter((source) => source !== job.node);
      return [job.a.source, job.b.source, ...others];
    }
    case 'scatterAdd':
      return [job.index.source, job.source.source];
    case 'rows':
      return [job.x.source];
  }
}

/** Nodes whose memory a job writes. */
export function targetsOf(job: Job): Node[] {
  if (job.kind === 'loop') return job.items.map((item) => item.target);
  return job.kind === 'contract' ? targetsOf(job.finish) : [job.node];
}

class Scheduler {
  readonly terms = new TermTable();
  readonly #inliner: Inliner;
  readonly #needed: Set<Node>;
  readonly #trace: ScheduleTrace | null;
  /** Jobs, the last to be executed first. */
  readonly #backwards: Job[] = [];

  /** Lanes of a vector. */
  readonly #lanes: number;

  constructor(
    order: readonly Node[],
    outputs: readonly Node[],
    epilogueRule: EpilogueRule,
    target: Target,
    trace: ScheduleTrace | null,
  ) {
    this.#lanes = target.lanes;
    this.#trace = trace;
    this.#inliner = new Inliner(order, outputs, this.terms, epilogueRule, target, trace);
    this.#needed = new Set(outputs);
    for (let i = order.length - 1; i >= 0; i--) {
      const node = at(order, i);
      if (node.value === null && this.#needed.has(node)) this.#push(this.#jobsOf(node));
    }
  }

  get jobs(): readonly Job[] {
    return this.#backwards.toReversed();
  }

  #push(jobs: readonly Job[]): void {
    for (const job of jobs.toReversed()) {
      this.#backwards.push(job);
      for (const source of sourcesOf(job)) this.#needed.add(source);
    }
  }

  #jobsOf(node: Node): Job[] {
    const one = byKind(node);
    switch (one.kind) {
      case 'reduction':
        return this.#reduce(one.node);
      case 'placement':
        return this.#place(one.node);
      case 'contraction':
        return [this.#contract(one.node)];
      case 'scatter': {
        const index = this.#inliner.memoryView(one.node.inputs[0]);
        const source = this.#inliner.memoryView(one.node.inputs[1]);
        return [this.#fillZero(node), { kind: 'scatterAdd', node: one.node, index, source }];
      }
      case 'scan':
        return [{ kind: 'rows', node: one.node, x: this.#inliner.memoryView(one.node.inputs[0]) }];
      case 'source':
      case 'unary':
      case 'arithmetic':
      case 'comparison':
      case 'cast':
      case 'choice':
      case 'check':
      case 'view':
      case 'lookup': {
        const view = contiguous(node.shape);
        return [store(node.shape, this.#inliner.rootTerm(node), node, view, 'whole')];
      }
      case 'input':
        throw internal('an input without a value');
      default:
        return assertNever(one);
    }
  }

  #contract(node: NodeOf<'contract'>): Job {
    const a = this.#inliner.memoryView(node.inputs[0]);
    const b = this.#inliner.memoryView(node.inputs[1]);
    const view = contiguous(node.shape);
    const product = this.terms.make({ kind: 'load', dtype: node.dtype, source: node, view });
    const finish = store(node.shape, product, node, view, 'whole');
    return { kind: 'contract', node, a, b, finish };
  }

  #reduce(node: NodeOfKind<'reduction'>): Job[] {
    const [x] = node.inputs;
    const { dims } = node.attrs;
    const long = numel(node.shape) <= 4 && numel(x.shape) >= LONG_SUM * numel(node.shape);
    if (long && numel(node.shape) === 1) return this.#reduceInPieces(node);
    const reduced = x.shape.map((_, d) => dims.includes(d));
    const job = (): LoopJob => {
      const term = this.#inliner.operandTerm(x);
      return reduction(x.shape, reduced, node.op, term, node, contiguous(node.shape));
    };
    const direct = job();
    const terms = termOrder(direct.items.map((item) => item.term));
    const order = orderOf(x.shape, reduced, this.#lanes);
    if (keepsOrder(order, x.shape, [{ terms, items: direct.items }])) return [direct];
    this.#inliner.materialized.add(x);
    this.#trace?.materialized(x, 'sumOrder');
    return [job()];
  }

  /** All elements into one: pieces of a fixed length first, whose results are then combined. */
  #reduceInPieces(node: NodeOfKind<'reduction'>): Job[] {
    const [x] = node.inputs;
    const count = numel(x.shape);
    const pieces = Math.floor(count / PIECE);
    const whole = pieces * PIECE;
    const rest = count - whole;
    return withGradMode(false, () => {
      // Not `reshape`, which makes a new number of one: the program knows only those of the graph.
      const flat = makeNode('reshape', [x], noAttrs, [count], x.dtype);
      const part = (start: number, size: number): Node =>
        slice(flat, { start: [start], step: [1], size: [size] });
      const results = pieces + (rest > 0 ? 1 : 0);
      const partial = full([results], 0, node.dtype);
      this.#inliner.materialized.add(partial);
      this.#trace?.materialized(partial, 'pieces');
      const body = this.#inliner.operandTerm(reshape(part(0, whole), [pieces, PIECE]));
      // Those of equal length count as the whole, so that they may join others: who reads all has
      // another shape.
      const jobs: Job[] = [
        reduction([pieces, PIECE], [false, true], node.op, body, partial, contiguous([pieces])),
      ];
      if (rest > 0) {
        const tail = this.#inliner.operandTerm(part(whole, rest));
        const place = { shape: [], strides: [], offset: pieces };
        jobs.push(reduction([rest], [true], node.op, tail, partial, place, 'part'));
      }
      const load = this.#inliner.operandTerm(partial);
      const place = contiguous(node.shape);
      jobs.push(reduction([results], [true], node.op, load, node, place));
      return jobs;
    });
  }

  #fillZero(node: Node): LoopJob {
    const zero = this.terms.make({ kind: 'constant', dtype: node.dtype, value: 0 });
    return store(node.shape, zero, node, contiguous(node.shape), 'ground');
  }

  #place(node: NodeOf<'place'>): Job[] {
    const strides = contiguousStrides(node.shape);
    const parts = node.inputs.map((part, i): Job => {
      const { start, step } = at(node.attrs.placements, i);
      let offset = 0;
      start.forEach((n, d) => {
        offset += n * (strides[d] ?? 0);
      });
      const spread = strides.map((stride, d) => stride * (step[d] ?? 1));
      const place = { shape: part.shape, strides: spread, offset };
      return store(part.shape, this.#inliner.operandTerm(part), node, place, 'part');
    });
    return node.attrs.full ? parts : [this.#fillZero(node), ...parts];
  }
}

/** Before fusion every item is in a first stage, and stored. */
const alone = { stage: 0, isStored: true } as const;

function store(space: Shape, term: Term, target: Node, view: View, extent: Extent): LoopJob {
  const item: LoopItem = { kind: 'store', op: null, term, target, view, extent, ...alone };
  return { kind: 'loop', space, reduced: space.map(() => false), items: [item] };
}

function reduction(
  space: Shape,
  reduced: readonly boolean[],
  op: OpsOf<'reduction'>,
  term: Term,
  target: Node,
  view: View,
  extent: Extent = 'whole',
): LoopJob {
  const item: LoopItem = { kind: 'reduce', op, term, target, view, extent, ...alone };
  return { kind: 'loop', space, reduced, items: [item] };
}

/**
 * Jobs that compute `outputs` from nodes that have values; `order` holds inputs before users, and
 * `epilogueRule` says what products are finished in their kernels, which are for `target`.
 */
export function schedule(
  order: readonly Node[],
  outputs: readonly Node[],
  epilogueRule: EpilogueRule,
  target: Target,
  trace: ScheduleTrace | null = null,
): Schedule {
  const scheduler = new Scheduler(order, outputs, epilogueRule, target, trace);
  if (outputs.some((output) => output.value !== null)) throw internal('an output has a value');
  return { jobs: scheduler.jobs, terms: scheduler.terms };
}
