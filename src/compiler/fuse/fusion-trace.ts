/** What a listener hears of fusion: which jobs became one kernel, and why others did not. */

import type { Job } from '../schedule/job.js';

/**
 * Why a job did not join a kernel. `closed`: the kernel takes no other work. `space`: it loops over
 * other sizes. `reducedDims`: it reduces other dims. `items`: it stores as much as it can.
 * `unrelated`: they share nothing. `epilogue`: it does not pay beside the product. `sumOfProduct`:
 * no sum is complete in a block of a product. `access`: it reads what the kernel makes at other
 * indices. `fewRows`: too few rows for threads. `walk`: one walks rows and the other columns.
 * `size`: together they are too much for the registers. `buffers`: the target allows no more of
 * them. `sumOrder`: a sum would run in another order.
 */
export type FusionObstacle =
  | 'closed'
  | 'space'
  | 'reducedDims'
  | 'items'
  | 'unrelated'
  | 'epilogue'
  | 'sumOfProduct'
  | 'access'
  | 'fewRows'
  | 'walk'
  | 'size'
  | 'buffers'
  | 'sumOrder';

/** A listener of fusion. */
export interface FusionTrace {
  /** A job joined the kernel that makes `into`, in a stage of it. */
  joined(job: Job, into: Job, stage: number): void;
  /** A job did not join the kernel that makes `into` so far. */
  refused(job: Job, into: Job, why: FusionObstacle): void;
  /** Work that had joined a product is done by a kernel of its own after all. */
  split(product: Job, rest: Job): void;
}
