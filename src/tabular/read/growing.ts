/**
 * Typed arrays that grow at the end, so that a column of a million cells is one block of memory.
 */

const firstSize = 1024;

/** Numbers in double precision. */
export class GrowingFloats {
  #values = new Float64Array(firstSize);
  /** How many there are. */
  length = 0;

  /** Adds one at the end. */
  push(value: number): void {
    if (this.length === this.#values.length) {
      const larger = new Float64Array(2 * this.length);
      larger.set(this.#values);
      this.#values = larger;
    }
    this.#values[this.length] = value;
    this.length += 1;
  }

  /** The numbers, as an array of their own size. */
  take(): Float64Array {
    return this.#values.slice(0, this.length);
  }

  /** The numbers so far, without a copy. */
  view(): Float64Array {
    return this.#values.subarray(0, this.length);
  }
}

/** Whole numbers of 32 bits. */
export class GrowingCodes {
  #values = new Int32Array(firstSize);
  /** How many there are. */
  length = 0;

  /** Adds one at the end. */
  push(value: number): void {
    if (this.length === this.#values.length) {
      const larger = new Int32Array(2 * this.length);
      larger.set(this.#values);
      this.#values = larger;
    }
    this.#values[this.length] = value;
    this.length += 1;
  }

  /** The numbers, as an array of their own size. */
  take(): Int32Array {
    return this.#values.slice(0, this.length);
  }

  /** The numbers so far, without a copy. */
  view(): Int32Array {
    return this.#values.subarray(0, this.length);
  }
}
