/**
 * Gradients side by side: one piece of memory for many small ones, so that few and large messages
 * are sent. A large one is a bucket by itself and is reduced where it lies. Source of the sizes: Li
 * et al., "PyTorch Distributed", 2020.
 */

import { binary, full } from '../../graph/builders/index.js';
import { bytesOf, type DType } from '../../graph/dtype.js';
import { numel } from '../../graph/shape.js';
import { at } from '../../list.js';
import type { Parameter } from '../../nn/parameter.js';
import { cat, Tensor, zeros } from '../../tensor/index.js';
import { ringBytes } from '../collectives/reduce-in-place.js';

/** A parameter and where its gradient starts in its bucket. */
export interface Place {
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
  /**
   * Their sums over all ranks, null before the first: a leaf, so that its memory is used again once
   * nobody needs the sums of the step before the last.
   */
  sums: Tensor | null;
}

/** Cuts parameters, the last ones first as their gradients are ready first, into buckets. */
export function bucketsOf(
  parameters: readonly (readonly [string, Parameter])[],
  capBytes: number,
): Bucket[] {
  const open = new Map<DType, Bucket>();
  /** In the order in which they are complete. */
  const buckets = new Set<Bucket>();
  for (const [name, parameter] of parameters.toReversed()) {
    const { dtype } = parameter;
    const size = numel(parameter.shape);
    const isLarge = size * bytesOf(dtype) >= ringBytes;
    const before = isLarge ? undefined : open.get(dtype);
    const isFull = before === undefined || (before.length + size) * bytesOf(dtype) > capBytes;
    const bucket = isFull ? { dtype, places: [], length: 0, sums: null } : before;
    if (!isLarge) open.set(dtype, bucket);
    bucket.places.push({ name, parameter, start: bucket.length });
    bucket.length += size;
    buckets.delete(bucket);
    buckets.add(bucket);
  }
  return [...buckets];
}

/** Gathers the gradients of a bucket, `weight` times, in memory that nobody else has. */
export function gather(bucket: Bucket, weight: number): Tensor {
  const { dtype, places, length } = bucket;
  const parts = places.map(({ parameter }) => {
    const own = parameter.ownGrad()?.flatten();
    if (own === undefined) return zeros([parameter.numel], { dtype });
    // Not `own.mul(weight)`, which is `own` where the weight is 1: a gradient can be an input.
    return new Tensor(binary('mul', own.node, full(own.shape, weight, dtype)));
  });
  bucket.sums ??= zeros([length], { dtype });
  return bucket.sums.assign(parts.length === 1 ? at(parts, 0) : cat(parts));
}

/** Gives the parameters of a bucket their parts of the sums, divided by `total`. */
export function handOut({ places }: Bucket, sums: Tensor, total: number): void {
  for (const { parameter, start } of places) {
    const part = sums.slice(0, start, start + parameter.numel);
    parameter.grad = part.reshape(parameter.shape).div(total);
  }
}
