/**
 * Moves the values of storages between host arrays and device memory. Copies of the values that
 * programs used or made stay in device memory within a budget; beyond it the least recently used
 * leave, the ones without a host array being copied to one first, so that the garbage collector
 * owns them. The table holds storages strongly, but only the resident ones, so a loop that drops
 * its tensors runs in constant memory without finalizers (which do not run in synchronous loops).
 */

import { internal, MemoryError, ValueError } from '../errors.js';
import { bytesOf, type StorageArray } from '../graph/dtype.js';
import { staleError } from '../graph/stale.js';
import type { Block, Home, Storage } from '../graph/storage.js';
import type { BlockStore, Place } from './block-store.js';

const minBudgetBytes = 16 * 2 ** 20;
/** A resident storage costs host memory too, so their number is bounded as their bytes are. */
const minBudgetCount = 1024;
/** Evicting to below the budget makes evictions rare, and their sorting cheap on average. */
const keptShare = 0.75;
/** How much of the largest run's needs is forgotten at each run. */
const decay = 1 / 256;

/** The storages that have a copy in the memory of a device. */
export class Residency implements Home {
  readonly #name: string;
  readonly #store: BlockStore;
  readonly #table: Storage[] = [];
  #bytes = 0;
  #run = 1;
  #runBytes = 0;
  #runCount = 0;

  /** `name`: what messages call the device. */
  constructor(store: BlockStore, name: string) {
    this.#store = store;
    this.#name = name;
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
    return this.#store.used;
  }

  /**
   * The value in device memory, brought there if it is not: from the host, or from another device.
   */
  ensure(storage: Storage): Block {
    if (storage.device !== null && storage.home === this) {
      storage.lastUse = this.#run;
      return storage.device;
    }
    const host = this.#bring(storage);
    const block = this.allocate(host.byteLength);
    this.#store.upload(host, { block, offset: 0 });
    this.adopt(storage, block);
    return block;
  }

  /** Copies the value of a storage that is not in this memory to a place. */
  copyTo(storage: Storage, place: Place): void {
    const host = this.#bring(storage);
    storage.lastUse = this.#run;
    this.#store.upload(host, place);
  }

  /** Makes `block` the device copy of a storage that has none. */
  adopt(storage: Storage, block: Block): void {
    storage.slot = this.#table.push(storage) - 1;
    storage.device = block;
    storage.home = this;
    storage.lastUse = this.#run;
    this.#bytes += block.bytes;
  }

  /**
   * The value as a host array, which the storage keeps: values never change. Throws
   * `StaleTensorError` when the value is gone, a `ValueError` where the device cannot answer at
   * once.
   */
  read(storage: Storage, call = 'read'): StorageArray {
    if (storage.host === null && storage.device !== null && storage.stale === null) {
      if (storage.home !== this && storage.home !== null) return storage.home.read(storage, call);
      const { dtype, length, device } = storage;
      storage.host = this.#store.download({ block: device, offset: 0 }, dtype, length);
      if (storage.host === null) throw this.#cannotAnswer(call);
    }
    return hostOf(storage, call);
  }

  async readLater(storage: Storage, call = 'read'): Promise<StorageArray> {
    if (storage.host === null && storage.device !== null && storage.stale === null) {
      if (storage.home !== this && storage.home !== null) {
        return storage.home.readLater(storage, call);
      }
      const { dtype, length, device } = storage;
      const host = await this.#store.downloadLater({ block: device, offset: 0 }, dtype, length);
      storage.host ??= host;
    }
    return hostOf(storage, call);
  }

  release(storage: Storage, leaf: Storage['stale'] = null): void {
    if (storage.device !== null) this.leave(storage);
    storage.host = null;
    storage.stale = leaf;
  }

  /**
   * A block for the runtime or for a value that is about to be written. When memory is full,
   * everything that the current run does not use is evicted first. `stays`: code, commands and the
   * like, which lie apart, so that what is left between them is never what a large value lacks.
   */
  allocate(bytes: number, stays = false): Block {
    const block = this.#store.allocate(bytes, stays);
    if (block !== null) return block;
    this.#evict(0, 0);
    return this.#store.allocate(bytes, stays) ?? this.#full(bytes);
  }

  /** Gives a block back that no storage owns. */
  free(block: Block): void {
    this.#store.free(block);
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

  leave(storage: Storage): void {
    const { home, device, slot } = storage;
    if (home !== this) {
      home?.leave(storage);
      return;
    }
    if (device === null) throw internal('a value leaves where it is not');
    const last = this.#table.pop();
    if (last !== undefined && last !== storage) {
      this.#table[slot] = last;
      last.slot = slot;
    }
    storage.device = null;
    storage.slot = -1;
    this.#bytes -= device.bytes;
    this.#store.free(device);
  }

  /** The host array of a value; what another device has leaves that. */
  #bring(storage: Storage): StorageArray {
    const { home, device } = storage;
    if (device === null || home === null) return hostOf(storage, 'read');
    const host = home.read(storage, 'read');
    home.leave(storage);
    return host;
  }

  /** Evicts the least recently used until at most `count` and `bytes` are left. */
  #evict(count: number, bytes: number): void {
    const idle = this.#table.filter(({ lastUse }) => lastUse < this.#run);
    idle.sort((a, b) => a.lastUse - b.lastUse);
    for (const storage of idle) {
      if (this.#table.length <= count && this.#bytes <= bytes) return;
      if (this.#hasHostArray(storage)) this.leave(storage);
    }
  }

  /** Reads a value before it leaves; false where that takes a wait. */
  #hasHostArray(storage: Storage): boolean {
    const { dtype, length, device } = storage;
    if (storage.host === null && device !== null) {
      storage.host = this.#store.download({ block: device, offset: 0 }, dtype, length);
    }
    return storage.host !== null;
  }

  #cannotAnswer(call: string): ValueError {
    return new ValueError(
      `${call}: the value is in the memory of ${this.#name}, which cannot answer at once. ` +
        'Use await tensor.read()',
    );
  }

  #full(bytes: number): never {
    const mebibytes = (n: number): string => `${(n / 2 ** 20).toFixed(1)} MiB`;
    const { used, limit } = this.#store;
    throw new MemoryError(
      `device memory: cannot allocate ${mebibytes(bytes)}, ${mebibytes(used)} of at ` +
        `most ${mebibytes(limit)} are in use. Use smaller batches or a smaller model.`,
    );
  }
}

/** A value in its first use is copied to the arena, unless it is so large that room matters. */
export const maxStagedBytes: number = 2 ** 20;

/** Whether no program has used a value yet, which only the host has. */
export function isFirstUse({ device, lastUse, stale }: Storage): boolean {
  return device === null && lastUse === 0 && stale === null;
}

/** Bytes of the value of a storage. */
export function storageBytes(storage: Storage): number {
  return storage.length * bytesOf(storage.dtype);
}

function hostOf(storage: Storage, call: string): StorageArray {
  if (storage.stale !== null) throw staleError(call, storage.stale.name());
  if (storage.host === null) throw internal('read of a storage without a value');
  return storage.host;
}
