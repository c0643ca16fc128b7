/** Makes IDX files on the spot. */

/** The bytes of an IDX file: type code, sizes, and the bytes of the values. */
export function idx(code: number, shape: readonly number[], values: readonly number[]): Uint8Array {
  const bytes = new Uint8Array(4 + 4 * shape.length + values.length);
  bytes.set([0, 0, code, shape.length]);
  const view = new DataView(bytes.buffer);
  shape.forEach((size, dim) => {
    view.setUint32(4 + 4 * dim, size);
  });
  bytes.set(values, 4 + 4 * shape.length);
  return bytes;
}
