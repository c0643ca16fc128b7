/**
 * The block in which programs keep what lives only during a run: temporaries, outputs on their way
 * to the host, inputs that are used once. One program runs at a time, so all share one block.
 */

import type { HeapBlock } from './heap.js';
import type { Residency } from './residency.js';

/** A block as large as the largest program needs; its address changes when it grows. */
export class Arena {
  readonly #residency: Residency;
  #block: HeapBlock | null = null;

  constructor(residency: Residency) {
    this.#residency = residency;
  }

  /** Gives the memory back. */
  release(): void {
    if (this.#block !== null) this.#residency.free(this.#block);
    this.#block = null;
  }

  /** Address of what was reserved last. */
  get pointer(): number {
    return this.#block?.pointer ?? 0;
  }

  /** Address of at least `bytes` bytes; what was there before is lost when it moves. */
  reserve(bytes: number): number {
    if (this.#block !== null) {
      if (this.#block.bytes >= bytes) return this.#block.pointer;
      this.#residency.free(this.#block);
      this.#block = null;
    }
    this.#block = this.#residency.allocate(bytes);
    return this.#block.pointer;
  }
}
