/**
 * Caches hold what their entries weigh, and places are shared by what does not live at one time.
 */

import { describe, expect, it } from 'vitest';
import { KeyWriter } from '../../src/compiler/simplify/structure.js';
import { Offsets } from '../../src/runtime/pieces/offsets.js';
import { BoundedCache, type CacheEntry } from '../../src/runtime/programs/bounded-cache.js';

const writer = new KeyWriter();

function write(...words: number[]): KeyWriter {
  writer.reset();
  for (const word of words) writer.push(word);
  return writer;
}

function entry(word: number, bytes: number): CacheEntry {
  const key = write(word);
  return { key: key.copy(), hash: key.hash(), bytes, lastUse: 0, isForgotten: false };
}

describe('a bounded cache', () => {
  it('forgets the least recently used beyond its bytes', () => {
    const released: number[] = [];
    const cache = new BoundedCache<CacheEntry>(100, ({ key }) => released.push(key[0] ?? -1));
    const entries = [1, 2, 3, 4].map((word) => entry(word, 25));
    for (const one of entries) cache.add(one);
    expect([cache.size, cache.bytes]).toEqual([4, 100]);
    const first = write(1);
    expect(cache.find(first, first.hash())).toBe(entries[0]);
    cache.add(entry(5, 25));
    // What was there may be about to run.
    expect(released).toEqual([]);
    cache.trim();
    expect(released).toEqual([2, 3]);
    expect(cache.bytes).toBeLessThanOrEqual(75);
    expect(cache.renew(entries[1] as CacheEntry)).toBe(false);
    expect(cache.renew(entries[0] as CacheEntry)).toBe(true);
  });

  it('keeps one entry that is larger than its bytes', () => {
    const cache = new BoundedCache<CacheEntry>(10, () => {});
    for (const word of [1, 2]) {
      const large = entry(word, 1000);
      cache.add(large);
      cache.trim(large);
      expect([cache.size, large.isForgotten]).toEqual([1, false]);
    }
  });
});

describe('places', () => {
  it('are taken again when they are left', () => {
    const places = new Offsets();
    const [a, b] = [places.take(1000), places.take(1000)];
    places.leave(a, 1000);
    expect(places.take(990)).toBe(a);
    expect(places.take(1000)).toBeGreaterThan(b);
  });
});
