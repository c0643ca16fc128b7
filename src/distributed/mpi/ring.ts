/**
 * A reduction of large values over a network, made of messages from rank to next rank. Each rank
 * sums one part of the values (reduce-scatter), then the sums go round (all-gather). Parts are sent
 * in chunks, and a chunk is added while the next ones are under way. Every sum is made once, in the
 * order of the ring, so all ranks get the same bits, in every run. It goes on whenever it is asked
 * to, so that a rank can compute meanwhile.
 *
 * Source: Patarasuk and Yuan, "Bandwidth Optimal All-reduce Algorithms for Clusters of
 * Workstations", 2009.
 */

import { allocate, type DType, type StorageArray } from '../../graph/dtype.js';
import { at } from '../../list.js';

/** Whether a message has gone, or has come. */
export type Arrival = () => boolean;

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
const ahead = 64;

/**
 * A reduction under way: replaces `data` by its reduction over all ranks, and nobody else may touch
 * it until then.
 */
export class Ring {
  readonly #links: Links;
  readonly #data: StorageArray;
  /** Elements of a chunk, and of a rank's part. */
  readonly #chunk: number;
  readonly #part: number;
  readonly #perRound: number;
  /** Chunks that are added to one's own; as many follow that replace it. */
  readonly #added: number;
  readonly #total: number;
  readonly #window: number;
  readonly #landing: StorageArray;
  readonly #sent: Arrival[] = [];
  readonly #coming: Arrival[] = [];
  #received = 0;
  #gone = 0;

  constructor(links: Links, data: StorageArray, dtype: DType) {
    const { size } = links;
    this.#links = links;
    this.#data = data;
    this.#chunk = chunkBytes / data.BYTES_PER_ELEMENT;
    this.#part = Math.ceil(data.length / size);
    this.#perRound = Math.ceil(this.#part / this.#chunk);
    this.#added = (size - 1) * this.#perRound;
    this.#total = 2 * this.#added;
    this.#window = Math.min(ahead, this.#perRound);
    this.#landing = allocate(dtype, this.#window * this.#chunk);
    this.#expectMore();
    for (let i = 0; i < this.#perRound; i++) this.#send(i);
  }

  /** Goes on as far as messages have come, without waiting; whether all is done. */
  advance(): boolean {
    while (this.#received < this.#coming.length && at(this.#coming, this.#received)()) {
      const i = this.#received++;
      if (i < this.#added) this.#links.reduce(this.#landingOf(i), this.#ownOf(i));
      if (i + this.#perRound < this.#total) this.#send(i + this.#perRound);
      this.#expectMore();
    }
    while (this.#gone < this.#sent.length && at(this.#sent, this.#gone)()) this.#gone++;
    // What waited for messages to go.
    this.#expectMore();
    return this.#received === this.#total && this.#gone === this.#total;
  }

  #send(i: number): void {
    const { rank, size } = this.#links;
    this.#sent.push(
      this.#links.startSend(this.#chunkOf(rank - this.#round(i), i), (rank + 1) % size),
    );
  }

  #expectMore(): void {
    const { rank, size } = this.#links;
    const end = Math.min(this.#total, this.#received + this.#window);
    for (let i = this.#coming.length; i < end && this.#isFree(i); i++) {
      const from = (rank + size - 1) % size;
      this.#coming.push(this.#links.startReceive(this.#landingOf(i), from));
    }
  }

  /** Whether chunk `i` may come: a sum lands where a value was sent from, which must have gone. */
  #isFree(i: number): boolean {
    return i < this.#added || at(this.#sent, i - this.#added)();
  }

  #round(i: number): number {
    return Math.floor(i / this.#perRound);
  }

  /** Chunk `i % perRound` of a part, counted round the ring. */
  #chunkOf(place: number, i: number): StorageArray {
    const { size } = this.#links;
    const first = (((place % size) + size) % size) * this.#part;
    const start = first + (i % this.#perRound) * this.#chunk;
    return this.#data.subarray(start, Math.min(start + this.#chunk, first + this.#part));
  }

  #ownOf(i: number): StorageArray {
    return this.#chunkOf(this.#links.rank - this.#round(i) - 1, i);
  }

  #landingOf(i: number): StorageArray {
    const own = this.#ownOf(i);
    if (i >= this.#added) return own;
    const start = (i % this.#window) * this.#chunk;
    return this.#landing.subarray(start, start + own.length);
  }
}
