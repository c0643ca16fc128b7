/**
 * The one WebAssembly memory that holds everything kernels touch, and the typed views of it. It
 * grows and never shrinks; growing replaces the views, so they are read anew for every use. Which
 * bytes belong to whom is the heap's business.
 */

import { assertNever } from '../../../errors.js';
import type { DType, StorageArray } from '../../../graph/dtype.js';

/** Bytes of a page. */
export const pageBytes = 65536;
/**
 * Pages of 4 GiB, all that 32-bit addresses reach; every module that imports the memory says so.
 */
export const maxPages = 65536;
/** Growing costs system calls and new views, and untouched pages cost nothing. */
const minGrowthPages = 256;

/** Views of the whole memory. */
export interface Views {
  readonly u8: Uint8Array;
  readonly i32: Int32Array;
  readonly f32: Float32Array;
  readonly f64: Float64Array;
}

/** The view that shows the elements of a dtype. */
const viewNames: { readonly [D in DType]: 'f32' | 'f64' | 'i32' } = {
  float32: 'f32',
  float64: 'f64',
  int32: 'i32',
  bool: 'i32',
};

/** The memory of a device. */
export class DeviceMemory {
  readonly memory: WebAssembly.Memory;
  readonly shared: boolean;
  /** Valid until the memory grows. */
  views: Views;
  #pages: number = minGrowthPages;

  /** `shared`: whether other threads will see it. */
  constructor(shared: boolean) {
    this.memory = reserve(minGrowthPages, shared);
    this.shared = shared;
    this.views = viewsOf(this.memory.buffer);
  }

  /** Bytes that can be addressed now. */
  get bytes(): number {
    return this.#pages * pageBytes;
  }

  /** Makes the bytes below `end` addressable; false when the platform has no more. */
  growTo(end: number): boolean {
    if (end <= this.bytes) return true;
    const needed = Math.ceil(end / pageBytes);
    if (needed > maxPages) return false;
    const ample = Math.max(needed, this.#pages + minGrowthPages, Math.ceil(this.#pages * 1.25));
    return this.#grow(Math.min(ample, maxPages)) || this.#grow(needed);
  }

  /** Copies an array to `pointer`, which is a multiple of eight. */
  upload(pointer: number, array: StorageArray): void {
    if (array instanceof Float32Array) this.views.f32.set(array, pointer / 4);
    else if (array instanceof Int32Array) this.views.i32.set(array, pointer / 4);
    else if (array instanceof Float64Array) this.views.f64.set(array, pointer / 8);
    else assertNever(array);
  }

  /** A new ordinary array with the `length` elements at `pointer`. */
  download(pointer: number, dtype: DType, length: number): StorageArray {
    const view = this.views[viewNames[dtype]];
    const start = pointer / view.BYTES_PER_ELEMENT;
    return view.slice(start, start + length);
  }

  /** The `length` elements at `pointer`, which are not copied; valid until the memory grows. */
  view(pointer: number, dtype: DType, length: number): StorageArray {
    const view = this.views[viewNames[dtype]];
    const start = pointer / view.BYTES_PER_ELEMENT;
    return view.subarray(start, start + length);
  }

  #grow(pages: number): boolean {
    try {
      this.memory.grow(pages - this.#pages);
    } catch {
      return false;
    }
    this.#pages = pages;
    this.views = viewsOf(this.memory.buffer);
    return true;
  }
}

function viewsOf(buffer: ArrayBufferLike): Views {
  return {
    u8: new Uint8Array(buffer),
    i32: new Int32Array(buffer),
    f32: new Float32Array(buffer),
    f64: new Float64Array(buffer),
  };
}

/** A memory with the largest maximum that the platform lets us reserve (phones refuse 4 GiB). */
function reserve(initial: number, shared: boolean): WebAssembly.Memory {
  for (let maximum = maxPages; maximum > 4096; maximum /= 2) {
    try {
      return new WebAssembly.Memory({ initial, maximum, shared });
    } catch {
      // Try half as much.
    }
  }
  return new WebAssembly.Memory({ initial, maximum: 4096, shared });
}
