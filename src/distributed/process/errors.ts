/** What ends a computation that several processes share. */

import { pointAtCaller } from '../../errors.js';
import * as signatures from '../../signatures/distributed.js';

/**
 * Who says it: the rank that meets it, all ranks at once, or another rank, whose own error it is
 * that this one stops.
 */
export type Origin = 'here' | 'everywhere' | 'elsewhere';

/**
 * A rank that left, threw or did something else than the others, or an MPI that failed.
 *
 * @example
 * const error = new distributed.DistributedError('rank 1 left the computation');
 * console.log(String(error), error.origin); // DistributedError: rank 1 left the computation here
 */
export class DistributedError extends Error {
  override readonly name: string = 'DistributedError';
  /** Who else says it. */
  readonly origin: Origin;

  constructor(message: string, origin: Origin = 'here') {
    signatures.DistributedError.check(arguments);
    super(message);
    this.origin = origin;
    // What consoles need not show.
    Object.defineProperty(this, 'origin', { enumerable: false });
    pointAtCaller(this);
  }
}
