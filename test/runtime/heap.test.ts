/** The allocator: alignment, reuse, growth. */

import { describe, expect, it } from 'vitest';
import { Heap, type HeapBlock } from '../../src/backend/cpu/memory/heap.js';

const unlimited = () => true;

function overlaps(a: HeapBlock, b: HeapBlock): boolean {
  return a.pointer < b.pointer + b.bytes && b.pointer < a.pointer + a.bytes;
}

describe('Heap', () => {
  it('aligns blocks to 64 bytes and never hands out address 0', () => {
    const heap = new Heap(1, unlimited);
    for (const bytes of [0, 1, 63, 64, 65, 1000, 123_457]) {
      const block = heap.allocate(bytes);
      expect(block?.pointer).toBeGreaterThan(0);
      expect((block?.pointer ?? 1) % 64).toBe(0);
      expect(block?.bytes).toBeGreaterThanOrEqual(Math.max(bytes, 64));
    }
  });

  it('rounds sizes up by at most an eighth', () => {
    const heap = new Heap(64, unlimited);
    for (let bytes = 64; bytes < 2 ** 31; bytes = Math.ceil(bytes * 1.07)) {
      const block = heap.allocate(bytes) as HeapBlock;
      expect(block.bytes).toBeLessThan(bytes * 1.125 + 64);
      heap.free(block);
    }
  });

  it('gives a freed block to the next request of its size', () => {
    const heap = new Heap(64, unlimited);
    const first = heap.allocate(5000) as HeapBlock;
    heap.free(first);
    expect(heap.allocate(5000)).toBe(first);
    expect(heap.used).toBe(first.bytes);
  });

  it('keeps live blocks apart through a long random life', () => {
    const heap = new Heap(64, (end) => end < 2 ** 24);
    const live: HeapBlock[] = [];
    let state = 1;
    const random = (n: number): number => {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      return state % n;
    };
    for (let step = 0; step < 5000; step++) {
      const block = random(3) > 0 ? heap.allocate(random(2 ** random(20))) : null;
      if (block === null) {
        const victim = live.splice(random(Math.max(1, live.length)), 1)[0];
        if (victim !== undefined) heap.free(victim);
        continue;
      }
      expect(live.some((other) => overlaps(other, block))).toBe(false);
      live.push(block);
    }
    expect(heap.used).toBe(live.reduce((sum, { bytes }) => sum + bytes, 0));
  });

  it('merges small free blocks into one that holds a large request', () => {
    const heap = new Heap(64, (end) => end <= 64 + 2 ** 20);
    const blocks = Array.from({ length: 256 }, () => heap.allocate(4096) as HeapBlock);
    expect(heap.allocate(2 ** 20)).toBeNull();
    for (const block of blocks) heap.free(block);
    expect(heap.allocate(2 ** 20)?.bytes).toBe(2 ** 20);
  });

  it('refuses to free a block twice', () => {
    const heap = new Heap(64, unlimited);
    const block = heap.allocate(100) as HeapBlock;
    heap.free(block);
    expect(() => heap.free(block)).toThrow('internal:');
  });
});
