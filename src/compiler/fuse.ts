/**
 * Merges loop jobs: jobs over the same space that share what they read, or of which one reads what
 * the other has just computed at the same index, become one kernel. What nobody else reads then
 * never reaches memory.
 */

import type { Node } from '../graph/node.js';
import { sameShape } from '../graph/shape.js';
import { at } from '../list.js';
import type { Job, LoopItem, LoopJob } from './job.js';
import { sourcesOf, targetsOf } from './schedule.js';
import { argsOf, type Term, type TermTable, termOrder } from './term.js';
import { isContiguous } from './view.js';

/** A kernel that computes more than this at once runs out of registers. */
const MAX_ITEMS = 8;
const MAX_TERMS = 200;

interface Group {
  job: Job;
  /** Place among the groups. */
  readonly place: number;
  /** Terms of the whole stores in the group, by the node that they write. */
  readonly stored: Map<Node, Term>;
  /** What the group reads from memory. */
  readonly loads: Set<Term>;
}

/** A group that others can join. */
interface LoopGroup extends Group {
  job: LoopJob;
}

function isLoopGroup(group: Group): group is LoopGroup {
  return isWholeLoop(group.job);
}

function isWholeLoop(job: Job): job is LoopJob {
  return job.kind === 'loop' && job.items.every((item) => item.isWhole);
}

type Read = Extract<Term, { kind: 'load' | 'gather' }>;

function loadsOf(job: LoopJob): Read[] {
  const terms = termOrder(job.items.map((item) => item.term));
  return terms.filter((term) => term.kind === 'load' || term.kind === 'gather');
}

/** Whether reduced dims agree: a job that reduces nothing fits any. */
function sameReduction(a: LoopJob, b: LoopJob): boolean {
  const none = (job: LoopJob): boolean => !job.reduced.includes(true);
  return none(a) || none(b) || a.reduced.every((flag, d) => flag === b.reduced[d]);
}

/** A term on new arguments. */
function rebuilt(term: Term, args: readonly Term[], terms: TermTable): Term {
  if (args.every((arg, i) => arg === argsOf(term)[i])) return term;
  if (term.kind === 'op') return terms.make({ ...term, args });
  return term.kind === 'gather' ? terms.make({ ...term, pick: at(args, 0) }) : term;
}

/** The term with loads of `stored` nodes replaced by what was stored. */
function substitute(root: Term, stored: ReadonlyMap<Node, Term>, terms: TermTable): Term {
  const done = new Map<Term, Term>();
  for (const term of termOrder([root])) {
    const args = argsOf(term).map((arg) => done.get(arg) ?? arg);
    const known = term.kind === 'load' ? stored.get(term.source) : undefined;
    done.set(term, known ?? rebuilt(term, args, terms));
  }
  return done.get(root) ?? root;
}

class Fusion {
  readonly groups: Group[] = [];
  readonly #groupOf = new Map<Node, number>();
  readonly #terms: TermTable;

  constructor(terms: TermTable) {
    this.#terms = terms;
  }

  add(job: Job): void {
    const into = isWholeLoop(job) ? this.#groupFor(job) : null;
    if (into !== null && isWholeLoop(job)) this.#merge(into, job);
    else this.#append(job);
  }

  #append(job: Job): void {
    const stored = new Map<Node, Term>();
    if (isWholeLoop(job)) noteStores(job.items, stored);
    const place = this.groups.length;
    const loads = new Set<Term>(isWholeLoop(job) ? loadsOf(job) : []);
    this.groups.push({ job, place, stored, loads });
    for (const target of targetsOf(job)) this.#groupOf.set(target, place);
  }

  /** The first group that this job can join. */
  #groupFor(job: LoopJob): LoopGroup | null {
    let first = 0;
    const loads = loadsOf(job);
    for (const { source } of loads) first = Math.max(first, this.#groupOf.get(source) ?? 0);
    for (let place = first; place < this.groups.length; place++) {
      const group = at(this.groups, place);
      if (isLoopGroup(group) && this.#canJoin(group, job, loads)) return group;
    }
    return null;
  }

  #canJoin(group: LoopGroup, job: LoopJob, loads: readonly Read[]): boolean {
    const into = group.job;
    if (!sameShape(into.space, job.space) || !sameReduction(into, job)) return false;
    if (into.items.length + job.items.length > MAX_ITEMS) return false;
    const isRelated = loads.some(
      (load) => group.loads.has(load) || (load.kind === 'load' && group.stored.has(load.source)),
    );
    if (!isRelated) return false;
    // What the group itself computes can be used only where it has just been computed.
    const usable = loads.every(
      (load) => this.#groupOf.get(load.source) !== group.place || isJustComputed(load, group, job),
    );
    if (!usable) return false;
    const terms = termOrder([...into.items, ...job.items].map((item) => item.term));
    return terms.length <= MAX_TERMS;
  }

  #merge(group: LoopGroup, job: LoopJob): void {
    const items = job.items.map((item) => ({
      ...item,
      term: substitute(item.term, group.stored, this.#terms),
    }));
    const reduced = group.job.reduced.includes(true) ? group.job.reduced : job.reduced;
    group.job = { ...group.job, reduced, items: [...group.job.items, ...items] };
    noteStores(items, group.stored);
    for (const load of loadsOf(group.job)) group.loads.add(load);
    for (const item of items) this.#groupOf.set(item.target, group.place);
  }
}

function isJustComputed(load: Read, group: Group, job: LoopJob): boolean {
  return (
    load.kind === 'load' &&
    group.stored.has(load.source) &&
    sameShape(load.view.shape, job.space) &&
    isContiguous(load.view)
  );
}

function noteStores(items: readonly LoopItem[], stored: Map<Node, Term>): void {
  for (const item of items) if (item.kind === 'store') stored.set(item.target, item.term);
}

/** The job without results that nobody reads; null when none is left. */
function withoutUnread(job: Job, read: ReadonlySet<Node>): Job | null {
  if (job.kind !== 'loop') return job;
  const items = job.items.filter((item) => read.has(item.target));
  return items.length === 0 ? null : { ...job, items };
}

function dropUnread(jobs: readonly Job[], outputs: readonly Node[]): Job[] {
  const read = new Set<Node>(outputs);
  const kept: Job[] = [];
  for (const job of jobs.toReversed()) {
    const slim = withoutUnread(job, read);
    if (slim === null) continue;
    for (const source of sourcesOf(slim)) read.add(source);
    kept.push(slim);
  }
  return kept.toReversed();
}

/** The jobs, merged where that saves memory traffic; `outputs` must reach memory. */
export function fuse(
  jobs: readonly Job[],
  outputs: readonly Node[],
  terms: TermTable,
): readonly Job[] {
  const fusion = new Fusion(terms);
  for (const job of jobs) fusion.add(job);
  return dropUnread(
    fusion.groups.map((group) => group.job),
    outputs,
  );
}
