/** A list of numbers that grows, in a quarter of the memory that a plain array may take. */

const leastRoom = 64;

/** Numbers in single precision, or in double for what counts or tells the time. */
export class Column {
  #values: Float32Array | Float64Array;
  #length = 0;
  #low = Number.POSITIVE_INFINITY;
  #high = Number.NEGATIVE_INFINITY;

  constructor(exact: boolean) {
    this.#values = exact ? new Float64Array(leastRoom) : new Float32Array(leastRoom);
  }

  /** A column of these numbers, which it keeps. */
  static of(values: Float32Array | Float64Array): Column {
    const column = new Column(values instanceof Float64Array);
    column.#values = values;
    column.#length = values.length;
    for (let i = 0; i < values.length; i++) column.#note(values[i] ?? Number.NaN);
    return column;
  }

  /** How many there are. */
  get length(): number {
    return this.#length;
  }

  /** Whether one of them is a number. */
  get hasNumber(): boolean {
    return this.#low <= this.#high;
  }

  /** The smallest number; Infinity without any. */
  get low(): number {
    return this.#low;
  }

  /** The greatest number; -Infinity without any. */
  get high(): number {
    return this.#high;
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
    this.#note(value);
    this.#length = index + 1;
  }

  #note(value: number): void {
    if (value < this.#low) this.#low = value;
    if (value > this.#high) this.#high = value;
  }

  #grow(least: number): void {
    const room = Math.max(least, Math.ceil(1.5 * this.#values.length));
    const values =
      this.#values instanceof Float64Array ? new Float64Array(room) : new Float32Array(room);
    values.set(this.#values);
    this.#values = values;
  }
}
