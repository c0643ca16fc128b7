/** What a compiled program is made of: launches of kernels on buffers, in order. Pure data. */

import type { DType } from '../graph/dtype.js';
import type { Kernel } from '../kernel/ir.js';

/**
 * Memory that a launch reads or writes. `input`: the value of a leaf or realized node (`index` into
 * the program's inputs). `output`: a value that outlives the run (`index` into its outputs).
 * `temp`: lives from its first to its last launch, placed in the arena by the memory plan.
 */
export interface Buffer {
  readonly kind: 'input' | 'output' | 'temp';
  readonly index: number;
  readonly bytes: number;
}

/** Value of one kernel argument. Scalars are numbers of the graph, rebound at each run. */
export type Arg =
  | { readonly kind: 'buffer'; readonly buffer: Buffer; readonly offset: number }
  | { readonly kind: 'int'; readonly value: number }
  | { readonly kind: 'scalar'; readonly index: number; readonly dtype: DType }
  /** Address of the fault record: (site, value) as two i32, site 0 while nothing is wrong. */
  | { readonly kind: 'fault' };

/** One call of a kernel over the units [0, range) of its parallel range. */
export interface Launch {
  readonly kernel: Kernel;
  readonly args: readonly Arg[];
  /** Units of work that are independent of each other. */
  readonly range: number;
  /** The range is cut between threads at multiples of this. */
  readonly grain: number;
  /** Estimated duration on one thread, nanoseconds: decides whether threads are worth waking. */
  readonly work: number;
  /** The sizes that it works on, for profiles, such as `128x512x784`. */
  readonly sizes?: string;
  /** Floating-point operations (a multiply-add is two), for profiles; none if left out. */
  readonly flops?: number;
  readonly reads: readonly Buffer[];
  readonly writes: readonly Buffer[];
  /** Those of `writes` of which it writes a part that no other launch writes; none if left out. */
  readonly parts?: readonly Buffer[];
}

/**
 * Launches of one kernel that do not depend on each other: the runtime treats them as one, whose
 * range is theirs one after the other.
 */
export type Batch = readonly [Launch, ...Launch[]];
