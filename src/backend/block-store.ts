/** The memory of a device for those who move values: allocate and free blocks, upload, download. */

import type { DType, StorageArray } from '../graph/dtype.js';
import type { Block } from '../graph/storage.js';

/** Memory from a byte of a block on. */
export interface Place {
  readonly block: Block;
  readonly offset: number;
}

/** The memory of a device, in blocks. */
export interface BlockStore {
  /** Bytes in use, and the most that there can be. */
  readonly used: number;
  readonly limit: number;
  /**
   * Whether `download` answers at once, so that small results can go to the host with their
   * program.
   */
  readonly answersAtOnce: boolean;
  /**
   * A block of at least `bytes` bytes, null when there is no room; `stays`: it will not be given
   * back soon.
   */
  allocate(bytes: number, stays: boolean): Block | null;
  free(block: Block): void;
  /** Copies a host array to a place. */
  upload(array: StorageArray, to: Place): void;
  /** A new host array of what is there; null where the device cannot answer at once. */
  download(from: Place, dtype: DType, length: number): StorageArray | null;
  /** The same, when the device has come that far. */
  downloadLater(from: Place, dtype: DType, length: number): Promise<StorageArray>;
}
