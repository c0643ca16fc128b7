/** A list of numbers that grows, in a quarter of the memory that a plain array may take. */

const leastRoom = 256;

/** Numbers in single precision, or in double for what counts or tells the time. */
export class Column {
  #values: Float32Array | Float64Array;
  #length = 0;
  #hasNumber = false;

  constructor(exact: boolean) {
    this.#values = exact ? new Float64Array(leastRoom) : new Float32Array(leastRoom);
  }

  /** How many there are. */
  get length(): number {
    return this.#length;
  }

  /** Whether one of them is a number. */
  get hasNumber(): boolean {
    return this.#hasNumber;
  }

  /** Bytes that are taken. */
  get bytes(): number {
    return this.#values.byteLength;
  }

  /** The numbers so far; valid until the next one is added. */
  get values(): Float32Array | Float64Array {
    return this.#values.subarray(0, this.#length);
  }

  /** The number at `index`; NaN outside. */
  at(index: number): number {
    return index < this.#length ? (this.#values[index] ?? Number.NaN) : Number.NaN;
  }

  /** Puts a number at `index`, which is not before the end; NaN where there was none. */
  put(index: number, value: number): void {
    if (index >= this.#values.length) this.#grow(index + 1);
    if (index > this.#length) this.#values.fill(Number.NaN, this.#length, index);
    this.#values[index] = value;
    if (!Number.isNaN(value)) this.#hasNumber = true;
    this.#length = index + 1;
  }

  #grow(least: number): void {
    const room = Math.max(least, Math.ceil(1.5 * this.#values.length));
    const values =
      this.#values instanceof Float64Array ? new Float64Array(room) : new Float32Array(room);
    values.set(this.#values);
    this.#values = values;
  }
}
