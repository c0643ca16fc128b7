/** What can be written as JSON, from rank to rank. */

import { at } from '../../list.js';
import type { Communicator } from '../process/communicator.js';
import { DistributedError } from '../process/errors.js';

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** A text as an integer of 32 bits. Source: the FNV-1a hash. */
function hash(text: string): number {
  let bits = 0x811c9dc5;
  for (const byte of encoder.encode(text)) bits = Math.imul(bits ^ byte, 0x01000193);
  return bits >>> 0;
}

/**
 * Comes together with the others for `call`, which all of them must make with the same `details`;
 * gives the largest of everybody's `numbers`, place by place.
 *
 * @throws DistributedError on every rank where they do not, with what each of them does.
 */
export function agree(
  communicator: Communicator,
  call: string,
  details: string,
  numbers: readonly number[] = [],
): Float64Array {
  const mine = `${call}${details}`;
  const own = hash(mine);
  const largest = communicator.meet(call, Float64Array.of(own, -own, ...numbers));
  if (largest[0] === own && largest[1] === -own) return largest.subarray(2);
  const all = exchange(communicator, call, mine);
  throw new DistributedError(
    `${call}: the ranks do not make the same call. ${byText(all)}. Every rank must call the ` +
      'same functions of distributed, in the same order, with tensors of the same shape and dtype',
    'everywhere',
  );
}

/** Everybody's object, in the order of the ranks. */
export function gatherObjects<T>(communicator: Communicator, call: string, mine: T): T[] {
  agree(communicator, call, '');
  return exchange(communicator, call, mine);
}

function exchange<T>(communicator: Communicator, call: string, mine: T): T[] {
  const { rank, size } = communicator;
  const bytes = encoder.encode(JSON.stringify(mine));
  const [, , longest] = communicator.meet(call, Float64Array.of(0, 0, bytes.length));
  // The length comes first, so that all parts are equally long.
  const part = 4 + (longest ?? bytes.length);
  const all = new Uint8Array(part * size);
  const view = new DataView(all.buffer);
  view.setUint32(part * rank, bytes.length);
  all.set(bytes, part * rank + 4);
  communicator.allGather(all, null);
  return Array.from({ length: size }, (_, from) => {
    const start = part * from + 4;
    const length = view.getUint32(part * from);
    const object: T = JSON.parse(decoder.decode(all.subarray(start, start + length)));
    return object;
  });
}

/** The root's object. */
export function spreadObject<T>(
  communicator: Communicator,
  call: string,
  mine: T,
  root: number,
): T {
  const isRoot = communicator.rank === root;
  const bytes = isRoot ? encoder.encode(JSON.stringify(mine)) : new Uint8Array(0);
  const [length = 0] = agree(communicator, call, ` from rank ${root}`, [bytes.length]);
  const data = isRoot ? bytes : new Uint8Array(length);
  communicator.broadcast(data, null, root);
  if (isRoot) return mine;
  const object: T = JSON.parse(decoder.decode(data));
  return object;
}

/** Everybody's objects as texts, and the ranks that have each: what differs, in words. */
export function byText(objects: readonly unknown[]): string {
  const ranks = new Map<string, number[]>();
  for (const [rank, object] of objects.entries()) {
    const text = typeof object === 'string' ? object : JSON.stringify(object);
    ranks.set(text, [...(ranks.get(text) ?? []), rank]);
  }
  const called = (list: readonly number[]): string =>
    list.length === 1 ? `rank ${at(list, 0)}` : `ranks ${list.join(', ')}`;
  return [...ranks].map(([text, list]) => `${called(list)}: ${text}`).join('; ');
}
