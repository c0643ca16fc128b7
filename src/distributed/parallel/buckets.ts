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
}

/** The first bucket waits for less, so that something is under way early. */
const firstBytes = 2 ** 20;

/** Cuts parameters, the last ones first as their gradients are ready first, into buckets. */
export function bucketsOf(
  parameters: readonly (readonly [string, Parameter])[],
  capBytes: number,
): Bucket[] {
  const open = new Map<DType, Bucket>();
  const all: Bucket[] = [];
  const begin = (dtype: DType): Bucket => {
    const bucket = { dtype, places: [], length: 0 };
    all.push(bucket);
    return bucket;
  };
  for (const [name, parameter] of parameters.toReversed()) {
    const { dtype } = parameter;
    const size = numel(parameter.shape);
    const bytes = size * bytesOf(dtype);
    if (bytes >= ringBytes) {
      begin(dtype).places.push({ name, parameter, start: 0 });
      at(all, all.length - 1).length = size;
      continue;
    }
    const before = open.get(dtype);
    const limit = before === all[0] ? Math.min(firstBytes, capBytes) : capBytes;
    const isFull = before === undefined || (before.length + size) * bytesOf(dtype) > limit;
    const bucket = isFull ? begin(dtype) : before;
    open.set(dtype, bucket);
    bucket.places.push({ name, parameter, start: bucket.length });
    bucket.length += size;
  }
  return all;
}

/** The gradients of a bucket, `weight` times, in memory that nobody else has. */
export function gathered({ dtype, places }: Bucket, weight: number): Tensor {
  const parts = places.map(({ parameter }) => {
    const own = parameter.ownGrad()?.detach().flatten();
    if (own === undefined) return zeros([parameter.numel], { dtype });
    // Not `own.mul(weight)`, which is `own` where the weight is 1: a gradient can be an input.
    return new Tensor(binary('mul', own.node, full(own.shape, weight, dtype)));
  });
  return parts.length === 1 ? at(parts, 0) : cat(parts);
}

/** Gives the parameters of a bucket their parts of the sums, divided by `total`. */
export function handOut({ places }: Bucket, sums: Tensor, total: number): void {
  for (const { parameter, start } of places) {
    const part = sums.slice(0, start, start + parameter.numel);
    parameter.grad = part.reshape(parameter.shape).div(total);
  }
}
