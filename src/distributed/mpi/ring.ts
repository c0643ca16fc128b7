/**
 * A reduction of large values over a network, made of messages from rank to next rank. Each rank
 * sums one part of the values (reduce-scatter), then the sums go round (all-gather). Parts are sent
 * in chunks, and a chunk is added while the next ones are under way. Every sum is made once, in the
 * order of the ring, so all ranks get the same bits, in every run.
 *
 * Source: Patarasuk and Yuan, "Bandwidth Optimal All-reduce Algorithms for Clusters of
 * Workstations", 2009.
 */

import { allocate, type DType, type StorageArray } from '../../graph/dtype.js';
import { at } from '../../list.js';

/** Waits until a message has gone, or has come. */
export type Arrival = () => void;

/** What a ring is made of: one of `size` processes, which sends to others and adds. */
export interface Links {
  readonly rank: number;
  readonly size: number;
  startSend(data: StorageArray, to: number): Arrival;
  startReceive(data: StorageArray, from: number): Arrival;
  /** Puts `values` into `into`. */
  reduce(values: StorageArray, into: StorageArray): void;
}

/**
 * Bytes of a chunk. Open MPI sends up to 64 KiB over TCP at once, header included; it asks first
 * for more, and the answer waits behind what goes the other way.
 */
const chunkBytes = 60 * 1024;
/** Chunks that may come before they are looked at. */
const ahead = 8;

/** Replaces `data` by its reduction over all ranks. */
export function reduceInRing(links: Links, data: StorageArray, dtype: DType): void {
  const { rank, size } = links;
  const [next, previous] = [(rank + 1) % size, (rank + size - 1) % size];
  const chunk = chunkBytes / data.BYTES_PER_ELEMENT;
  const part = Math.ceil(data.length / size);
  const perRound = Math.ceil(part / chunk);
  /** Rounds in which sums are made; as many follow in which they go round. */
  const adding = size - 1;
  const total = 2 * adding * perRound;
  const window = Math.min(ahead, perRound);
  const arrived = allocate(dtype, window * chunk);

  /** Chunk `i % perRound` of a part, counted round the ring. */
  const chunkOf = (place: number, i: number): StorageArray => {
    const first = (((place % size) + size) % size) * part;
    const start = first + (i % perRound) * chunk;
    return data.subarray(start, Math.min(start + chunk, first + part));
  };
  const round = (i: number): number => Math.floor(i / perRound);
  const sentAs = (i: number): StorageArray => chunkOf(rank - round(i), i);
  const ownOf = (i: number): StorageArray => chunkOf(rank - round(i) - 1, i);
  const landingOf = (i: number): StorageArray => {
    const own = ownOf(i);
    if (round(i) >= adding) return own;
    const start = (i % window) * chunk;
    return arrived.subarray(start, start + own.length);
  };

  const sent: Arrival[] = [];
  const coming: Arrival[] = [];
  const send = (i: number): void => {
    sent[i] = links.startSend(sentAs(i), next);
  };
  const expect = (i: number): void => {
    // A sum lands where a value was sent from before, which must have gone.
    if (round(i) >= adding) at(sent, i - adding * perRound)();
    coming[i] = links.startReceive(landingOf(i), previous);
  };

  for (let i = 0; i < window; i++) expect(i);
  for (let i = 0; i < perRound; i++) send(i);
  for (let i = 0; i < total; i++) {
    at(coming, i)();
    if (round(i) < adding) links.reduce(landingOf(i), ownOf(i));
    if (i + perRound < total) send(i + perRound);
    if (i + window < total) expect(i + window);
  }
  for (const isGone of sent) isGone();
}
