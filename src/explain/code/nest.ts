/**
 * The loops of a job for its code: dims that no operand tells apart are one loop, kept dims stand
 * outside of reduced ones, and each term has the outermost loop where it can be computed.
 */

import { planFission } from '../../compiler/lower/loops/loop-fission.js';
import { vectorLanes } from '../../compiler/lower/loops/loop-kernel.js';
import {
  dimsOf,
  keptOf,
  type LoopDim,
  layoutLoops,
  mergeDims,
  type Operand,
  operandsOf,
} from '../../compiler/lower/loops/loop-layout.js';
import type { LoopItem, LoopJob } from '../../compiler/schedule/job.js';
import { argsOf, type Term, termOrder } from '../../compiler/schedule/term.js';
import type { Target } from '../../kernel/ir.js';

/** Loops with what they compute. */
export interface Nest {
  readonly dims: readonly LoopDim[];
  /** How many of them, the first ones, are not reduced. */
  readonly kept: number;
  /** Which dim vectors run along; -1 for none. */
  readonly vector: number;
  readonly operands: readonly Operand[];
  readonly items: readonly LoopItem[];
  /** The loop that a term changes with, the innermost of several; -1 for none. */
  readonly levels: ReadonlyMap<Term, number>;
  /** Terms that later stages find in scratch memory, with the stage that leaves them there. */
  readonly saved: ReadonlyMap<Term, number>;
}

/** The loops of a job as its kernel has them. */
export function nestOfLoop(job: LoopJob, target: Target): Nest {
  const layout = layoutLoops(job, target.lanes);
  const { subLoops } = planFission(layout, vectorLanes(layout, target));
  const saved = new Map<Term, number>();
  for (const subLoop of subLoops) for (const term of subLoop.saved) saved.set(term, subLoop.stage);
  const { dims, vector, operands, items, terms } = layout;
  return withLevels({ dims, vector, operands, items, saved }, terms);
}

/** The loops of a product, in the order of its dims: its kernel walks them in blocks. */
export function nestOfProduct(job: LoopJob): Nest {
  const terms = termOrder(job.items.map((item) => item.term));
  const operands = operandsOf(terms, job.items);
  const all = dimsOf(job, operands);
  const dims = mergeDims([
    ...all.filter(({ reduced }) => !reduced),
    ...all.filter(({ reduced }) => reduced),
  ]);
  return withLevels({ dims, vector: -1, operands, items: job.items, saved: new Map() }, terms);
}

function withLevels(nest: Omit<Nest, 'levels' | 'kept'>, terms: readonly Term[]): Nest {
  const kept = keptOf(nest.dims);
  const own = new Map<unknown, number>();
  for (const [k, { of }] of nest.operands.entries()) {
    own.set(
      of,
      nest.dims.findLastIndex(({ strides }) => (strides[k] ?? 0) !== 0),
    );
  }
  const levels = new Map<Term, number>();
  for (const term of terms) {
    const args = argsOf(term).map((arg) => levels.get(arg) ?? -1);
    const least = term.kind === 'result' ? kept - 1 : (own.get(term) ?? -1);
    levels.set(term, Math.max(least, ...args));
  }
  return { ...nest, kept, levels };
}
