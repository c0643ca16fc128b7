/**
 * Entries by their keys, lists of integers, bounded by what they weigh: beyond the bound the least
 * recently used are forgotten.
 */

import type { KeyWriter } from '../../compiler/simplify/structure.js';

/** What a cache knows of an entry. */
export interface CacheEntry {
  readonly key: Int32Array;
  readonly hash: number;
  /** What it weighs in bytes, about. */
  readonly bytes: number;
  /** Number of its last use; the least go first. */
  lastUse: number;
  /** Whether the cache has forgotten it: it must not be used any more. */
  isForgotten: boolean;
}

/** Forgetting down to below the bound makes it rare, and its sorting cheap on average. */
const keptShare = 0.75;

/** A cache of entries. */
export class BoundedCache<E extends CacheEntry> {
  readonly #byHash = new Map<number, E[]>();
  readonly #entries = new Set<E>();
  readonly #maxBytes: number;
  readonly #release: (entry: E) => void;
  #bytes = 0;
  #uses = 0;

  /** `release` is called with each entry that is forgotten. */
  constructor(maxBytes: number, release: (entry: E) => void) {
    this.#maxBytes = maxBytes;
    this.#release = release;
  }

  /** Number of entries. */
  get size(): number {
    return this.#entries.size;
  }

  /** What they weigh together. */
  get bytes(): number {
    return this.#bytes;
  }

  /** The entry of a key for which `fits` holds, marked as used. */
  find(key: KeyWriter, hash: number, fits: (entry: E) => boolean = () => true): E | null {
    const list = this.#byHash.get(hash);
    if (list === undefined) return null;
    for (const entry of list) {
      if (!key.equals(entry.key) || !fits(entry)) continue;
      entry.lastUse = ++this.#uses;
      return entry;
    }
    return null;
  }

  /** Marks an entry as used; false if it has been forgotten. */
  renew(entry: E): boolean {
    if (entry.isForgotten) return false;
    entry.lastUse = ++this.#uses;
    return true;
  }

  add(entry: E): void {
    const list = this.#byHash.get(entry.hash);
    if (list === undefined) this.#byHash.set(entry.hash, [entry]);
    else list.push(entry);
    this.#entries.add(entry);
    this.#bytes += entry.bytes;
    entry.lastUse = ++this.#uses;
  }

  /**
   * Forgets what is too much. Apart from `add`, because whoever adds may still be about to use what
   * was there before; `spared` stays.
   */
  trim(spared: E | null = null): void {
    if (this.#bytes > this.#maxBytes) this.shrinkTo(this.#maxBytes * keptShare, spared);
  }

  /** Forgets the least recently used until no more than so many bytes are left; `spared` stays. */
  shrinkTo(bytes: number, spared: E | null = null): void {
    const byUse = [...this.#entries].sort((a, b) => a.lastUse - b.lastUse);
    for (const entry of byUse) {
      if (this.#bytes <= bytes) return;
      if (entry !== spared) this.#forget(entry);
    }
  }

  #forget(entry: E): void {
    const rest = (this.#byHash.get(entry.hash) ?? []).filter((other) => other !== entry);
    if (rest.length === 0) this.#byHash.delete(entry.hash);
    else this.#byHash.set(entry.hash, rest);
    this.#entries.delete(entry);
    this.#bytes -= entry.bytes;
    entry.isForgotten = true;
    this.#release(entry);
  }
}
