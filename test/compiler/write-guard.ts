/** Sees whether a run writes anywhere but into its own outputs, arena and arguments. */

import { vi } from 'vitest';
import { device } from '../../src/backend/cpu/device.js';
import type { HeapBlock } from '../../src/backend/cpu/memory/heap.js';
import { controlEnd } from '../../src/backend/cpu/memory/layout.js';
import { internal } from '../../src/errors.js';

/** Watches the memory of the device, from its making on. */
export class WriteGuard {
  readonly #blocks = new Set<HeapBlock>();
  #fresh = new Set<HeapBlock>();

  constructor() {
    const { residency, scratch } = device();
    this.#blocks.add(scratch);
    for (const method of ['allocate', 'allocateLasting'] as const) {
      const allocate = residency[method].bind(residency);
      vi.spyOn(residency, method).mockImplementation((bytes) => {
        const block = allocate(bytes);
        this.#blocks.add(block);
        this.#fresh.add(block);
        return block;
      });
    }
  }

  /** Runs `fn` and throws if it changed memory that belongs to nobody, or to an older value. */
  watch(fn: () => void): void {
    this.#fresh = new Set();
    const before = device().memory.views.u8.slice();
    fn();
    const after = device().memory.views.u8;
    // Without an owner are the arena, the commands and arguments of programs, and free memory.
    const open = [...this.#blocks].filter((b) => b.owner === null || this.#fresh.has(b));
    open.sort((a, b) => a.pointer - b.pointer);
    let from = controlEnd;
    for (const { pointer, bytes } of open) {
      expectEqual(before, after, from, pointer);
      from = Math.max(from, pointer + bytes);
    }
    expectEqual(before, after, from, before.length);
  }
}

function expectEqual(before: Uint8Array, after: Uint8Array, from: number, to: number): void {
  if (to <= from) return;
  const [x, y] = [before, after].map((bytes) =>
    Buffer.from(bytes.buffer, bytes.byteOffset + from, to - from),
  );
  if (x !== undefined && y !== undefined && x.equals(y)) return;
  for (let i = from; i < to; i++) {
    if (before[i] !== after[i]) throw internal(`wrote at ${i}, between ${from} and ${to}`);
  }
}
