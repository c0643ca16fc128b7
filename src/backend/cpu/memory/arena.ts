/**
 * The block in which programs keep what lives only during a run: temporaries, outputs on their way
 * to the host, inputs that are used once. One program runs at a time, so all share one block.
 */

import type { Block } from '../../../graph/storage.js';
import type { Arena } from '../../device.js';
import type { Residency } from '../../residency.js';

/** A block as large as the largest program needs; its address changes when it grows. */
export class SharedArena implements Arena {
  readonly #residency: Residency;
  #block: Block | null = null;

  constructor(residency: Residency) {
    this.#residency = residency;
  }

  release(): void {
    if (this.#block !== null) this.#residency.free(this.#block);
    this.#block = null;
  }

  reserve(bytes: number): Block {
    if (this.#block !== null) {
      if (this.#block.bytes >= bytes) return this.#block;
      this.#residency.free(this.#block);
      this.#block = null;
    }
    this.#block = this.#residency.allocate(bytes);
    return this.#block;
  }
}
