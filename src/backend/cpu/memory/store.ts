/**
 * The memory of the CPU as blocks: values from one heap, and what stays (code, commands, scratch
 * memory) from another at the memory's start.
 */

import { internal } from '../../../errors.js';
import type { DType, StorageArray } from '../../../graph/dtype.js';
import type { Block } from '../../../graph/storage.js';
import type { BlockStore, Place } from '../../block-store.js';
import { Heap, HeapBlock } from './heap.js';
import { controlEnd } from './layout.js';
import { type DeviceMemory, maxPages, pageBytes } from './memory.js';

/** Where the part of the memory ends that is for small blocks that stay. */
const smallEnd = 8 * 2 ** 20;

/** Address of a block of this device. */
export function pointerOf(block: Block): number {
  if (!(block instanceof HeapBlock)) throw internal('a block of another device');
  return block.pointer;
}

/** Address of a place on this device. */
export function addressOf({ block, offset }: Place): number {
  return pointerOf(block) + offset;
}

/** Blocks of one WebAssembly memory, which every thread sees. */
export class CpuStore implements BlockStore {
  readonly limit: number = maxPages * pageBytes;
  readonly answersAtOnce = true;
  readonly #memory: DeviceMemory;
  readonly #small: Heap;
  readonly #heap: Heap;

  constructor(memory: DeviceMemory) {
    this.#memory = memory;
    this.#small = new Heap(controlEnd, (end) => end <= smallEnd && memory.growTo(end));
    this.#heap = new Heap(smallEnd, (end) => memory.growTo(end));
  }

  get used(): number {
    return this.#heap.used + this.#small.used;
  }

  allocate(bytes: number, stays: boolean): HeapBlock | null {
    return (stays ? this.#small.allocate(bytes) : null) ?? this.#heap.allocate(bytes);
  }

  free(block: Block): void {
    if (!(block instanceof HeapBlock)) throw internal('a block of another device');
    (this.#small.holds(block) ? this.#small : this.#heap).free(block);
  }

  upload(array: StorageArray, to: Place): void {
    this.#memory.upload(addressOf(to), array);
  }

  download(from: Place, dtype: DType, length: number): StorageArray {
    return this.#memory.download(addressOf(from), dtype, length);
  }

  downloadLater(from: Place, dtype: DType, length: number): Promise<StorageArray> {
    return Promise.resolve(this.download(from, dtype, length));
  }
}
