/** Sees whether a run writes anywhere but into its own outputs, arena and arguments. */

import { vi } from 'vitest';
import { controlEnd } from '../../src/backend/cpu/memory/layout.js';
import { pointerOf } from '../../src/backend/cpu/memory/store.js';
import { internal } from '../../src/errors.js';
import type { Block, Storage } from '../../src/graph/storage.js';
import { cpuDevice } from '../../src/runtime/devices.js';

/** Watches the memory of the device, from its making on. */
export class WriteGuard {
  readonly #blocks = new Set<Block>();
  readonly #owners = new Map<Block, Storage>();
  #fresh = new Set<Block>();

  constructor() {
    const { residency, scratch } = cpuDevice();
    this.#blocks.add(scratch);
    const allocate = residency.allocate.bind(residency);
    vi.spyOn(residency, 'allocate').mockImplementation((bytes, stays) => {
      const block = allocate(bytes, stays);
      this.#blocks.add(block);
      this.#fresh.add(block);
      return block;
    });
    const adopt = residency.adopt.bind(residency);
    vi.spyOn(residency, 'adopt').mockImplementation((storage, block) => {
      this.#owners.set(block, storage);
      adopt(storage, block);
    });
  }

  /** Runs `fn` and throws if it changed memory that belongs to nobody, or to an older value. */
  watch(fn: () => void): void {
    this.#fresh = new Set();
    const before = cpuDevice().memory.views.u8.slice();
    fn();
    const after = cpuDevice().memory.views.u8;
    // Without an owner are the arena, the commands and arguments of programs, and free memory.
    const open = [...this.#blocks].filter((block) => {
      const isOwned = this.#owners.get(block)?.device === block;
      return !isOwned || this.#fresh.has(block);
    });
    open.sort((a, b) => pointerOf(a) - pointerOf(b));
    let from = controlEnd;
    for (const block of open) {
      const pointer = pointerOf(block);
      expectEqual(before, after, from, pointer);
      from = Math.max(from, pointer + block.bytes);
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
