/** Memory seen through strides: what a lowering knows of one operand. */

import type { Shape } from '../graph/shape.js';
import type { Buffer } from './launch.js';

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
