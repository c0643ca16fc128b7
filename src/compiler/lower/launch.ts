/**
 * What a compiled program is made of: launches of kernels on buffers, in order; and what the
 * lowering of a job knows of the program around it. Pure data.
 */

import type { DType } from '../../graph/dtype.js';
import type { Node } from '../../graph/node.js';
import type { EnsureAttrs } from '../../graph/ops.js';
import type { Shape } from '../../graph/shape.js';
import type { Kernel, Scalar, Target } from '../../kernel/ir.js';
import type { Job } from '../schedule/job.js';

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

/**
 * One operand as strided memory: element [i..] is at `offset + sum(i * strides)`, in elements.
 * Strides may be 0 (broadcast), negative (flip) or overlap (windows).
 */
export interface StridedView {
  readonly buffer: Buffer;
  readonly offset: number;
  readonly shape: Shape;
  readonly strides: readonly number[];
}

/** The lane type that computes with a dtype; a bool is computed as a mask. */
export const scalarOf: { readonly [D in DType]: Scalar } = {
  float32: 'f32',
  float64: 'f64',
  int32: 'i32',
  bool: 'i32',
};

/** A place where a kernel may meet an index out of range, or a number that must not be. */
export type Site = { readonly name: string; readonly size: number } | EnsureAttrs;

/** What a lowering needs to know of the program around it. */
export interface LowerContext {
  readonly target: Target;
  /** The memory of a node. */
  bufferOf(node: Node): Buffer;
  /** Place of the first scalar of a `full` or `random` node among the program's scalars. */
  scalarOf(node: Node): number;
  /** A number for a place in the program where it may fail, from 1. */
  siteOf(site: Site): number;
  /** Scratch memory that lives during one launch. */
  temp(bytes: number): Buffer;
}

/** From a job to its launches. */
export type Lower = (job: Job, context: LowerContext) => Launch[];
