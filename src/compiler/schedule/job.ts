/**
 * What the schedule is made of before kernels are written. Jobs are fused, and each then becomes
 * one or more launches. Pure data.
 */

import type { Node, NodeOf } from '../../graph/node.js';
import type { NodeOfKind, OpsOf } from '../../graph/ops.js';
import type { Shape } from '../../graph/shape.js';
import type { Term } from './term.js';
import type { View } from './view.js';

/** A strided read of a node that is materialized. */
export interface MemoryView {
  readonly source: Node;
  readonly view: View;
}

/**
 * What of a buffer is written: the `whole`, so that readers may take the term instead, a `part`
 * that no other job writes, or the `ground` that parts are written on.
 */
export type Extent = 'whole' | 'part' | 'ground';

/** A result of a loop job. A store writes the term everywhere, a reduction its sum or maximum. */
export interface LoopItem {
  readonly kind: 'store' | 'reduce';
  readonly op: OpsOf<'reduction'> | null;
  readonly term: Term;
  /** The node whose buffer is written. */
  readonly target: Node;
  /** Where in that buffer, over the space (without the reduced dims for a reduction). */
  readonly view: View;
  readonly extent: Extent;
  /** Items of a later stage run in loops of their own, when the sums of earlier ones are known. */
  readonly stage: number;
  /** Whether the result reaches memory; a sum may be of use in later stages only. */
  readonly isStored: boolean;
}

/** Nested loops over `space`; the dims marked as reduced are summed (or maximised) away. */
export interface LoopJob {
  readonly kind: 'loop';
  readonly space: Shape;
  readonly reduced: readonly boolean[];
  readonly items: readonly LoopItem[];
}

/** A contraction of two operands in memory. */
export interface ContractJob {
  readonly kind: 'contract';
  readonly node: NodeOf<'contract'>;
  readonly a: MemoryView;
  readonly b: MemoryView;
  /** What is stored at each index of the result: the product itself, then what is made of it. */
  readonly finish: LoopJob;
}

/** Scatter-add of a source in memory at indices in memory. */
export interface ScatterJob {
  readonly kind: 'scatterAdd';
  readonly node: NodeOf<'scatterAdd'>;
  readonly index: MemoryView;
  readonly source: MemoryView;
}

/** A scan of rows in memory: a running sum or maximum, or a sort. */
export interface RowsJob {
  readonly kind: 'rows';
  readonly node: NodeOfKind<'scan'>;
  readonly x: MemoryView;
}

/** Anything that becomes launches. */
export type Job = LoopJob | ContractJob | ScatterJob | RowsJob;

/** Strides over the job's space of a view that lacks the reduced dims. */
export function overSpace(view: View, space: Shape, reduced: readonly boolean[]): number[] {
  let next = 0;
  return space.map((_, d) => {
    if (reduced[d]) return 0;
    const stride = view.strides[next] ?? 0;
    next += 1;
    return stride;
  });
}
