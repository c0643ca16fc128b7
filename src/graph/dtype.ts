/** The four element types, how they promote, and the typed arrays that hold them. */

import { assertNever, DTypeError, oneOf } from '../errors.js';

/** Element type of a tensor. Only the two float types take gradients. */
export type DType = 'float32' | 'float64' | 'int32' | 'bool';

/** Array that holds realized values; a bool is held as an int32 that is 0 or 1. */
export type StorageArray = Float32Array | Float64Array | Int32Array;

interface DTypeRow {
  /** Bytes of one stored element. */
  readonly bytes: 4 | 8;
  readonly array: {
    new (length: number): StorageArray;
    from(values: Iterable<number>): StorageArray;
  };
}

const rows: { readonly [D in DType]: DTypeRow } = {
  bool: { bytes: 4, array: Int32Array },
  int32: { bytes: 4, array: Int32Array },
  float32: { bytes: 4, array: Float32Array },
  float64: { bytes: 8, array: Float64Array },
};

/** All dtypes. */
export const dtypes: readonly DType[] = Object.keys(rows) as DType[];

/** What holds both: a table, because not all types stand in one line. */
const promotions: { readonly [A in DType]: { readonly [B in DType]: DType } } = {
  bool: { bool: 'bool', int32: 'int32', float32: 'float32', float64: 'float64' },
  int32: { bool: 'int32', int32: 'int32', float32: 'float32', float64: 'float64' },
  float32: { bool: 'float32', int32: 'float32', float32: 'float32', float64: 'float64' },
  float64: { bool: 'float64', int32: 'float64', float32: 'float64', float64: 'float64' },
};

/** Bytes of one stored element. */
export function bytesOf(dtype: DType): 4 | 8 {
  return rows[dtype].bytes;
}

/** Whether values of this dtype have a fractional part, and so can take gradients. */
export function isFloat(dtype: DType): boolean {
  // Comparisons, because each node asks, and a look-up by name takes twice as long.
  switch (dtype) {
    case 'float32':
    case 'float64':
      return true;
    case 'int32':
    case 'bool':
      return false;
    default:
      return assertNever(dtype);
  }
}

/** The smallest dtype that holds both: bool < int32 < float32 < float64. */
export function promote(a: DType, b: DType): DType {
  return a === b ? a : promotions[a][b];
}

/** The dtype of an integer or bool as a float (float32), any float unchanged. */
export function toFloat(dtype: DType): DType {
  return isFloat(dtype) ? dtype : 'float32';
}

/** A zeroed array that stores `length` elements of `dtype`. */
export function allocate(dtype: DType, length: number): StorageArray {
  return new rows[dtype].array(length);
}

/** Words of PyTorch for what is here under another name, or in its place. */
const otherNames: ReadonlyMap<string, DType> = new Map([
  ['float', 'float32'],
  ['half', 'float32'],
  ['float16', 'float32'],
  ['bfloat16', 'float32'],
  ['double', 'float64'],
  ['int', 'int32'],
  ['long', 'int32'],
  ['int64', 'int32'],
  ['boolean', 'bool'],
]);
/** PyTorch's devices. */
const deviceName = /^(cpu|cuda|mps|xpu)(:\d+)?$/;

/** Checks a dtype that came from the user. */
export function checkDType(op: string, dtype: unknown): asserts dtype is DType {
  if (dtypes.some((known) => known === dtype)) return;
  if (typeof dtype !== 'string') {
    throw new DTypeError(`${op}: a dtype is one of ${oneOf(dtypes)}, got ${kindOf(dtype)}`);
  }
  if (deviceName.test(dtype)) {
    throw new DTypeError(
      `${op}: '${dtype}' is a device. There is one, the CPU, and no GPU backend yet: everything is ` +
        `on it already. Leave the call out; to() takes a dtype, ${oneOf(dtypes)}`,
    );
  }
  const other = otherNames.get(dtype.replace('torch.', ''));
  const hint = other === undefined ? '' : `. Did you mean '${other}'?`;
  throw new DTypeError(`${op}: unknown dtype ${dtype}, expected ${oneOf(dtypes)}${hint}`);
}

function kindOf(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}
