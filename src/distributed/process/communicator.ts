/**
 * What collectives are made of: one process among others that run the same program. MPI is one;
 * a process by itself is the other.
 */

import type { DType, StorageArray } from '../../graph/dtype.js';

/** How values are put together. */
export type Reduction = 'sum' | 'min' | 'max' | 'product';

/** Memory that is sent or written: elements of a dtype, or bytes. */
export type Data = StorageArray | Uint8Array;

/** A reduction that has begun. */
export interface Reducing {
  /** Goes on as far as it can without waiting; whether it has come to its end. */
  advance(): boolean;
  /** Waits for its end. @throws DistributedError when a rank has left meanwhile. */
  finish(): void;
}

/** One of `size` processes. Every call is made by all of them, in the same order. */
export interface Communicator {
  readonly rank: number;
  readonly size: number;
  /** The library in words, for messages and `summary`. */
  readonly library: string;
  /**
   * Waits until all have come; gives the largest of what each hands over, number by number. Looks
   * out for those who left meanwhile. @throws DistributedError
   */
  meet(call: string, numbers: Float64Array): Float64Array;
  /** Gives everybody what the root has. */
  broadcast(data: Data, dtype: DType | null, root: number): void;
  /** Replaces `data` by the reduction of everybody's. */
  allReduce(data: StorageArray, dtype: DType, op: Reduction): void;
  /**
   * Begins the same by messages to the next rank, for large values over a network. One at a time;
   * nobody else may touch `data` before its end.
   */
  startRing(data: StorageArray, dtype: DType, op: Reduction): Reducing;
  /** Puts everybody's part at its place in `all`; one's own is there already. */
  allGather(all: Data, dtype: DType | null): void;
  /** Reduces `data`, as long as all parts together; one's own part is at its start then. */
  reduceScatter(data: StorageArray, dtype: DType, op: Reduction): void;
  /** Part `r` of `parts` goes to rank `r`; `to` gets one part from each, in their order. */
  allToAll(parts: StorageArray, to: StorageArray, dtype: DType): void;
  /** Puts everybody's part at its place in the root's `all`, which others leave out. */
  gather(part: Data, all: Data | null, dtype: DType | null, root: number): void;
  /** Gives everybody its part of the root's `all`. */
  scatter(all: Data | null, part: Data, dtype: DType | null, root: number): void;
  send(data: Data, dtype: DType | null, to: number): void;
  receive(data: Data, dtype: DType | null, from: number): void;
  /** What a rank has said when it left; null when it is there. Heard once. */
  heard(from: number): string | null;
  /** Tells the others why this process leaves them. */
  farewell(why: string): void;
  /** Has waits in `call` look for an alarm, which throws. */
  heed(look: (call: string) => void): void;
  /** Ends all processes. */
  abort(code: number): void;
  /** Leaves in peace: waits until all do. */
  finalize(): void;
}

/** A process by itself: what it sends comes back. */
export class Alone implements Communicator {
  readonly rank = 0;
  readonly size = 1;
  readonly library = 'no MPI: one process';

  meet(_call: string, numbers: Float64Array): Float64Array {
    return numbers;
  }

  broadcast(): void {}

  allReduce(): void {}

  startRing(): Reducing {
    return { advance: () => true, finish: () => {} };
  }

  allGather(): void {}

  reduceScatter(): void {}

  allToAll(parts: StorageArray, to: StorageArray): void {
    to.set(parts);
  }

  gather(part: Data, all: Data | null): void {
    all?.set(part);
  }

  scatter(all: Data | null, part: Data): void {
    if (all !== null) part.set(all);
  }

  send(): void {}

  receive(): void {}

  heard(): null {
    return null;
  }

  farewell(): void {}

  heed(): void {}

  abort(): void {}

  finalize(): void {}
}
