/**
 * How much one kernel may hold: terms for its registers, and buffers where the target limits these.
 */

import type { Node } from '../../graph/node.js';
import type { LoopItem } from '../schedule/job.js';
import { isRead, type Term } from '../schedule/term.js';

/** A kernel that computes more than this at once runs out of registers. */
const MAX_TERMS = 200;

/** What a kernel computes, or what is to join it. */
interface Parts {
  readonly terms: Iterable<Term>;
  readonly loads: Iterable<Term>;
  readonly items: readonly LoopItem[];
}

/** What a kernel computes so far. */
export interface KernelParts extends Parts {
  readonly terms: ReadonlySet<Term>;
  /** Buffers that it reads beside its loads. */
  readonly operands: number;
}

/** What a kernel would have too much of with a newcomer; null if nothing. */
export function excessOf(
  kernel: KernelParts,
  newcomer: Parts,
  mostBuffers: number,
): 'size' | 'buffers' | null {
  let terms = kernel.terms.size;
  for (const term of newcomer.terms) if (!kernel.terms.has(term)) terms += 1;
  if (terms > MAX_TERMS) return 'size';
  // Most targets have no limit, and fusion asks for each pair of jobs.
  if (mostBuffers === Number.POSITIVE_INFINITY) return null;
  return buffersOf(kernel, newcomer) > mostBuffers ? 'buffers' : null;
}

/** How many buffers both would read and write together. */
function buffersOf(kernel: KernelParts, newcomer: Parts): number {
  const buffers = new Set<Node>();
  for (const { loads, items } of [kernel, newcomer]) {
    for (const load of loads) if (isRead(load)) buffers.add(load.source);
    for (const { target } of items) buffers.add(target);
  }
  return buffers.size + kernel.operands;
}
