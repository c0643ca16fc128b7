/**
 * The element types of a safetensors file and what they become here: one row per type, with its
 * size and how its bytes are read. Values that no dtype of ours holds exactly are converted or
 * refused. Source: https://huggingface.co/docs/safetensors/index#format
 */

import { DataError } from '../errors.js';
import type { Tensor } from '../tensor/index.js';

type DType = Tensor['dtype'];
type Values = Float32Array | Float64Array | Int32Array | Uint8Array;

interface StoredType {
  /** Bytes of one stored element. */
  readonly bytes: 1 | 2 | 4 | 8;
  /** Dtype of the tensor that it becomes. */
  readonly dtype: DType;
  /** The values in a buffer that holds exactly one tensor; `where` names it in errors. */
  readonly read: (buffer: ArrayBuffer, where: string) => Values;
}

/** Name in the file -> how it is read. Typed arrays are little-endian, as the format is. */
export const storedTypes: Readonly<Record<string, StoredType>> = {
  F64: { bytes: 8, dtype: 'float64', read: (buffer) => new Float64Array(buffer) },
  F32: { bytes: 4, dtype: 'float32', read: (buffer) => new Float32Array(buffer) },
  F16: { bytes: 2, dtype: 'float32', read: (buffer) => halves(new Uint16Array(buffer)) },
  BF16: { bytes: 2, dtype: 'float32', read: (buffer) => brainHalves(new Uint16Array(buffer)) },
  I64: { bytes: 8, dtype: 'int32', read: narrow },
  I32: { bytes: 4, dtype: 'int32', read: (buffer) => new Int32Array(buffer) },
  I16: { bytes: 2, dtype: 'int32', read: (buffer) => Int32Array.from(new Int16Array(buffer)) },
  I8: { bytes: 1, dtype: 'int32', read: (buffer) => Int32Array.from(new Int8Array(buffer)) },
  U8: { bytes: 1, dtype: 'int32', read: (buffer) => Int32Array.from(new Uint8Array(buffer)) },
  BOOL: { bytes: 1, dtype: 'bool', read: flags },
};

/** The name under which each of our dtypes is written. */
export const storedNames: { readonly [D in DType]: 'F64' | 'F32' | 'I32' | 'BOOL' } = {
  float64: 'F64',
  float32: 'F32',
  int32: 'I32',
  bool: 'BOOL',
};

/** IEEE 754 half precision: 1 sign bit, 5 of exponent (bias 15), 10 of fraction. */
function halves(stored: Uint16Array): Float32Array {
  return Float32Array.from(stored, (bits) => {
    const sign = bits & 0x8000 ? -1 : 1;
    const exponent = (bits >> 10) & 0x1f;
    const fraction = bits & 0x3ff;
    if (exponent === 0x1f) return fraction === 0 ? sign * Infinity : Number.NaN;
    if (exponent === 0) return sign * fraction * 2 ** -24;
    return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
  });
}

/** A bfloat16 is the upper half of a float32. */
function brainHalves(stored: Uint16Array): Float32Array {
  return new Float32Array(Uint32Array.from(stored, (bits) => bits << 16).buffer);
}

function narrow(buffer: ArrayBuffer, where: string): Int32Array {
  return Int32Array.from(new BigInt64Array(buffer), (value, index) => {
    if (BigInt.asIntN(32, value) !== value) {
      throw new DataError(
        `${where} holds ${value} at element ${index} as I64; expected values that fit int32, ` +
          'from -2147483648 to 2147483647',
      );
    }
    return Number(value);
  });
}

function flags(buffer: ArrayBuffer, where: string): Uint8Array {
  const values = new Uint8Array(buffer);
  const wrong = values.findIndex((value) => value > 1);
  if (wrong >= 0) {
    throw new DataError(
      `${where} holds ${values[wrong]} at element ${wrong} as BOOL; expected 0 or 1`,
    );
  }
  return values;
}
