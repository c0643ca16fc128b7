/**
 * Where a realized value is: in a host array, in device memory, or in both. A storage is plain data;
 * the runtime moves it.
 */

import { copyKey, thisCopy } from './copy.js';
import type { DType, StorageArray } from './dtype.js';

/** A piece of device memory. */
export interface Block {
  readonly pointer: number;
  readonly bytes: number;
}

/** The value of a realized node. At least one of `host` and `device` is set, unless it is stale. */
export class Storage {
  host: StorageArray | null;
  device: Block | null = null;
  /** What messages call the leaf that has moved on, when the value is gone; null while it is there. */
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
