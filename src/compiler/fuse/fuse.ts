/**
 * Merges loop jobs: jobs over the same space that share what they read, or of which one reads what
 * the other has just computed at the same index, become one kernel. What nobody else reads then
 * never reaches memory.
 */

import type { Node } from '../../graph/node.js';
import { numel, type Shape, sameShape } from '../../graph/shape.js';
import type { Target } from '../../kernel/ir.js';
import { at } from '../../list.js';
import type { EpilogueRule } from '../schedule/epilogue-rule.js';
import {
  type ContractJob,
  type Job,
  type LoopItem,
  type LoopJob,
  overSpace,
} from '../schedule/job.js';
import { targetsOf } from '../schedule/schedule.js';
import { keepsOrder, orderOf } from '../schedule/sum-order.js';
import {
  argsOf,
  isRead,
  type Read,
  rebuilt,
  type Term,
  type TermTable,
  termOrder,
} from '../schedule/term.js';
import { isContiguous } from '../schedule/view.js';
import { dropDeadStores } from './dead-stores.js';
import { canJoinEpilogue, withoutHeavyEpilogue } from './epilogue-items.js';
import type { FusionObstacle, FusionTrace } from './fusion-trace.js';
import { handsRowsOver } from './hand-over.js';
import { excessOf, type KernelParts } from './kernel-limits.js';
import { reindexed } from './reindex.js';

/** A kernel that computes more than this at once runs out of registers. */
const MAX_ITEMS = 8;
/** Rows that keep all threads busy, and elements that are not worth a second one. */
const MANY_ROWS = 16;
const FEW_ELEMENTS = 32_768;

interface FusionGroup {
  job: Job;
  /** Place among the groups. */
  readonly place: number;
  /** What the group computes as a whole, by the node that it is the value of. */
  readonly made: Map<Node, LoopItem>;
  /** What the group computes with, and which of it are reads from memory. */
  readonly terms: Set<Term>;
  readonly loads: Set<Term>;
}

/** A job that may join a group, with its terms. */
interface Newcomer {
  readonly job: LoopJob;
  readonly terms: readonly Term[];
  readonly loads: readonly Read[];
}

/** A group to join, the stage to join in, and the job over the group's space. */
interface Joining {
  readonly group: OpenFusionGroup;
  readonly job: LoopJob;
  readonly stage: number;
  /** Whether a later stage has the values of an earlier one at hand. */
  readonly handsOver: boolean;
}

/** A job that others can join: loops, or a contraction with what follows it. */
type OpenJob = LoopJob | ContractJob;

/** A group that others can join. */
interface OpenFusionGroup extends FusionGroup {
  job: OpenJob;
}

function isOpen(group: FusionGroup): group is OpenFusionGroup {
  return group.job.kind === 'contract' || isWholeLoop(group.job);
}

/** The loops that others join. */
function loopsOf(job: OpenJob): LoopJob {
  return job.kind === 'contract' ? job.finish : job;
}

function withLoops(job: OpenJob, loops: LoopJob): OpenJob {
  return job.kind === 'contract' ? { ...job, finish: loops } : loops;
}

function isWholeLoop(job: Job): job is LoopJob {
  return job.kind === 'loop' && job.items.every((item) => item.extent === 'whole');
}

function termsOf(items: readonly LoopItem[]): Term[] {
  return termOrder(items.map((item) => item.term));
}

function newcomerOf(job: LoopJob): Newcomer {
  const terms = termsOf(job.items);
  return { job, terms, loads: terms.filter(isRead) };
}

/** Whether reduced dims agree: a job that reduces nothing fits any. */
function sameReduction(a: LoopJob, b: LoopJob): boolean {
  const none = (job: LoopJob): boolean => !job.reduced.includes(true);
  return none(a) || none(b) || a.reduced.every((flag, d) => flag === b.reduced[d]);
}

/** What keeps two jobs apart, whatever they compute; null if nothing does. */
function obstacleOf(into: LoopJob, job: LoopJob): FusionObstacle | null {
  if (!sameShape(into.space, job.space)) return 'space';
  if (!sameReduction(into, job)) return 'reducedDims';
  return into.items.length + job.items.length > MAX_ITEMS ? 'items' : null;
}

/** What a load is in a kernel that has made its source: known at this index, or read after all. */
function known(load: Term, { group, stage, handsOver }: Joining, terms: TermTable): Term | null {
  const item = load.kind === 'load' ? group.made.get(load.source) : undefined;
  if (item === undefined) return null;
  if (item.kind === 'store') return item.stage === stage || handsOver ? item.term : null;
  return terms.make({ kind: 'result', dtype: load.dtype, source: item.target });
}

/** The term of an item that joins a group. */
function joined(root: Term, joining: Joining, terms: TermTable): Term {
  const done = new Map<Term, Term>();
  for (const term of termOrder([root])) {
    const args = argsOf(term).map((arg) => done.get(arg) ?? arg);
    done.set(term, known(term, joining, terms) ?? rebuilt(term, args, terms));
  }
  return done.get(root) ?? root;
}

/** What decides beside the jobs. */
export interface FusionRules {
  readonly epilogueRule: EpilogueRule;
  readonly target: Target;
  /** Told which jobs become one kernel; nobody if left out. */
  readonly trace?: FusionTrace | null;
}

class Fusion {
  readonly groups: FusionGroup[] = [];
  readonly #groupOf = new Map<Node, number>();
  readonly #terms: TermTable;
  readonly #rules: FusionRules;

  constructor(terms: TermTable, rules: FusionRules) {
    this.#terms = terms;
    this.#rules = rules;
  }

  add(job: Job): void {
    const into = isWholeLoop(job) ? this.#groupFor(job) : null;
    if (into === null) this.#append(job);
    else this.#merge(into);
  }

  #append(job: Job): void {
    const place = this.groups.length;
    const group: FusionGroup = { job, place, made: new Map(), terms: new Set(), loads: new Set() };
    if (isOpen(group)) note(group, loopsOf(group.job).items);
    this.groups.push(group);
    for (const target of targetsOf(job)) this.#groupOf.set(target, place);
  }

  /** The first group that this job can join. */
  #groupFor(job: LoopJob): Joining | null {
    let first = 0;
    const given = newcomerOf(job);
    for (const { source } of given.loads) first = Math.max(first, this.#groupOf.get(source) ?? 0);
    for (let place = first; place < this.groups.length; place++) {
      const group = at(this.groups, place);
      if (!isOpen(group)) {
        this.#rules.trace?.refused(job, group.job, 'closed');
        continue;
      }
      const newcomer = this.#reindexedFor(group, given);
      const stage = this.#stageIn(group, newcomer);
      if (typeof stage === 'string') {
        this.#rules.trace?.refused(job, group.job, stage);
        continue;
      }
      const reduced = reductionOf(loopsOf(group.job), newcomer.job);
      const handsOver = handsRowsOver(newcomer.job.space, reduced);
      return { group, job: newcomer.job, stage, handsOver };
    }
    return null;
  }

  /** A job re-indexed to the space of the contraction that it follows, if it can be. */
  #reindexedFor({ job, made }: OpenFusionGroup, newcomer: Newcomer): Newcomer {
    if (job.kind !== 'contract' || newcomer.job.reduced.includes(true)) return newcomer;
    const { space } = job.finish;
    if (sameShape(space, newcomer.job.space)) return newcomer;
    for (const load of newcomer.loads) {
      const item = load.kind === 'load' ? made.get(load.source) : undefined;
      if (item === undefined || !isContiguous(item.view)) continue;
      const moved = reindexed(newcomer.job, load.view, space, this.#terms);
      return moved === null ? newcomer : newcomerOf(moved);
    }
    return newcomer;
  }

  /** The stage of a group that a job can join, or why it can join none. */
  #stageIn(group: OpenFusionGroup, { job, terms, loads }: Newcomer): number | FusionObstacle {
    const into = loopsOf(group.job);
    const obstacle = obstacleOf(into, job) ?? this.#strangeness(group, job, loads);
    if (obstacle !== null) return obstacle;
    const reduced = reductionOf(into, job);
    let stage = 0;
    for (const load of loads) {
      if (this.#groupOf.get(load.source) !== group.place) continue;
      const needed = stageAfter(load, group, reduced, job.space);
      if (needed === null) return 'access';
      stage = Math.max(stage, needed);
    }
    if (stage > 0 && !isWorthRows(job.space, reduced)) return 'fewRows';
    if (stage === 0 && walksApart(into, job)) return 'walk';
    const added = { terms, loads, items: job.items };
    const excess = excessOf(partsOf(group), added, this.#rules.target.buffers);
    if (excess !== null) return excess;
    const order = orderOf(job.space, reduced, this.#rules.target.lanes);
    const parts = [
      { terms: group.terms, items: into.items },
      { terms, items: job.items },
    ];
    return keepsOrder(order, job.space, parts) ? stage : 'sumOrder';
  }

  /**
   * Why a job does not work on what a group works on, null if it does. A contraction computes its
   * result in blocks, in which no sum is complete: what follows it are stores that read it, or what
   * has been made of it.
   */
  #strangeness(
    group: OpenFusionGroup,
    job: LoopJob,
    loads: readonly Read[],
  ): FusionObstacle | null {
    const readsMade = loads.some(({ source }) => group.made.has(source));
    if (group.job.kind === 'contract') {
      if (job.reduced.includes(true)) return 'sumOfProduct';
      return readsMade && canJoinEpilogue(group.job, job.items, this.#rules.epilogueRule)
        ? null
        : 'epilogue';
    }
    return readsMade || loads.some((load) => group.loads.has(load)) ? null : 'unrelated';
  }

  #merge(joining: Joining): void {
    const { group, job, stage } = joining;
    this.#rules.trace?.joined(job, group.job, stage);
    const items = job.items.map((item) => {
      return { ...item, stage, term: joined(item.term, joining, this.#terms) };
    });
    const loops = loopsOf(group.job);
    const reduced = reductionOf(loops, job);
    group.job = withLoops(group.job, { ...loops, reduced, items: [...loops.items, ...items] });
    note(group, items);
    for (const item of items) this.#groupOf.set(item.target, group.place);
  }
}

/** What a group has so far; a product reads two operands beside. */
function partsOf({ job, terms, loads }: OpenFusionGroup): KernelParts {
  return { terms, loads, items: loopsOf(job).items, operands: job.kind === 'contract' ? 2 : 0 };
}

/** Whether there are rows enough to share between threads, or so little that one does it all. */
function isWorthRows(space: Shape, reduced: readonly boolean[]): boolean {
  const rows = numel(space.filter((_, d) => !reduced[d]));
  return rows >= MANY_ROWS || numel(space) <= FEW_ELEMENTS;
}

/**
 * Whether one job sums rows, which is done column by column, and the other stores what is better
 * walked row by row, as long as there is more of it than a cache holds.
 */
function walksApart(a: LoopJob, b: LoopJob): boolean {
  const stores = (job: LoopJob): boolean => job.items.some((item) => item.kind === 'store');
  const sumsRows = ({ space, reduced }: LoopJob): boolean =>
    reduced.includes(true) && !reduced[space.findLastIndex((size) => size !== 1)];
  if (numel(a.space) <= FEW_ELEMENTS) return false;
  return (stores(a) && sumsRows(b)) || (sumsRows(a) && stores(b));
}

/** The reduced dims of two jobs that agree on them. */
function reductionOf(a: LoopJob, b: LoopJob): readonly boolean[] {
  return a.reduced.includes(true) ? a.reduced : b.reduced;
}

/**
 * The stage in which a load of something that the group makes can be served: that of a store at the
 * same index, the one after a sum that is the same for all reduced indices; null for other loads.
 */
function stageAfter(
  load: Read,
  group: FusionGroup,
  reduced: readonly boolean[],
  space: Shape,
): number | null {
  const item = group.made.get(load.source);
  if (item === undefined || load.kind !== 'load') return null;
  const flags = item.kind === 'store' ? space.map(() => false) : reduced;
  const own = overSpace(item.view, space, flags);
  const isSame = space.every((size, d) => size === 1 || own[d] === load.view.strides[d]);
  if (!isSame || load.view.offset !== 0) return null;
  return item.kind === 'store' ? item.stage : item.stage + 1;
}

function note(group: OpenFusionGroup, items: readonly LoopItem[]): void {
  for (const item of items) group.made.set(item.target, item);
  for (const term of termsOf(items)) {
    group.terms.add(term);
    if (isRead(term)) group.loads.add(term);
  }
}

/** The jobs, merged where that saves memory traffic; `outputs` must reach memory. */
export function fuse(
  jobs: readonly Job[],
  outputs: readonly Node[],
  terms: TermTable,
  rules: FusionRules,
): readonly Job[] {
  const fusion = new Fusion(terms, rules);
  for (const job of jobs) fusion.add(job);
  const merged = fusion.groups.map((group) => group.job);
  return dropDeadStores(merged, outputs).flatMap((job) => {
    const [product, rest] = withoutHeavyEpilogue(job, rules.epilogueRule);
    if (product === undefined || rest === undefined) return [job];
    rules.trace?.split(product, rest);
    return [product, rest];
  });
}
