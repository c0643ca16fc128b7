/**
 * Merges loop jobs: jobs over the same space that share what they read, or of which one reads what
 * the other has just computed at the same index, become one kernel. What nobody else reads then
 * never reaches memory.
 */

import type { Node } from '../graph/node.js';
import { sameShape } from '../graph/shape.js';
import type { Job, LoopItem, LoopJob } from './job.js';
import { sourcesOf, targetsOf } from './schedule.js';
import { argsOf, type Term, type TermTable, termOrder } from './term.js';
import { isContiguous } from './view.js';

/** A kernel that computes more than this at once runs out of registers. */
const MAX_ITEMS = 8;
const MAX_TERMS = 200;

interface Group {
  job: Job;
  /** Terms of the whole stores in the group, by the node that they write. */
  readonly stored: Map<Node, Term>;
}

function isWholeLoop(job: Job): job is LoopJob {
  return job.kind === 'loop' && job.items.every((item) => item.isWhole);
}

function loadsOf(job: LoopJob): Term[] {
  return termOrder(job.items.map((item) => item.term)).filter(
    (term) => term.kind === 'load' || term.kind === 'gather',
  );
}

/** Whether reduced dims agree: a job that reduces nothing fits any. */
function sameReduction(a: LoopJob, b: LoopJob): boolean {
  const none = (job: LoopJob): boolean => !job.reduced.includes(true);
  return none(a) || none(b) || a.reduced.every((flag, d) => flag === b.reduced[d]);
}

/** The terms with loads of `stored` nodes replaced by what was stored. */
function substitute(root: Term, stored: ReadonlyMap<Node, Term>, terms: TermTable): Term {
  const done = new Map<Term, Term>();
  for (const term of termOrder([root])) {
    const args = argsOf(term).map((arg) => done.get(arg) ?? arg);
    let replaced: Term = term;
    if (term.kind === 'load') replaced = stored.get(term.source) ?? term;
    else if (args.some((arg, i) => arg !== argsOf(term)[i])) {
      if (term.kind === 'op') replaced = terms.make({ ...term, args });
      else if (term.kind === 'gather') replaced = terms.make({ ...term, pick: args[0] as Term });
    }
    done.set(term, replaced);
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
    const at = isWholeLoop(job) ? this.#findGroup(job) : -1;
    if (at >= 0 && isWholeLoop(job)) this.#merge(at, job);
    else this.#append(job);
  }

  #append(job: Job): void {
    const stored = new Map<Node, Term>();
    if (isWholeLoop(job)) noteStores(job.items, stored);
    this.groups.push({ job, stored });
    for (const target of targetsOf(job)) this.#groupOf.set(target, this.groups.length - 1);
  }

  /** The first group that this job can join, -1 when there is none. */
  #findGroup(job: LoopJob): number {
    let first = 0;
    for (const source of sourcesOf(job)) first = Math.max(first, this.#groupOf.get(source) ?? 0);
    for (let i = first; i < this.groups.length; i++) {
      const group = this.groups[i] as Group;
      if (this.#canJoin(group, i, job)) return i;
    }
    return -1;
  }

  #canJoin(group: Group, at: number, job: LoopJob): boolean {
    const into = group.job;
    if (!isWholeLoop(into) || !sameShape(into.space, job.space) || !sameReduction(into, job)) {
      return false;
    }
    if (into.items.length + job.items.length > MAX_ITEMS) return false;
    const loads = loadsOf(job);
    // What the group itself computes can be used only where it has just been computed.
    const usable = loads.every(
      (load) => this.#groupOf.get(sourceOf(load)) !== at || isJustComputed(load, group, job),
    );
    if (!usable) return false;
    const known = new Set(loadsOf(into));
    const related = loads.some(
      (load) => known.has(load) || (load.kind === 'load' && group.stored.has(load.source)),
    );
    const terms = termOrder([...into.items, ...job.items].map((item) => item.term));
    return related && terms.length <= MAX_TERMS;
  }

  #merge(at: number, job: LoopJob): void {
    const group = this.groups[at] as Group & { job: LoopJob };
    const items = job.items.map((item) => ({
      ...item,
      term: substitute(item.term, group.stored, this.#terms),
    }));
    const reduced = group.job.reduced.includes(true) ? group.job.reduced : job.reduced;
    group.job = { ...group.job, reduced, items: [...group.job.items, ...items] };
    noteStores(items, group.stored);
    for (const item of items) this.#groupOf.set(item.target, at);
  }
}

function sourceOf(term: Term): Node {
  if (term.kind === 'load' || term.kind === 'gather') return term.source;
  throw new Error('internal: not a read');
}

function isJustComputed(load: Term, group: Group, job: LoopJob): boolean {
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

/** Drops what is written and never read. */
function dropUnread(jobs: readonly Job[], outputs: ReadonlySet<Node>): Job[] {
  const read = new Set<Node>(outputs);
  const kept: Job[] = [];
  for (const job of jobs.toReversed()) {
    if (job.kind === 'loop') {
      const items = job.items.filter((item) => read.has(item.target));
      if (items.length === 0) continue;
      const slim = items.length === job.items.length ? job : { ...job, items };
      for (const source of sourcesOf(slim)) read.add(source);
      kept.push(slim);
    } else {
      for (const source of sourcesOf(job)) read.add(source);
      kept.push(job);
    }
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
    new Set(outputs),
  );
}
