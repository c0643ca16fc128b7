/** What the lowering of a job knows of the program around it. */

import type { Node } from '../graph/node.js';
import type { EnsureAttrs } from '../graph/ops.js';
import type { Target } from '../kernel/ir.js';
import type { Buffer } from './launch.js';

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
