/**
 * Reads IDX, the format of the MNIST files: two zero bytes, a type code, the number of dims, the
 * sizes, then the values, all big-endian. Source: the end of http://yann.lecun.com/exdb/mnist/
 */

import { DataError } from '../../errors.js';
import { numel, show } from '../../graph/shape.js';
import * as signatures from '../../signatures/data.js';

/** Values of an IDX file, row-major, in the type in which the file holds them. */
export interface IdxArray {
  readonly shape: readonly number[];
  readonly data: Uint8Array | Int8Array | Int16Array | Int32Array | Float32Array | Float64Array;
}

interface ElementType {
  readonly bytes: 1 | 2 | 4 | 8;
  readonly allocate: (length: number) => IdxArray['data'];
  readonly read: (view: DataView, at: number) => number;
}

const elementTypes: Readonly<Record<number, ElementType>> = {
  8: { bytes: 1, allocate: (n) => new Uint8Array(n), read: (view, at) => view.getUint8(at) },
  9: { bytes: 1, allocate: (n) => new Int8Array(n), read: (view, at) => view.getInt8(at) },
  11: { bytes: 2, allocate: (n) => new Int16Array(n), read: (view, at) => view.getInt16(at) },
  12: { bytes: 4, allocate: (n) => new Int32Array(n), read: (view, at) => view.getInt32(at) },
  13: { bytes: 4, allocate: (n) => new Float32Array(n), read: (view, at) => view.getFloat32(at) },
  14: { bytes: 8, allocate: (n) => new Float64Array(n), read: (view, at) => view.getFloat64(at) },
};

/**
 * The array in the bytes of an IDX file (unzipped); `file` names them in errors. Throws `DataError`
 * with what was expected and found for a wrong magic number or type code, and for bytes that are
 * fewer or more than the sizes say.
 *
 * @example
 * // Two dims: 8 is bytes, 2 dims of sizes 1 and 3, then the values.
 * const bytes = Uint8Array.of(0, 0, 8, 2, 0, 0, 0, 1, 0, 0, 0, 3, 7, 8, 9);
 * const { shape, data } = readIdx(bytes, 'labels.idx');
 * console.log(shape, data); // [ 1, 3 ] Uint8Array(3) [ 7, 8, 9 ]
 */
export function readIdx(bytes: Uint8Array, file = 'IDX data'): IdxArray {
  signatures.readIdx.check(arguments);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const { shape, type, start } = readIdxHeader(view, file);
  const data = type.allocate(numel(shape));
  if (type.bytes === 1) {
    data.set(bytes.subarray(start));
    return { shape, data };
  }
  for (let index = 0; index < data.length; index++) {
    data[index] = type.read(view, start + index * type.bytes);
  }
  return { shape, data };
}

interface IdxHeader {
  readonly shape: readonly number[];
  readonly type: ElementType;
  readonly start: number;
}

function readIdxHeader(view: DataView, file: string): IdxHeader {
  const fail = (message: string): never => {
    throw new DataError(`readIdx: ${file}: ${message}`);
  };
  const found = view.byteLength;
  if (found < 4) fail(`expected at least 4 bytes, found ${found}`);
  if (view.getUint16(0) !== 0) {
    const hint = view.getUint16(0) === 0x1f8b ? ': it is gzipped, unzip it first' : '';
    fail(`expected two zero bytes at the start, found ${hex(view, 0)} ${hex(view, 1)}${hint}`);
  }
  const type = elementTypes[view.getUint8(2)];
  if (type === undefined) {
    const known = Object.keys(elementTypes).map((code) => `0x${Number(code).toString(16)}`);
    return fail(`expected a type code among ${known.join(', ')}, found 0x${hex(view, 2)}`);
  }
  const ndim = view.getUint8(3);
  const start = 4 + 4 * ndim;
  if (found < start) fail(`expected ${start} bytes of header for ${ndim} dims, found ${found}`);
  const shape = Array.from({ length: ndim }, (_, dim) => view.getUint32(4 + 4 * dim));
  const expected = start + numel(shape) * type.bytes;
  if (found !== expected) {
    const problem = found < expected ? 'the file is cut off' : 'there are bytes left over';
    fail(`expected ${expected} bytes for shape ${show(shape)}, found ${found}: ${problem}`);
  }
  return { shape, type, start };
}

function hex(view: DataView, at: number): string {
  return view.getUint8(at).toString(16).padStart(2, '0');
}
