/** Reductions of values where they lie. */

import { bytesOf, type DType, type StorageArray } from '../../graph/dtype.js';
import type { Node } from '../../graph/node.js';
import { unwritten, writableElementsOf } from '../../runtime/realize/exchange.js';
import type { Reduction } from '../process/communicator.js';
import { currentWorld } from '../world/world.js';

/**
 * Bytes from which a ring is faster than Open MPI 4.1.4 on two and four hosts with links of
 * 1 Gbit/s: 1.2 to 1.7 times here, 1.2 to 1.8 times at 16 MiB. See `docs/distributed.md`.
 */
export const ringBytes: number = 512 * 1024;

/** Whether a value of this size goes round a ring of messages here, in no given order of ranks. */
export function takesRing(dtype: DType, length: number): boolean {
  const { isOverNetwork, isDeterministic } = currentWorld('allReduce');
  return isOverNetwork && !isDeterministic && length * bytesOf(dtype) >= ringBytes;
}

/** Replaces a value that nobody else has by the reduction of everybody's, without a meeting. */
export function reduceInPlace(node: Node, op: Reduction): void {
  const { communicator, isDeterministic } = currentWorld('allReduce');
  const { dtype } = node;
  const data = writableElementsOf(node, 'allReduce');
  if (communicator.size === 1) return;
  if (!isDeterministic || op !== 'sum') {
    reduceElements(data, dtype, op);
    return;
  }
  // Each rank adds one part of everybody's, rank after rank.
  const { size, rank } = communicator;
  const length = Math.ceil(data.length / size);
  const padded = unwritten([size * length], dtype);
  const parts = unwritten([size * length], dtype);
  const [all, own] = [
    writableElementsOf(padded, 'allReduce'),
    writableElementsOf(parts, 'allReduce'),
  ];
  const source = writableElementsOf(node, 'allReduce');
  all.set(source);
  all.fill(0, source.length);
  communicator.allToAll(all, own, dtype);
  for (let from = 1; from < size; from++) {
    for (let i = 0; i < length; i++) own[i] = (own[i] ?? 0) + (own[from * length + i] ?? 0);
  }
  all.set(own.subarray(0, length), rank * length);
  communicator.allGather(all, dtype);
  source.set(all.subarray(0, source.length));
}

/** The same with elements, in whichever order of adding is fastest. */
export function reduceElements(data: StorageArray, dtype: DType, op: Reduction): void {
  const { communicator, isOverNetwork } = currentWorld('allReduce');
  if (isOverNetwork && data.byteLength >= ringBytes) {
    communicator.startRing(data, dtype, op).finish();
  } else {
    communicator.allReduce(data, dtype, op);
  }
}
