/**
 * What the compiler tells a listener of its decisions: what is materialized and why, which jobs became
 * one kernel and why others did not, and which launches a job became. Nobody listens unless `explain` does.
 */

import type { Node } from '../graph/node.js';
import type { Buffer, Launch } from './lower/launch.js';
import type { Job } from './schedule/job.js';

/**
 * Why a node is materialized. `output`: asked for. `kernel`: only a kernel of its own computes it.
 * `cost`: it is used more than once, and computing it again costs more than reading it. `reads`: used more than
 * once, and made of too many arrays to read them again. `size`: its expression fills a kernel.
 * `reshape`: no strides express a reshape of it. `operand`: a kernel reads it from memory itself.
 * `sumOrder`: a sum of it would otherwise run in another order. `pieces`: partial results of a long sum.
 */
export type MaterializeReason =
  | 'output'
  | 'kernel'
  | 'cost'
  | 'reads'
  | 'size'
  | 'reshape'
  | 'operand'
  | 'sumOrder'
  | 'pieces';

/**
 * Why a job did not join a kernel. `closed`: the kernel takes no other work. `space`: it loops over other
 * sizes. `reducedDims`: it reduces other dims. `items`: it stores as much as it can. `unrelated`: they share
 * nothing. `product`: a sum, or work that does not pay beside a product. `access`: it reads what the kernel
 * makes at other indices. `fewRows`: too few rows for threads. `walk`: one walks rows and the other columns.
 * `size`: together they are too much for the registers. `sumOrder`: a sum would run in another order.
 */
export type FusionObstacle =
  | 'closed'
  | 'space'
  | 'reducedDims'
  | 'items'
  | 'unrelated'
  | 'product'
  | 'access'
  | 'fewRows'
  | 'walk'
  | 'size'
  | 'sumOrder';

/** A listener. */
export interface Trace {
  /** The graph without equal nodes: which node stands for each of the given ones. */
  shared(order: readonly Node[], standsFor: ReadonlyMap<Node, Node>): void;
  /** Told again, a node keeps its first reason. */
  materialized(node: Node, reason: MaterializeReason): void;
  /** A job joined the kernel that makes `into`, in a stage of it. */
  joined(job: Job, into: Job, stage: number): void;
  /** A job did not join the kernel that makes `into` so far. */
  refused(job: Job, into: Job, why: FusionObstacle): void;
  /** Work that had joined a product is done by a kernel of its own after all. */
  split(product: Job, rest: Job): void;
  /** The result of a node has a temporary of its own. */
  placed(node: Node, buffer: Buffer): void;
  /** A job became launches. */
  lowered(job: Job, launches: readonly Launch[]): void;
}
