/** What a listener hears of the schedule: what is materialized, and why. */

import type { Node } from '../../graph/node.js';

/**
 * Why a node is materialized. `output`: asked for. `kernel`: only a kernel of its own computes it.
 * `cost`: it is used more than once, and computing it again costs more than reading it. `reads`:
 * used more than once, and made of too many arrays to read them again. `buffers`: a kernel may read
 * no more of them. `size`: its expression fills a kernel. `reshape`: no strides express a reshape
 * of it. `operand`: a kernel reads it from memory itself. `sumOrder`: a sum of it would otherwise
 * run in another order. `pieces`: partial results of a long sum.
 */
export type MaterializeReason =
  | 'output'
  | 'kernel'
  | 'cost'
  | 'reads'
  | 'size'
  | 'buffers'
  | 'reshape'
  | 'operand'
  | 'sumOrder'
  | 'pieces';

/** A listener of the schedule. */
export interface ScheduleTrace {
  /** Told again, a node keeps its first reason. */
  materialized(node: Node, reason: MaterializeReason): void;
}
