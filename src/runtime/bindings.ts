/** Writes the addresses of buffers into the argument words that hold them. */

/** One argument word (an index into the i32 view) that holds the address of a buffer plus offset. */
export interface AddressUse {
  readonly buffer: number;
  readonly word: number;
  readonly offset: number;
}

/** The words of a group of buffers; a buffer that stays where it was costs one comparison. */
export class Bindings {
  readonly #starts: Int32Array;
  readonly #words: Int32Array;
  readonly #offsets: Int32Array;
  readonly #bound: Int32Array;

  /** `count` buffers, bound to address 0, with their uses in any order. */
  constructor(count: number, uses: readonly AddressUse[]) {
    const sorted = [...uses].sort((a, b) => a.buffer - b.buffer);
    this.#starts = new Int32Array(count + 1);
    for (const { buffer } of uses) this.#starts[buffer + 1] = (this.#starts[buffer + 1] ?? 0) + 1;
    for (let i = 0; i < count; i++) {
      this.#starts[i + 1] = (this.#starts[i + 1] ?? 0) + (this.#starts[i] ?? 0);
    }
    this.#words = Int32Array.from(sorted, (use) => use.word);
    this.#offsets = Int32Array.from(sorted, (use) => use.offset);
    this.#bound = new Int32Array(count);
  }

  /** Puts buffer `buffer` at `pointer`, writing through `memory`. */
  bind(memory: Int32Array, buffer: number, pointer: number): void {
    // Addresses above 2 GiB are negative as i32, here as in the memory.
    if (this.#bound[buffer] === (pointer | 0)) return;
    this.#bound[buffer] = pointer;
    const end = this.#starts[buffer + 1] as number;
    for (let use = this.#starts[buffer] as number; use < end; use++) {
      memory[this.#words[use] as number] = pointer + (this.#offsets[use] as number);
    }
  }
}
