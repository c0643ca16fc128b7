/** What an explanation says of a program, as plain data. */

import type { DType } from '../../graph/dtype.js';
import type { Shape } from '../../graph/shape.js';

/**
 * Where the value of a node is. `input`: it has a value already. `number`: an argument of the
 * kernels. `view`: other indices of its input, no work. `inlined`: computed where it is used.
 * `fused`: computed by a kernel that also uses it, and never stored. `temporary`: stored in the
 * arena. `output`: stored, and stays. `unused`: no kernel needs it.
 */
export type Placement =
  | 'input'
  | 'number'
  | 'view'
  | 'inlined'
  | 'fused'
  | 'temporary'
  | 'output'
  | 'unused';

/** One node of a program. */
export interface ExplainedNode {
  /** Its place in the program, inputs before users. */
  readonly id: number;
  /** The primitive, such as `contract` or `exp`. */
  readonly op: string;
  /** What its tensor is called, `''` if nobody has said. */
  readonly label: string;
  readonly shape: Shape;
  readonly dtype: DType;
  /** Places of its inputs. */
  readonly inputs: readonly number[];
  readonly placement: Placement;
  /** Why it is there. */
  readonly why: string;
  /** What the code of kernels calls the array, `''` where there is none. */
  readonly array: string;
  /** Of an input the element of the tensor that it starts at: more than 0 only for slices. */
  readonly start: number;
  /** The kernels that compute it, by their index. */
  readonly kernels: readonly number[];
}

/** One launch of a kernel. */
export interface ExplainedLaunch {
  /** Sizes of its loops, `+` for those of sums. */
  readonly sizes: string;
  /** Arrays by their names in the code. */
  readonly reads: readonly string[];
  readonly writes: readonly string[];
  /** What it computes, element by element, as JavaScript. */
  readonly code: string;
  /** How: the kernel with its vectors, tiles and packing, and the sizes of this launch. */
  readonly vectorCode: string;
}

/** One kernel of a program: a command, which runs one launch or a batch of several. */
export interface ExplainedKernel {
  readonly index: number;
  /** Its operators, or the form of a product. */
  readonly name: string;
  /** What runs as one: launches that do not depend on each other. */
  readonly launches: readonly ExplainedLaunch[];
  /** Loops over a row that follow each other in one kernel: of a softmax three. */
  readonly stages: number;
  /** Why other work is not in this kernel, or this work not in another one. */
  readonly remarks: readonly string[];
  /** Estimated time on one thread, in nanoseconds. */
  readonly work: number;
  /** Floating-point operations, a multiply-add being two. */
  readonly flops: number;
  /** Bytes of all arrays, each counted once. */
  readonly bytes: number;
  /** Parts that threads can share; 1 if it runs on one thread. */
  readonly chunks: number;
  /** Measured time of all its runs, null when nothing ran. */
  readonly milliseconds: number | null;
}

/** An array that lives while a program runs. */
export interface ExplainedTemporary {
  /** What code calls it. */
  readonly name: string;
  /** Where it starts in the arena. */
  readonly offset: number;
  readonly bytes: number;
  /** The first kernel that touches it, and the last one. */
  readonly first: number;
  readonly last: number;
}

/** Where the temporaries of a program lie. */
export interface ExplainedMemory {
  readonly temporaries: readonly ExplainedTemporary[];
  /** Bytes of the arena. */
  readonly bytes: number;
  /** What they would take if none took the place of another. */
  readonly bytesWithoutReuse: number;
}

/** One program. */
export interface ExplainedProgram {
  readonly nodes: readonly ExplainedNode[];
  /** In the order in which they run. */
  readonly kernels: readonly ExplainedKernel[];
  readonly memory: ExplainedMemory;
  /** Estimated nanoseconds of the work that threads may share; they help from 20 us on. */
  readonly sharedWork: number;
  readonly usesThreads: boolean;
  /** How often it ran; 0 when nothing did. */
  readonly runs: number;
}
