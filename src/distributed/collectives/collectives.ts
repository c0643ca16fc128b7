/**
 * Collective operations on tensors. Each is called by all ranks, with tensors of the same shape and
 * dtype; a call that differs is an error on every rank. They give new tensors, detached, as values
 * never change here, where PyTorch's write into their argument. Source:
 * https://pytorch.org/docs/stable/distributed.html
 */

import { DTypeError, ValueError } from '../../errors.js';
import { isFloat } from '../../graph/dtype.js';
import { withGradMode } from '../../graph/grad-mode.js';
import type { Node } from '../../graph/node.js';
import { numel, show } from '../../graph/shape.js';
import { at } from '../../list.js';
import { elementsOf, unwritten, writableElementsOf } from '../../runtime/realize/exchange.js';
import * as signatures from '../../signatures/distributed.js';
import { realize, stack, Tensor } from '../../tensor/index.js';
import type { Communicator, Reduction } from '../process/communicator.js';
import { agree, gatherObjects, spreadObject } from '../world/objects.js';
import { currentWorld } from '../world/world.js';
import { reduceInPlace } from './reduce-in-place.js';

/** How values of all ranks are put together. */
export type ReduceOp = Reduction | 'mean';

/** Options of the calls that reduce. */
export interface ReduceOptions {
  /** `'sum'` (default), `'mean'` (floats alone), `'min'`, `'max'` or `'product'`. */
  readonly op?: ReduceOp;
}

/** A value of its own, that may be written: a copy in memory where programs read it. */
function copied(x: Tensor, call: string): Node {
  realize([x]);
  const node = unwritten(x.shape, x.dtype);
  // The allocation may have moved the value.
  writableElementsOf(node, call).set(elementsOf(x.node, call));
  return node;
}

function detached(node: Node): Tensor {
  return withGradMode(false, () => new Tensor(node));
}

function looks({ dtype, shape }: Tensor): string {
  return ` of ${dtype} ${show(shape)}`;
}

function checkRank(communicator: Communicator, call: string, name: string, rank: number): void {
  if (Number.isInteger(rank) && rank >= 0 && rank < communicator.size) return;
  throw new ValueError(
    `${call}: ${name} must be a rank from 0 to ${communicator.size - 1}, got ${rank}`,
  );
}

function checkMean(call: string, op: ReduceOp, { dtype }: Tensor): void {
  if (op !== 'mean' || isFloat(dtype)) return;
  throw new DTypeError(
    `${call}: the mean needs float32 or float64, got ${dtype}. Convert it: x.to('float32')`,
  );
}

function checkParts(communicator: Communicator, call: string, parts: readonly Tensor[]): Tensor {
  const { size } = communicator;
  if (parts.length !== size) {
    throw new ValueError(
      `${call}: needs one tensor for each of ${size} ranks, got ${parts.length}`,
    );
  }
  const first = at(parts, 0);
  for (const part of parts) {
    if (part.dtype === first.dtype && show(part.shape) === show(first.shape)) continue;
    throw new ValueError(`${call}: tensors differ,${looks(first)} and${looks(part)}`);
  }
  return first;
}

function within(op: ReduceOp): Reduction {
  return op === 'mean' ? 'sum' : op;
}

function finished(x: Tensor, op: ReduceOp, size: number): Tensor {
  return op === 'mean' ? x.div(size) : x;
}

/**
 * Waits until all ranks have come here.
 *
 * @example
 * await distributed.init();
 * distributed.barrier();
 * console.log(distributed.rank()); // 0
 */
export function barrier(): void {
  agree(currentWorld('barrier').communicator, 'barrier', '');
}

/**
 * The sum (or `op`) of the tensors of all ranks, elementwise; every rank gets the same bits. Of
 * bools `'max'` is "any" and `'min'` is "all".
 *
 * @param x any shape and dtype, the same on all ranks.
 * @throws DTypeError for the mean of integers; DistributedError when ranks differ or have left.
 * @example
 * await distributed.init();
 * console.log(distributed.allReduce(tensor([1, 2])).toArray()); // [ 1, 2 ]
 */
export function allReduce(x: Tensor, options: ReduceOptions = {}): Tensor {
  signatures.allReduce.check(arguments);
  const { op = 'sum' } = options;
  checkMean('allReduce', op, x);
  const { communicator } = currentWorld('allReduce');
  agree(communicator, 'allReduce', ` (${op})${looks(x)}`);
  const node = copied(x, 'allReduce');
  reduceInPlace(node, within(op));
  return finished(detached(node), op, communicator.size);
}

/**
 * The tensor of rank `source`, on every rank.
 *
 * @throws ValueError for a rank that there is not; DistributedError when ranks differ or have left.
 * @example
 * await distributed.init();
 * console.log(distributed.broadcast(tensor([1, 2]), 0).toArray()); // [ 1, 2 ]
 */
export function broadcast(x: Tensor, source: number): Tensor {
  signatures.broadcast.check(arguments);
  const { communicator } = currentWorld('broadcast');
  checkRank(communicator, 'broadcast', 'source', source);
  agree(communicator, 'broadcast', `${looks(x)} from rank ${source}`);
  const node = copied(x, 'broadcast');
  communicator.broadcast(writableElementsOf(node, 'broadcast'), x.dtype, source);
  return detached(node);
}

/** The parts of a value `[size, ...shape]`. */
function partsOf(node: Node, size: number): Tensor[] {
  const all = detached(node);
  return Array.from({ length: size }, (_, i) => all.select(0, i));
}

/**
 * The tensors of all ranks, in the order of the ranks, on every rank.
 * @throws DistributedError when ranks differ or have left.
 * @example
 * await distributed.init();
 * console.log(distributed.allGather(tensor([1, 2])).length); // 1
 */
export function allGather(x: Tensor): Tensor[] {
  signatures.allGather.check(arguments);
  const { communicator } = currentWorld('allGather');
  const { rank, size } = communicator;
  agree(communicator, 'allGather', looks(x));
  realize([x]);
  const node = unwritten([size, ...x.shape], x.dtype);
  const all = writableElementsOf(node, 'allGather');
  all.set(elementsOf(x.node, 'allGather'), rank * x.numel);
  communicator.allGather(all, x.dtype);
  return partsOf(node, size);
}

/**
 * Part `r` of the sum (or `op`) of everybody's parts, on rank `r`.
 *
 * @param parts one tensor for each rank, all of one shape.
 * @throws ValueError for another number of parts; DistributedError when ranks differ or have left.
 * @example
 * await distributed.init();
 * console.log(distributed.reduceScatter([tensor([1, 2])]).toArray()); // [ 1, 2 ]
 */
export function reduceScatter(parts: readonly Tensor[], options: ReduceOptions = {}): Tensor {
  signatures.reduceScatter.check(arguments);
  const { op = 'sum' } = options;
  const { communicator } = currentWorld('reduceScatter');
  const first = checkParts(communicator, 'reduceScatter', parts);
  checkMean('reduceScatter', op, first);
  agree(communicator, 'reduceScatter', ` (${op})${looks(first)}`);
  const node = copied(stack(parts), 'reduceScatter');
  communicator.reduceScatter(writableElementsOf(node, 'reduceScatter'), first.dtype, within(op));
  return finished(detached(node).select(0, 0), op, communicator.size);
}

/**
 * The tensors of all ranks, on rank `destination`; null on the others.
 * @throws ValueError for a rank that there is not; DistributedError when ranks differ or have left.
 * @example
 * await distributed.init();
 * console.log(distributed.gather(tensor([1, 2]), 0)?.length); // 1
 */
export function gather(x: Tensor, destination: number): Tensor[] | null {
  signatures.gather.check(arguments);
  const { communicator } = currentWorld('gather');
  const { rank, size } = communicator;
  checkRank(communicator, 'gather', 'destination', destination);
  agree(communicator, 'gather', `${looks(x)} to rank ${destination}`);
  realize([x]);
  const node = rank === destination ? unwritten([size, ...x.shape], x.dtype) : null;
  const all = node === null ? null : writableElementsOf(node, 'gather');
  communicator.gather(elementsOf(x.node, 'gather'), all, x.dtype, destination);
  return node === null ? null : partsOf(node, size);
}

/**
 * Part `r` of the list that rank `source` has, on rank `r`.
 *
 * @param parts on rank `source` one tensor for each rank, all of one shape; null on the others.
 * @throws ValueError for another number of parts, or a rank that there is not.
 * @example
 * await distributed.init();
 * console.log(distributed.scatter([tensor([1, 2])], 0).toArray()); // [ 1, 2 ]
 */
export function scatter(parts: readonly Tensor[] | null, source: number): Tensor {
  signatures.scatter.check(arguments);
  const { communicator } = currentWorld('scatter');
  checkRank(communicator, 'scatter', 'source', source);
  const isSource = communicator.rank === source;
  if (isSource && parts === null) {
    throw new ValueError(`scatter: rank ${source} is the source and must give the tensors`);
  }
  const own = isSource && parts !== null ? parts : null;
  const first = own === null ? null : checkParts(communicator, 'scatter', own);
  const { shape, dtype } = spreadObject(communicator, 'scatter', outline(first), source);
  const all = own === null ? null : stack(own);
  if (all !== null) realize([all]);
  const node = unwritten(shape, dtype);
  const from = all === null ? null : elementsOf(all.node, 'scatter');
  communicator.scatter(from, writableElementsOf(node, 'scatter'), dtype, source);
  return detached(node);
}

/** What a receiver must know of a tensor. */
function outline(x: Tensor | null): Pick<Tensor, 'shape' | 'dtype'> {
  return { shape: x?.shape ?? [], dtype: x?.dtype ?? 'float32' };
}

/**
 * Sends a tensor to rank `destination`, which calls `recv`. Its shape and dtype go along.
 * @throws ValueError for a rank that there is not, or this one.
 * @example
 * if (distributed.rank() === 0) distributed.send(tensor([1, 2]), 1);
 * else console.log(distributed.recv(0).toArray()); // [ 1, 2 ]
 */
export function send(x: Tensor, destination: number): void {
  signatures.send.check(arguments);
  const { communicator } = currentWorld('send');
  checkRank(communicator, 'send', 'destination', destination);
  refuseSelf(communicator, 'send', destination);
  realize([x]);
  const header = new TextEncoder().encode(JSON.stringify(outline(x)));
  communicator.send(Int32Array.of(header.length), 'int32', destination);
  communicator.send(header, null, destination);
  if (x.numel > 0) communicator.send(elementsOf(x.node, 'send'), x.dtype, destination);
}

/**
 * The tensor that rank `source` sends to this one; waits for it.
 * @throws ValueError for a rank that there is not, or this one; DistributedError when it has left.
 * @example
 * if (distributed.rank() === 0) distributed.send(tensor([1, 2]), 1);
 * else console.log(distributed.recv(0).toArray()); // [ 1, 2 ]
 */
export function recv(source: number): Tensor {
  signatures.recv.check(arguments);
  const { communicator } = currentWorld('recv');
  checkRank(communicator, 'recv', 'source', source);
  refuseSelf(communicator, 'recv', source);
  const length = new Int32Array(1);
  communicator.receive(length, 'int32', source);
  const header = new Uint8Array(length[0] ?? 0);
  communicator.receive(header, null, source);
  const { shape, dtype }: ReturnType<typeof outline> = JSON.parse(new TextDecoder().decode(header));
  const node = unwritten(shape, dtype);
  if (numel(shape) > 0) communicator.receive(writableElementsOf(node, 'recv'), dtype, source);
  return detached(node);
}

function refuseSelf(communicator: Communicator, call: string, rank: number): void {
  if (rank !== communicator.rank) return;
  throw new ValueError(`${call}: rank ${rank} is this process; it has the tensor already`);
}

/**
 * What every rank hands over, as JSON can say it, in the order of the ranks.
 * @throws DistributedError when ranks differ or have left.
 * @example
 * await distributed.init();
 * console.log(distributed.allGatherObject({ loss: 0.5 })); // [ { loss: 0.5 } ]
 */
export function allGatherObject<T>(object: T): T[] {
  signatures.allGatherObject.check(arguments);
  return gatherObjects(currentWorld('allGatherObject').communicator, 'allGatherObject', object);
}

/**
 * What rank `source` hands over, on every rank.
 * @throws ValueError for a rank that there is not; DistributedError when ranks differ or have left.
 * @example
 * await distributed.init();
 * console.log(distributed.broadcastObject({ seed: 7 }, 0)); // { seed: 7 }
 */
export function broadcastObject<T>(object: T, source: number): T {
  signatures.broadcastObject.check(arguments);
  const { communicator } = currentWorld('broadcastObject');
  checkRank(communicator, 'broadcastObject', 'source', source);
  return spreadObject(communicator, 'broadcastObject', object, source);
}
