/** The four element types, how they promote, and the typed arrays that hold them. */

import { DTypeError, oneOf } from '../errors.js';

/** Element type of a tensor. Only the two float types take gradients. */
export type DType = 'float32' | 'float64' | 'int32' | 'bool';

/** Array that holds realized values; a bool is held as an int32 that is 0 or 1. */
export type StorageArray = Float32Array | Float64Array | Int32Array;

interface DTypeRow {
  readonly rank: number;
  readonly array: {
    new (length: number): StorageArray;
    from(values: Iterable<number>): StorageArray;
  };
}

const rows: { readonly [D in DType]: DTypeRow } = {
  bool: { rank: 0, array: Int32Array },
  int32: { rank: 1, array: Int32Array },
  float32: { rank: 2, array: Float32Array },
  float64: { rank: 3, array: Float64Array },
};

/** All dtypes, in order of promotion. */
export const dtypes: readonly DType[] = ['bool', 'int32', 'float32', 'float64'];

/** Bytes of one stored element. */
export function bytesOf(dtype: DType): 4 | 8 {
  return dtype === 'float64' ? 8 : 4;
}

/** Whether values of this dtype have a fractional part, and so can take gradients. */
export function isFloat(dtype: DType): boolean {
  return dtype === 'float32' || dtype === 'float64';
}

/** The smallest dtype that holds both: bool < int32 < float32 < float64. */
export function promote(a: DType, b: DType): DType {
  return a === b || rows[a].rank > rows[b].rank ? a : b;
}

/** The dtype of an integer or bool turned into a float (float32), any float unchanged. */
export function toFloat(dtype: DType): DType {
  return isFloat(dtype) ? dtype : 'float32';
}

/** A zeroed array that stores `length` elements of `dtype`. */
export function allocate(dtype: DType, length: number): StorageArray {
  return new rows[dtype].array(length);
}

/** Checks a dtype that came from the user. */
export function checkDType(op: string, dtype: unknown): asserts dtype is DType {
  if (!dtypes.some((known) => known === dtype)) {
    throw new DTypeError(`${op}: unknown dtype ${String(dtype)}, expected ${oneOf(dtypes)}`);
  }
}
