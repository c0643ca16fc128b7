/** What the lowering of a job knows of the program around it. */

import type { Node } from '../graph/node.js';
import type { Target } from '../kernel/ir.js';
import type { Buffer } from './launch.js';

/** What a lowering needs to know of the program around it. */
export interface LowerContext {
  readonly target: Target;
  /** The memory of a node. */
  bufferOf(node: Node): Buffer;
  /** Place of the first scalar of a `full` or `random` node among the program's scalars. */
  scalarOf(node: Node): number;
  /** A number for the place in the program where an index may be out of range. */
  siteOf(name: string, size: number): number;
  /** Scratch memory that lives during one launch. */
  temp(bytes: number): Buffer;
}
