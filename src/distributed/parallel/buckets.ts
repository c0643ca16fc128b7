/**
 * Gradients side by side: one piece of memory for many of them, so that few and large messages are
 * sent. Behind the gradients of a bucket stands for each whether this rank has one, so that the sum
 * says how many ranks do, and how much this rank's gradients count. Source of the size: Li et al.,
 * "PyTorch Distributed", 2020.
 */

import type { DType } from '../../graph/dtype.js';
import { bytesOf } from '../../graph/dtype.js';
import { withGradMode } from '../../graph/grad-mode.js';
import { numel } from '../../graph/shape.js';
import { at } from '../../list.js';
import type { Parameter } from '../../nn/parameter.js';
import { elementsOf } from '../../runtime/realize/exchange.js';
import { cat, full, realize, type Tensor, tensor } from '../../tensor/index.js';
import { reduceInPlace } from '../collectives/reduce-in-place.js';
import { DistributedError } from '../process/errors.js';

/** A parameter and where its gradient starts in its bucket. */
interface Place {
  readonly name: string;
  readonly parameter: Parameter;
  readonly start: number;
}

/** Parameters of one dtype whose gradients are reduced together. */
export interface Bucket {
  readonly dtype: DType;
  readonly places: Place[];
  /** Elements of its gradients. */
  length: number;
}

/** Cuts parameters, the last ones first as their gradients are ready first, into buckets. */
export function bucketsOf(
  parameters: readonly (readonly [string, Parameter])[],
  capBytes: number,
): Bucket[] {
  const open = new Map<DType, Bucket>();
  const all: Bucket[] = [];
  for (const [name, parameter] of parameters.toReversed()) {
    const { dtype } = parameter;
    const size = numel(parameter.shape);
    let bucket = open.get(dtype);
    if (bucket === undefined || (bucket.length + size) * bytesOf(dtype) > capBytes) {
      bucket = { dtype, places: [], length: 0 };
      open.set(dtype, bucket);
      all.push(bucket);
    }
    bucket.places.push({ name, parameter, start: bucket.length });
    bucket.length += size;
  }
  return all;
}

/**
 * Replaces the gradients by their mean over all ranks, in which those of this rank count `weight`
 * times. What else waits to be computed, the loss among it, is computed with them.
 *
 * @throws DistributedError when a parameter has a gradient on some ranks only, unless
 *   `mayBeUnused`: then the others count as zeros.
 */
export function averageGradients(
  buckets: readonly Bucket[],
  size: number,
  weight: number,
  mayBeUnused: boolean,
): void {
  withGradMode(false, () => {
    const filled = buckets.map((bucket) => fill(bucket, weight));
    realize(filled);
    for (const bucket of filled) reduceInPlace(bucket.node, 'sum');
    for (const [i, bucket] of buckets.entries()) {
      handOut(bucket, at(filled, i), size, mayBeUnused);
    }
  });
}

function fill({ dtype, places }: Bucket, weight: number): Tensor {
  const parts = places.map(({ parameter }) => {
    const own = parameter.ownGrad()?.detach().flatten();
    if (own === undefined) return full([parameter.numel], 0, { dtype });
    return weight === 1 ? own : own.mul(weight);
  });
  const counts = places.map(({ parameter }) => (parameter.ownGrad() === null ? 0 : 1));
  return cat([...parts, tensor([...counts, weight], { dtype })]);
}

function handOut(bucket: Bucket, sums: Tensor, size: number, mayBeUnused: boolean): void {
  const { places, length } = bucket;
  const counts = elementsOf(sums.node, 'DistributedDataParallel').slice(length);
  const total = at(counts, places.length);
  for (const [i, { name, parameter, start }] of places.entries()) {
    const count = at(counts, i);
    if (count === 0) {
      parameter.grad = null;
      continue;
    }
    if (count < size && !mayBeUnused) throw unevenly(name, count, size);
    const end = start + parameter.numel;
    parameter.grad = sums.slice(0, start, end).reshape(parameter.shape).div(total);
  }
}

function unevenly(name: string, count: number, size: number): DistributedError {
  return new DistributedError(
    `DistributedDataParallel: ${name} got a gradient on ${count} of ${size} ranks, so its mean ` +
      'has no meaning. Compute the same on every rank, or count the others as zeros: ' +
      'new DistributedDataParallel(model, { findUnusedParameters: true })',
    'everywhere',
  );
}
