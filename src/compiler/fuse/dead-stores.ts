/**
 * Leaves out results that nobody reads, because all who did have joined the kernel that makes them.
 */

import type { Node } from '../../graph/node.js';
import type { Job, LoopItem, LoopJob } from '../schedule/job.js';
import { sourcesOf } from '../schedule/schedule.js';
import { isRead, type Term, termOrder } from '../schedule/term.js';

/** The job without results that nobody reads; null when none is left. */
function withoutDeadStores(job: Job, read: ReadonlySet<Node>): Job | null {
  if (job.kind === 'loop') return readItems(job, read);
  if (job.kind !== 'contract') return job;
  const finish = readItems(job.finish, read, job.node);
  return finish === null ? null : { ...job, finish };
}

/** The loops without what nobody reads; `product` is at hand, whether it is stored or not. */
function readItems(
  job: LoopJob,
  read: ReadonlySet<Node>,
  product: Node | null = null,
): LoopJob | null {
  const loaded = new Set<Node>();
  const used = new Set<Node>();
  const kept: LoopItem[] = [];
  const noteUse = (term: Term): void => {
    if (term.kind === 'result') used.add(term.source);
    if (isRead(term)) (term.source === product ? used : loaded).add(term.source);
  };
  // Later stages come last, so walking backwards meets every use before what it uses.
  for (const item of job.items.toReversed()) {
    const isStored = read.has(item.target) || loaded.has(item.target);
    if (!isStored && !used.has(item.target)) continue;
    kept.push({ ...item, isStored });
    for (const term of termOrder([item.term])) noteUse(term);
  }
  return kept.length === 0 ? null : { ...job, items: kept.toReversed() };
}

/** The jobs without what nobody reads; `outputs` are read after them. */
export function dropDeadStores(jobs: readonly Job[], outputs: readonly Node[]): Job[] {
  const read = new Set<Node>(outputs);
  const kept: Job[] = [];
  for (const job of jobs.toReversed()) {
    const slim = withoutDeadStores(job, read);
    if (slim === null) continue;
    for (const source of sourcesOf(slim)) read.add(source);
    kept.push(slim);
  }
  return kept.toReversed();
}
