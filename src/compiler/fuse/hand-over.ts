/**
 * Whether a row fits in scratch memory, so that later stages can reuse values of earlier ones:
 * fusion asks before kernels are written, loop fission when they are.
 */

import { numel, type Shape } from '../../graph/shape.js';
import { loopScratchBytes } from '../../kernel/ir.js';

/** Rows that are shorter are not worth several sub-loops. */
export const shortestRow: number = 64;
export const bytesOfSlotElement: number = 4;
export const slotAlignment: number = 64;

/**
 * Whether the stages of a reduction may count on handing over: rows are one loop, and not too long.
 */
export function handsRowsOver(space: Shape, reduced: readonly boolean[]): boolean {
  const first = reduced.indexOf(true);
  const isInnermost = first >= 0 && space.every((size, d) => d < first || reduced[d] || size === 1);
  return isInnermost && numel(space.slice(first)) * bytesOfSlotElement <= loopScratchBytes;
}
