/** Writes the addresses of buffers into the argument words that hold them. */

/**
 * One argument word (an index into the i32 view) that holds the address of a buffer plus offset.
 */
export interface AddressUse {
  readonly buffer: number;
  readonly word: number;
  readonly offset: number;
}

/** The words of a group of buffers; a buffer that stays where it was costs one comparison. */
export class Bindings {
  readonly #uses: readonly AddressUse[][];
  readonly #bound: Int32Array;

  /** `count` buffers, not bound yet, with their uses in any order. */
  constructor(count: number, uses: readonly AddressUse[]) {
    this.#uses = Array.from({ length: count }, () => []);
    this.#bound = new Int32Array(count);
    for (const use of uses) this.#uses[use.buffer]?.push(use);
  }

  /** Puts buffer `buffer` at `pointer`, writing through `memory`. */
  bind(memory: Int32Array, buffer: number, pointer: number): void {
    // Addresses above 2 GiB are negative as i32, here as in the memory. No buffer is at 0.
    if (this.#bound[buffer] === (pointer | 0)) return;
    this.#bound[buffer] = pointer;
    for (const { word, offset } of this.#uses[buffer] ?? []) memory[word] = pointer + offset;
  }
}
