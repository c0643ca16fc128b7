/**
 * Allocates blocks of device memory. Sizes are rounded up to classes (eight per doubling, so at
 * most an eighth is lost) and a freed block waits in the list of its class: a loop that repeats
 * its allocations finds each of them in constant time. Only when a list is empty are free blocks
 * merged with their neighbours and cut anew. Who owns a block is left to residency and programs.
 */

import { internal } from '../../../errors.js';
import type { Block } from '../../../graph/storage.js';

const alignment = 64;
/** Classes 0 to 15 are multiples of 64 bytes, then eight per doubling up to 4 GiB. */
const classCount = 200;

/** A block that this allocator made. */
export class HeapBlock implements Block {
  free = false;
  constructor(
    readonly pointer: number,
    readonly bytes: number,
  ) {}
}

interface Range {
  pointer: number;
  bytes: number;
}

/** Blocks of one memory, aligned to 64 bytes. */
export class Heap {
  readonly #growTo: (end: number) => boolean;
  readonly #lists: readonly HeapBlock[][] = Array.from({ length: classCount }, () => []);
  #listed = 0;
  #ranges: Range[] = [];
  readonly #start: number;
  #top: number;
  #used = 0;

  /** `start`: first free byte; `growTo(end)`: makes the bytes below `end` usable, or says no. */
  constructor(start: number, growTo: (end: number) => boolean) {
    this.#start = Math.ceil(start / alignment) * alignment;
    this.#top = this.#start;
    this.#growTo = growTo;
  }

  /** Bytes in blocks that are not free. */
  get used(): number {
    return this.#used;
  }

  /** End of the memory that has ever been handed out and is not merged back. */
  get top(): number {
    return this.#top;
  }

  /** Whether a block lies here. */
  holds({ pointer }: HeapBlock): boolean {
    return pointer >= this.#start && pointer < this.#top;
  }

  /** A block of at least `bytes` bytes (at least 64), or null when memory is full. */
  allocate(bytes: number): HeapBlock | null {
    const size = roundUp(bytes);
    const block = this.#lists[classOf(size)]?.pop();
    if (block !== undefined) {
      this.#listed -= size;
      this.#used += size;
      block.free = false;
      return block;
    }
    const pointer = this.#carve(size) ?? this.#extend(size);
    if (pointer === null) return null;
    this.#used += size;
    return new HeapBlock(pointer, size);
  }

  /** Takes a block back; its bytes may be reused at once. */
  free(block: HeapBlock): void {
    if (block.free) throw internal(`block at ${block.pointer} freed twice`);
    block.free = true;
    this.#lists[classOf(block.bytes)]?.push(block);
    this.#listed += block.bytes;
    this.#used -= block.bytes;
  }

  /** Cuts the smallest merged range that fits; merges what lies in the lists if none does. */
  #carve(size: number): number | null {
    const pointer = this.#cut(size);
    if (pointer !== null || this.#listed < size) return pointer;
    this.#merge();
    return this.#cut(size);
  }

  #cut(size: number): number | null {
    let best: Range | null = null;
    for (const range of this.#ranges) {
      if (range.bytes >= size && (best === null || range.bytes < best.bytes)) best = range;
    }
    if (best === null) return null;
    const { pointer } = best;
    best.pointer += size;
    best.bytes -= size;
    if (best.bytes === 0) this.#ranges.splice(this.#ranges.indexOf(best), 1);
    return pointer;
  }

  #merge(): void {
    const pieces: Range[] = [...this.#ranges];
    for (const list of this.#lists) {
      for (const { pointer, bytes } of list) pieces.push({ pointer, bytes });
      list.length = 0;
    }
    this.#listed = 0;
    pieces.sort((a, b) => a.pointer - b.pointer);
    const merged: Range[] = [];
    for (const piece of pieces) {
      const last = merged.at(-1);
      if (last !== undefined && last.pointer + last.bytes === piece.pointer) {
        last.bytes += piece.bytes;
      } else merged.push(piece);
    }
    const last = merged.at(-1);
    if (last !== undefined && last.pointer + last.bytes === this.#top) {
      this.#top = last.pointer;
      merged.pop();
    }
    this.#ranges = merged;
  }

  #extend(size: number): number | null {
    const pointer = this.#top;
    if (!this.#growTo(pointer + size)) return null;
    this.#top = pointer + size;
    return pointer;
  }
}

/** Size of the smallest class that holds `bytes`. */
function roundUp(bytes: number): number {
  const units = Math.max(1, Math.ceil(bytes / alignment));
  const shift = Math.max(0, 31 - Math.clz32(units) - 3);
  const step = 1 << shift;
  return Math.ceil(units / step) * step * alignment;
}

/** Number of the class whose size is `size`. */
function classOf(size: number): number {
  const units = size / alignment;
  const shift = Math.max(0, 31 - Math.clz32(units) - 3);
  return 8 * shift + units / (1 << shift);
}
