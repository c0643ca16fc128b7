/**
 * Moves the values of storages between host arrays and device memory. The device copies of leaves
 * and of often-used inputs stay in device memory within a budget; beyond it the least recently used
 * leave, the ones without a host array being copied to one first, so that the garbage collector
 * owns them. The table holds storages strongly, but only the resident ones, so a loop that drops
 * its tensors runs in constant memory without finalizers (which do not run in synchronous loops).
 */

import { internal, MemoryError } from '../../../errors.js';
import { bytesOf, type StorageArray } from '../../../graph/dtype.js';
import type { Lineage } from '../../../graph/ops.js';
import { staleError } from '../../../graph/stale.js';
import type { Storage } from '../../../graph/storage.js';
import { type Heap, HeapBlock } from './heap.js';
import type { DeviceMemory } from './memory.js';

const minBudgetBytes = 16 * 2 ** 20;
/** A resident storage costs host memory too, so their number is bounded as their bytes are. */
const minBudgetCount = 1024;
/** Evicting to below the budget makes evictions rare, and their sorting cheap on average. */
const keptShare = 0.75;
/** How much of the largest run's needs is forgotten at each run. */
const decay = 1 / 256;

/** The storages that have a copy in device memory. */
export class Residency {
  readonly #memory: DeviceMemory;
  readonly #heap: Heap;
  readonly #small: Heap;
  readonly #table: HeapBlock[] = [];
  #bytes = 0;
  #run = 1;
  #runBytes = 0;
  #runCount = 0;

  /** `small`: a part of the memory apart, for the many small blocks that stay. */
  constructor(memory: DeviceMemory, heap: Heap, small: Heap = heap) {
    this.#memory = memory;
    this.#heap = heap;
    this.#small = small;
  }

  /** Number of the current run: what `Storage.lastUse` is set to by its uses. */
  get run(): number {
    return this.#run;
  }

  /** Number of resident storages. */
  get count(): number {
    return this.#table.length;
  }

  /** Bytes of the resident storages. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Bytes of device memory in use, residents included. */
  get used(): number {
    return this.#heap.used + (this.#small === this.#heap ? 0 : this.#small.used);
  }

  /** Address of the value in device memory, uploaded if it is not there. */
  ensure(storage: Storage): number {
    storage.lastUse = this.#run;
    if (storage.device !== null) return storage.device.pointer;
    const host = this.#hostOf(storage);
    const block = this.allocate(host.byteLength);
    this.#memory.upload(block.pointer, host);
    this.adopt(storage, block);
    return block.pointer;
  }

  /** Copies the host value of a storage to `pointer`. */
  copyTo(storage: Storage, pointer: number): void {
    storage.lastUse = this.#run;
    this.#memory.upload(pointer, this.#hostOf(storage));
  }

  /** Makes `block` the device copy of a storage that has none. */
  adopt(storage: Storage, block: HeapBlock): void {
    block.owner = storage;
    block.slot = this.#table.push(block) - 1;
    storage.device = block;
    storage.lastUse = this.#run;
    this.#bytes += block.bytes;
  }

  /**
   * The value as a host array, which the storage keeps: values never change. Throws
   * `StaleTensorError` when the value is gone.
   */
  read(storage: Storage): StorageArray {
    if (storage.host === null && storage.device !== null && storage.stale === null) {
      const { dtype, length, device } = storage;
      storage.host = this.#memory.download(device.pointer, dtype, length);
    }
    return this.#hostOf(storage);
  }

  /** Forgets a value; reading it will throw a `StaleTensorError` if it was a version of `leaf`. */
  release(storage: Storage, leaf: Lineage | null = null): void {
    if (storage.device !== null) this.#drop(storage.device);
    storage.host = null;
    storage.stale = leaf;
  }

  /**
   * A block for the runtime or for a value that is about to be written. When memory is full,
   * everything that the current run does not use is evicted first.
   */
  allocate(bytes: number): HeapBlock {
    const block = this.#heap.allocate(bytes);
    if (block !== null) return block;
    this.#evict(0, 0);
    return this.#heap.allocate(bytes) ?? this.#full(bytes);
  }

  /**
   * A block that stays: code, commands, scratch memory. These lie apart, so that what is left between
   * them is never what a large value lacks.
   */
  allocateLasting(bytes: number): HeapBlock {
    return this.#small.allocate(bytes) ?? this.allocate(bytes);
  }

  /** Gives a block back that no storage owns. */
  free(block: HeapBlock): void {
    (this.#small.holds(block) ? this.#small : this.#heap).free(block);
  }

  /** Gives the current run up, and copies all values to host arrays, so that memory is empty. */
  leaveAll(): void {
    this.#run++;
    this.#evict(0, 0);
  }

  /** Ends the current run, which used `count` storages of `bytes` in all, and keeps the budget. */
  endRun(count: number, bytes: number): void {
    this.#runCount = Math.max(count, this.#runCount * (1 - decay));
    this.#runBytes = Math.max(bytes, this.#runBytes * (1 - decay));
    const maxCount = Math.max(minBudgetCount, 2 * this.#runCount);
    const maxBytes = Math.max(minBudgetBytes, 2 * this.#runBytes);
    if (this.#table.length > maxCount || this.#bytes > maxBytes) {
      this.#evict(maxCount * keptShare, maxBytes * keptShare);
    }
    this.#run++;
  }

  /** Evicts the least recently used until at most `count` and `bytes` are left. */
  #evict(count: number, bytes: number): void {
    const idle = this.#table.filter((block) => ownerOf(block).lastUse < this.#run);
    idle.sort((a, b) => ownerOf(a).lastUse - ownerOf(b).lastUse);
    for (const block of idle) {
      if (this.#table.length <= count && this.#bytes <= bytes) return;
      this.read(ownerOf(block));
      this.#drop(block);
    }
  }

  #drop(device: unknown): void {
    if (!(device instanceof HeapBlock)) throw internal('device copy was not made by this runtime');
    const last = this.#table.pop();
    if (last !== undefined && last !== device) {
      this.#table[device.slot] = last;
      last.slot = device.slot;
    }
    ownerOf(device).device = null;
    this.#bytes -= device.bytes;
    this.#heap.free(device);
  }

  #hostOf(storage: Storage): StorageArray {
    if (storage.stale !== null) throw staleError('read', storage.stale.name());
    if (storage.host === null) throw internal('read of a storage without a value');
    return storage.host;
  }

  #full(bytes: number): never {
    const mebibytes = (n: number): string => `${(n / 2 ** 20).toFixed(1)} MiB`;
    throw new MemoryError(
      `device memory: cannot allocate ${mebibytes(bytes)}, ${mebibytes(this.#heap.used)} of at ` +
        'most 4096.0 MiB are in use. Use smaller batches or a smaller model.',
    );
  }
}

/** Bytes of the value of a storage. */
export function storageBytes(storage: Storage): number {
  return storage.length * bytesOf(storage.dtype);
}

function ownerOf(block: HeapBlock): Storage {
  if (block.owner === null) throw internal(`block at ${block.pointer} has no owner`);
  return block.owner;
}
