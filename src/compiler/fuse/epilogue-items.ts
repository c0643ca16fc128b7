/**
 * The epilogue of a contraction: what is stored at each index of its result beside the product
 * itself, and how many arrays that reads and writes.
 */

import type { Node } from '../../graph/node.js';
import { numel } from '../../graph/shape.js';
import type { EpilogueRule } from '../schedule/epilogue-rule.js';
import type { ContractJob, Job, LoopItem, LoopJob } from '../schedule/job.js';
import { termOrder } from '../schedule/term.js';

/** What is made of a product, without the product itself; null if that is nothing. */
export function epilogueOf({ node, finish }: ContractJob): LoopJob | null {
  const items = finish.items.filter((item) => item.target !== node);
  return items.length === 0 ? null : { ...finish, items };
}

/**
 * Whether a contraction of a large result, where nothing else can be made of that, takes on more
 * items.
 */
export function canJoinEpilogue(
  { node, finish }: ContractJob,
  items: readonly LoopItem[],
  rule: EpilogueRule,
): boolean {
  const most = rule(node);
  const all = [...finish.items.filter((item) => item.target !== node), ...items];
  return most > 1 || streamsOf(node, all) <= most;
}

/** The job, or two where measurement says that blocks do not pay. */
export function withoutHeavyEpilogue(job: Job, rule: EpilogueRule): Job[] {
  const epilogue = job.kind === 'contract' ? epilogueOf(job) : null;
  if (job.kind !== 'contract' || epilogue === null) return [job];
  const { node, finish } = job;
  const stored = finish.items.filter((item) => item.isStored);
  if (streamsOf(node, stored) <= rule(node)) return [job];
  const product = finish.items.filter((item) => item.target === node);
  const items = product.map((item) => ({ ...item, isStored: true }));
  return [{ ...job, finish: { ...finish, items } }, epilogue];
}

/** Arrays as large as the product that items read and write. */
function streamsOf(node: Node, items: readonly LoopItem[]): number {
  const count = numel(node.shape);
  const reads = termOrder(items.map((item) => item.term)).filter(
    (term) => term.kind === 'load' && term.source !== node && numel(term.source.shape) >= count,
  );
  return reads.length + items.length;
}
