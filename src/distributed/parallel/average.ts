/** The mean of all ranks' gradients, made while the backward pass still computes others. */

import { allocate } from '../../graph/dtype.js';
import { withGradMode } from '../../graph/grad-mode.js';
import { at } from '../../list.js';
import { realizeInTurn } from '../../runtime/realize/exchange.js';
import type { Tensor } from '../../tensor/index.js';
import { reduceInPlace, takesRing } from '../collectives/reduce-in-place.js';
import type { Communicator } from '../process/communicator.js';
import { DistributedError } from '../process/errors.js';
import { agree } from '../world/objects.js';
import { type Bucket, gather, handOut, type Place } from './buckets.js';
import { RingQueue } from './ring-queue.js';

/** What the mean depends on besides the gradients. */
export interface Averaging {
  /** How much this rank's gradients count. */
  readonly weight: number;
  /** Whether parameters may have gradients on some ranks only. */
  readonly mayBeUnused: boolean;
}

/**
 * Replaces the gradients by their mean over all ranks, in which those of this rank count `weight`
 * times. What else waits to be computed, the loss among it, is computed with them. Large ones go
 * from rank to rank while others are computed, where an ordinary network joins the hosts.
 *
 * @throws DistributedError when a parameter has a gradient on some ranks only, unless
 *   `mayBeUnused`: then the others count as zeros.
 */
export function averageGradients(
  communicator: Communicator,
  buckets: readonly Bucket[],
  layout: string,
  { weight, mayBeUnused }: Averaging,
): void {
  const { present, total } = sharesOf(communicator, buckets, layout, weight);
  if (!mayBeUnused) checkEvenly(buckets, present, communicator.size);
  withGradMode(false, () => {
    const sums = buckets.map((bucket) => gather(bucket, weight));
    reduceTogether(communicator, sums);
    for (const [i, bucket] of buckets.entries()) handOut(bucket, at(sums, i), total);
  });
  const places = buckets.flatMap((bucket) => bucket.places);
  for (const [i, { parameter }] of places.entries()) if (present[i] === 0) parameter.grad = null;
}

/** How many ranks have a gradient of each parameter, and how much those of all ranks count. */
interface Shares {
  readonly present: ArrayLike<number>;
  readonly total: number;
}

/** One meeting, as long as the ranks are alike. */
function sharesOf(
  communicator: Communicator,
  buckets: readonly Bucket[],
  layout: string,
  weight: number,
): Shares {
  const own = buckets.flatMap(({ places }) => places.map(hasGradient));
  const numbers = [...own, weight].flatMap((number) => [number, -number]);
  const largest = agree(communicator, 'backward', layout, numbers);
  const areAlike = largest.every((number, i) => number === numbers[i]);
  const { size } = communicator;
  if (areAlike) return { present: own.map((has) => has * size), total: weight * size };
  const sums = allocate('float64', own.length + 1);
  sums.set([...own, weight]);
  communicator.allReduce(sums, 'float64', 'sum');
  return { present: sums, total: at(sums, own.length) };
}

function hasGradient({ parameter }: Place): number {
  return parameter.ownGrad() === null ? 0 : 1;
}

function checkEvenly(buckets: readonly Bucket[], present: ArrayLike<number>, size: number): void {
  const names = buckets.flatMap(({ places }) => places.map(({ name }) => name));
  for (const [i, name] of names.entries()) {
    const count = at(present, i);
    if (count === 0 || count === size) continue;
    throw new DistributedError(
      `DistributedDataParallel: ${name} got a gradient on ${count} of ${size} ranks, so its mean ` +
        'has no meaning. Compute the same on every rank, or count the others as zeros: ' +
        'new DistributedDataParallel(model, { findUnusedParameters: true })',
      'everywhere',
    );
  }
}

/** Computes the values and replaces them by their sums over all ranks. */
function reduceTogether(communicator: Communicator, sums: readonly Tensor[]): void {
  const beside = sums.filter(({ dtype, numel }) => takesRing(dtype, numel));
  const rings = new RingQueue(
    communicator,
    beside.map(({ node }) => node),
  );
  realizeInTurn(
    sums.map(({ node }) => node),
    new Set(beside.map(({ node }) => node)),
    (node, elements) => rings.ready(node, elements),
    () => rings.advance(),
  );
  rings.finish();
  for (const sum of sums) if (!beside.includes(sum)) reduceInPlace(sum.node, 'sum');
}
