/**
 * Where a realized value is: in a host array, in device memory, or in both. A storage is plain
 * data; the runtime moves it.
 */

import { copyKey, thisCopy } from './copy.js';
import type { DType, StorageArray } from './dtype.js';

/** A piece of the memory of a device, which nobody else can look into. */
export interface Block {
  readonly bytes: number;
}

/** A device, as far as a value knows it that has a copy there. */
export interface Home {
  /** Number of its current run: what `Storage.lastUse` is set to by uses. */
  readonly run: number;
  /** The value as a host array, which the storage keeps: values never change. */
  read(storage: Storage, call: string): StorageArray;
  /** The same, where the device cannot answer at once. */
  readLater(storage: Storage, call: string): Promise<StorageArray>;
  /** Forgets a value; reading it will throw a `StaleTensorError` if it was a version of `leaf`. */
  release(storage: Storage, leaf: Storage['stale']): void;
  /** Gives the copy on the device up, once there is a host array. */
  leave(storage: Storage): void;
}

/** The value of a realized node. At least one of `host` and `device` is set, unless it is stale. */
export class Storage {
  host: StorageArray | null;
  device: Block | null = null;
  /** The device that has, or had last, the copy; null of values that were never on one. */
  home: Home | null = null;
  /** Where it stands in the table of its home, -1 while it has no copy there. */
  slot = -1;
  /**
   * What messages call the leaf that has moved on, when the value is gone; null while it is there.
   */
  stale: { readonly name: () => string } | null = null;
  /** Whether it is a version of a leaf, whose memory is taken back when it is replaced twice. */
  isVersion = false;
  /** Whether something beside the leaf may need it, so that its memory is never taken back. */
  isHeld = false;
  /** Number of the last program run that used the device copy; the oldest are evicted first. */
  lastUse = 0;
  readonly dtype: DType;
  readonly length: number;

  constructor(dtype: DType, length: number, host: StorageArray | null) {
    this.dtype = dtype;
    this.length = length;
    this.host = host;
  }

  static {
    Object.defineProperty(Storage.prototype, copyKey, { value: thisCopy });
  }
}
