/** A growing list of bytes with the number formats that a WebAssembly module uses. */

const encoder = new TextEncoder();

/** Bytes, appended at the end. */
export class ByteWriter {
  // Modules are small, and a list is much cheaper to make and to grow than a typed array.
  readonly #bytes: number[] = [];

  /** Bytes so far. */
  get length(): number {
    return this.#bytes.length;
  }

  /** A copy of the bytes so far. */
  toBytes(): Uint8Array<ArrayBuffer> {
    return new Uint8Array(this.#bytes);
  }

  /** One byte. */
  byte(value: number): this {
    this.#bytes.push(value);
    return this;
  }

  /** Bytes as they are. */
  bytes(values: ArrayLike<number>): this {
    for (let i = 0; i < values.length; i++) this.#bytes.push(values[i] ?? 0);
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
}

function littleEndian(size: number, write: (view: DataView) => void): Uint8Array {
  const bytes = new Uint8Array(size);
  write(new DataView(bytes.buffer));
  return bytes;
}
