/**
 * What follows a contraction at each index of its result, and whether that is worth doing block by
 * block in the contraction's kernel.
 */

import { bytesOf } from '../graph/dtype.js';
import type { Node } from '../graph/node.js';
import { numel } from '../graph/shape.js';
import type { ContractJob, Job, LoopItem, LoopJob } from './job.js';
import { termOrder } from './term.js';

// `npx tsx bench/epilogues.ts` shows what is behind these numbers.
/** Arrays as large as the product that may be read and written block by block, where they are small. */
const streamsOfSmall = 3;
/** Larger ones come from further away, in pieces of lines that no processor fetches ahead. */
const smallBytes = 256 * 1024;
/** Steps of the inner dim beside which the memory spared is more than measurements vary by. */
const fewSteps = 256;
/** Results that are too few to be worth a kernel of their own: other code has to be read in for each. */
const fewResults = 2048;
/** Elements of a row that it takes longer to begin than to work on, and rows that are few anyway. */
const shortRow = 32;
const fewRows = 1024;

/** What is made of a product, without the product itself; null if that is nothing. */
export function followersOf({ node, finish }: ContractJob): LoopJob | null {
  const items = finish.items.filter((item) => item.target !== node);
  return items.length === 0 ? null : { ...finish, items };
}

/** How many arrays as large as a product may be read and written while it is finished. */
export type FollowRule = (product: ContractJob['node']) => number;

/**
 * As many as did not lose. Blocks spare writing the product and reading it again, and a launch. But
 * large arrays beside the result are read and written in pieces of lines, slower than in one go.
 */
export const wherePaying: FollowRule = ({ inputs, shape, dtype, attrs }) => {
  const count = numel(shape);
  const row = numel(shape.slice(shape.length - attrs.n));
  if (count < fewResults || (row < shortRow && count > fewRows * row)) return 0;
  const steps = numel(inputs[0].shape.slice(inputs[0].shape.length - attrs.k));
  return count * bytesOf(dtype) <= smallBytes && steps <= fewSteps ? streamsOfSmall : 1;
};

/** Whether a contraction of a large result, where nothing else can be made of that, takes on more items. */
export function canFollow(
  { node, finish }: ContractJob,
  items: readonly LoopItem[],
  rule: FollowRule,
): boolean {
  const most = rule(node);
  const all = [...finish.items.filter((item) => item.target !== node), ...items];
  return most > 1 || streamsOf(node, all) <= most;
}

/** The job, or two where it has turned out that blocks do not pay. */
export function withoutHeavyFollowers(job: Job, rule: FollowRule): Job[] {
  const followers = job.kind === 'contract' ? followersOf(job) : null;
  if (job.kind !== 'contract' || followers === null) return [job];
  const { node, finish } = job;
  const stored = finish.items.filter((item) => item.isStored);
  if (streamsOf(node, stored) <= rule(node)) return [job];
  const product = finish.items.filter((item) => item.target === node);
  const items = product.map((item) => ({ ...item, isStored: true }));
  return [{ ...job, finish: { ...finish, items } }, followers];
}

/** Arrays as large as the product that items read and write. */
function streamsOf(node: Node, items: readonly LoopItem[]): number {
  const count = numel(node.shape);
  const reads = termOrder(items.map((item) => item.term)).filter(
    (term) => term.kind === 'load' && term.source !== node && numel(term.source.shape) >= count,
  );
  return reads.length + items.length;
}
