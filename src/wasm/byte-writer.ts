/** A growing list of bytes with the number formats that a WebAssembly module uses. */

const encoder = new TextEncoder();
/** Bytes at first: engines make an array so small as fast as an object. */
const firstCapacity = 64;

/** Bytes, appended at the end. */
export class ByteWriter {
  // A typed array, which is copied at once: writers are filled from writers, by code that runs cold.
  #bytes: Uint8Array<ArrayBuffer> = new Uint8Array(firstCapacity);
  #length = 0;

  /** Bytes so far. */
  get length(): number {
    return this.#length;
  }

  /** A copy of the bytes so far. */
  toBytes(): Uint8Array<ArrayBuffer> {
    return this.#bytes.slice(0, this.#length);
  }

  /** One byte. */
  byte(value: number): this {
    if (this.#length === this.#bytes.length) this.#grow(1);
    this.#bytes[this.#length++] = value;
    return this;
  }

  /** Bytes as they are. */
  bytes(values: ArrayLike<number>): this {
    if (this.#length + values.length > this.#bytes.length) this.#grow(values.length);
    this.#bytes.set(values, this.#length);
    this.#length += values.length;
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

  /** IEEE 754 single, little endian. */
  f32(value: number): this {
    return this.bytes(littleEndian(4, (view) => view.setFloat32(0, value, true)));
  }

  /** IEEE 754 double, little endian. */
  f64(value: number): this {
    return this.bytes(littleEndian(8, (view) => view.setFloat64(0, value, true)));
  }

  /** UTF-8 text with its length in front. */
  name(text: string): this {
    return this.sized(encoder.encode(text));
  }

  /** Bytes with their number in front. */
  sized(values: ArrayLike<number>): this {
    return this.u32(values.length).bytes(values);
  }

  #grow(more: number): void {
    const larger = new Uint8Array(Math.max(2 * this.#bytes.length, this.#length + more));
    larger.set(this.#bytes);
    this.#bytes = larger;
  }
}

function littleEndian(size: number, write: (view: DataView) => void): Uint8Array {
  const bytes = new Uint8Array(size);
  write(new DataView(bytes.buffer));
  return bytes;
}
