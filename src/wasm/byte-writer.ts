/** A growing list of bytes with the number formats that a WebAssembly module uses. */

/** Bytes at first: engines make an array so small as fast as an object. */
const firstCapacity = 64;

/** Bytes, appended at the end. */
export class ByteWriter {
  // A typed array, which is copied at once: writers are filled from writers, by code that runs
  // cold.
  #bytes: Uint8Array<ArrayBuffer>;
  #length = 0;

  /** Makes room for so many bytes; for more it grows. */
  constructor(capacity: number = firstCapacity) {
    this.#bytes = new Uint8Array(capacity);
  }

  /** Bytes so far. */
  get length(): number {
    return this.#length;
  }

  /** The bytes so far, which are not to be changed any more. */
  finished(): Uint8Array<ArrayBuffer> {
    return this.#bytes.subarray(0, this.#length);
  }

  /** One byte. */
  byte(value: number): this {
    if (this.#length === this.#bytes.length) this.#grow(1);
    this.#bytes[this.#length++] = value;
    return this;
  }

  /** Bytes as they are. */
  bytes(values: ArrayLike<number>): this {
    const start = this.#take(values.length);
    this.#bytes.set(values, start);
    return this;
  }

  /** A byte and the unsigned LEB128 of an integer: an instruction, mostly in a single call. */
  pair(first: number, value: number): this {
    if (value > 0x3fff) return this.byte(first).u32(value);
    if (this.#length + 3 > this.#bytes.length) this.#grow(3);
    this.#bytes[this.#length++] = first;
    if (value <= 0x7f) this.#bytes[this.#length++] = value;
    else {
      this.#bytes[this.#length++] = (value & 0x7f) | 0x80;
      this.#bytes[this.#length++] = value >> 7;
    }
    return this;
  }

  /** Unsigned LEB128 of an integer in [0, 2^32). */
  u32(value: number): this {
    let rest = value >>> 0;
    while (rest > 0x7f) {
      this.byte((rest & 0x7f) | 0x80);
      rest >>>= 7;
    }
    return this.byte(rest);
  }

  /** Signed LEB128 of an integer, taken modulo 2^32. */
  s32(value: number): this {
    let rest = value | 0;
    // The last byte is the one after which only copies of its sign bit (0x40) would follow.
    while (rest < -0x40 || rest > 0x3f) {
      this.byte((rest & 0x7f) | 0x80);
      rest >>= 7;
    }
    return this.byte(rest & 0x7f);
  }

  /** Signed LEB128 of an integer, taken modulo 2^64. */
  s64(value: bigint): this {
    let rest = BigInt.asIntN(64, value);
    while (rest < -0x40n || rest > 0x3fn) {
      this.byte(Number(rest & 0x7fn) | 0x80);
      rest >>= 7n;
    }
    return this.byte(Number(rest & 0x7fn));
  }

  /** The same byte so many times. */
  fill(value: number, count: number): this {
    const start = this.#take(count);
    this.#bytes.fill(value, start, start + count);
    return this;
  }

  /** IEEE 754 single, little endian. */
  f32(value: number): this {
    const start = this.#take(4);
    new DataView(this.#bytes.buffer).setFloat32(start, value, true);
    return this;
  }

  /** IEEE 754 double, little endian. */
  f64(value: number): this {
    const start = this.#take(8);
    new DataView(this.#bytes.buffer).setFloat64(start, value, true);
    return this;
  }

  /** ASCII text with its length in front. */
  name(text: string): this {
    this.u32(text.length);
    for (let i = 0; i < text.length; i++) this.byte(text.charCodeAt(i));
    return this;
  }

  /** Bytes with their number in front. */
  sized(values: ArrayLike<number>): this {
    return this.u32(values.length).bytes(values);
  }

  /** Room for so many bytes more; returns where they begin. */
  #take(count: number): number {
    const start = this.#length;
    if (start + count > this.#bytes.length) this.#grow(count);
    this.#length += count;
    return start;
  }

  #grow(more: number): void {
    const larger = new Uint8Array(Math.max(2 * this.#bytes.length, this.#length + more));
    larger.set(this.#bytes);
    this.#bytes = larger;
  }
}
