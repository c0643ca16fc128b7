/** What the compiler tells a listener of its decisions. Nobody listens unless `explain` does. */

import type { Node } from '../graph/node.js';
import type { FusionTrace } from './fuse/fusion-trace.js';
import type { Buffer, Launch } from './lower/launch.js';
import type { Job } from './schedule/job.js';
import type { ScheduleTrace } from './schedule/schedule-trace.js';

/** A listener of all stages. */
export interface Trace extends ScheduleTrace, FusionTrace {
  /** The graph without equal nodes: which node stands for each of the given ones. */
  shared(order: readonly Node[], standsFor: ReadonlyMap<Node, Node>): void;
  /** The result of a node has a temporary of its own. */
  placed(node: Node, buffer: Buffer): void;
  /** A job became launches. */
  lowered(job: Job, launches: readonly Launch[]): void;
}
