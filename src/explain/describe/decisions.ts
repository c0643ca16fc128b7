/** A listener of the compiler that keeps what it hears. */

import type { FusionObstacle } from '../../compiler/fuse/fusion-trace.js';
import type { Buffer, Launch } from '../../compiler/lower/launch.js';
import type { Job } from '../../compiler/schedule/job.js';
import { sourcesOf, targetsOf } from '../../compiler/schedule/schedule.js';
import type { MaterializeReason } from '../../compiler/schedule/schedule-trace.js';
import type { Trace } from '../../compiler/trace.js';
import type { Node } from '../../graph/node.js';

/** A job that did not join a kernel whose results it reads. */
export interface Refusal {
  readonly targets: readonly Node[];
  readonly into: readonly Node[];
  readonly why: FusionObstacle | 'split';
}

/** A job with the launches that it became. */
export interface LoweredJob {
  readonly job: Job;
  readonly launches: readonly Launch[];
}

/** The decisions of one compilation. */
export class Decisions implements Trace {
  order: readonly Node[] = [];
  standsFor: ReadonlyMap<Node, Node> = new Map();
  readonly reasons: Map<Node, MaterializeReason> = new Map();
  readonly refusals: Refusal[] = [];
  readonly buffers: Map<Node, Buffer> = new Map();
  readonly jobs: LoweredJob[] = [];

  shared(order: readonly Node[], standsFor: ReadonlyMap<Node, Node>): void {
    this.order = order;
    this.standsFor = standsFor;
  }

  materialized(node: Node, reason: MaterializeReason): void {
    if (!this.reasons.has(node)) this.reasons.set(node, reason);
  }

  joined(job: Job): void {
    // What kept it out of other kernels is of no interest any more.
    const targets = new Set(targetsOf(job));
    const others = this.refusals.filter((refusal) => !refusal.targets.some((t) => targets.has(t)));
    this.refusals.splice(0, this.refusals.length, ...others);
  }

  refused(job: Job, into: Job, why: FusionObstacle): void {
    const made = new Set(targetsOf(into));
    if (!sourcesOf(job).some((source) => made.has(source))) return;
    this.refusals.push({ targets: targetsOf(job), into: [...made], why });
  }

  split(product: Job, rest: Job): void {
    this.refusals.push({ targets: targetsOf(rest), into: targetsOf(product), why: 'split' });
  }

  placed(node: Node, buffer: Buffer): void {
    this.buffers.set(node, buffer);
  }

  lowered(job: Job, launches: readonly Launch[]): void {
    this.jobs.push({ job, launches });
  }
}
