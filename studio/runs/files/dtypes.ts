/** The numbers of a tensor from its bytes, by the name of its dtype in safetensors. */

/** A float of 16 bits: sign, 5 bits of exponent, 10 of fraction. */
function half(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 0x1f) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

/** The upper half of a float of 32 bits, for each number. */
function fromBfloat(bytes: ArrayBuffer): Float32Array {
  const upper = new Uint16Array(bytes);
  const whole = Uint32Array.from(upper, (bits) => bits * 65_536);
  return new Float32Array(whole.buffer);
}

/** Readers of little-endian bytes, by dtype; numbers of 64 bits are rounded to doubles. */
const readers: Readonly<Record<string, (bytes: ArrayBuffer) => ArrayLike<number>>> = {
  F64: (bytes) => new Float64Array(bytes),
  F32: (bytes) => new Float32Array(bytes),
  F16: (bytes) => Float32Array.from(new Uint16Array(bytes), half),
  BF16: fromBfloat,
  I64: (bytes) => Float64Array.from(new BigInt64Array(bytes), Number),
  U64: (bytes) => Float64Array.from(new BigUint64Array(bytes), Number),
  I32: (bytes) => new Int32Array(bytes),
  U32: (bytes) => new Uint32Array(bytes),
  I16: (bytes) => new Int16Array(bytes),
  U16: (bytes) => new Uint16Array(bytes),
  I8: (bytes) => new Int8Array(bytes),
  U8: (bytes) => new Uint8Array(bytes),
  BOOL: (bytes) => new Uint8Array(bytes),
};

/** The numbers in `bytes`. @throws Error, as a sentence, for a dtype that is not known. */
export function numbersOf(dtype: string, bytes: ArrayBuffer): ArrayLike<number> {
  const read = Object.hasOwn(readers, dtype) ? readers[dtype] : undefined;
  if (read === undefined) throw new Error(`Numbers of the kind ${dtype} are not known here.`);
  return read(bytes);
}
