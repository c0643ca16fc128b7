/**
 * Fields of protocol buffer messages, as they come. Source:
 * https://protobuf.dev/programming-guides/encoding/
 */

/** A field of a message. */
export interface ReadField {
  /** Its number. */
  readonly field: number;
  /** The number of a varint; NaN for other kinds. */
  readonly whole: number;
  /** The bytes of a text, a message, a `double` or a `float`; empty for a varint. */
  readonly bytes: Uint8Array;
}

/** A number in groups of seven bits, the lowest first, and where it ends; null past the end. */
function varint(bytes: Uint8Array, start: number): readonly [value: number, end: number] | null {
  let [value, scale] = [0, 1];
  for (let i = start; i < bytes.length; i++) {
    const byte = bytes[i] ?? 0;
    value += (byte & 0x7f) * scale;
    scale *= 128;
    if (byte < 0x80) return [value, i + 1];
  }
  return null;
}

/** Bytes of kinds with a fixed size. */
const sizes: Readonly<Record<number, number>> = { 1: 8, 5: 4 };

/** The field that begins at `at`, and where the next one does; null where it is damaged. */
function fieldAt(bytes: Uint8Array, at: number): readonly [field: ReadField, end: number] | null {
  const key = varint(bytes, at);
  if (key === null) return null;
  const [field, kind] = [Math.floor(key[0] / 8), key[0] % 8];
  const fixed = sizes[kind];
  if (kind !== 0 && kind !== 2 && fixed === undefined) return null;
  const number = fixed === undefined ? varint(bytes, key[1]) : ([fixed, key[1]] as const);
  if (number === null) return null;
  const [value, start] = number;
  if (kind === 0) return [{ field, whole: value, bytes: new Uint8Array() }, start];
  const end = start + value;
  if (end > bytes.length) return null;
  return [{ field, whole: Number.NaN, bytes: bytes.subarray(start, end) }, end];
}

/** The fields of a message, up to its end or to where it is damaged. */
export function* fieldsIn(bytes: Uint8Array): Generator<ReadField> {
  let at = 0;
  while (at < bytes.length) {
    const found = fieldAt(bytes, at);
    if (found === null) return;
    yield found[0];
    at = found[1];
  }
}

/** The first field of a number; undefined without one. */
export function fieldIn(bytes: Uint8Array, field: number): ReadField | undefined {
  for (const one of fieldsIn(bytes)) if (one.field === field) return one;
  return undefined;
}

/** Numbers of four or eight bytes, little-endian. */
export function floatsIn(bytes: Uint8Array, size: 4 | 8): number[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Array.from({ length: Math.floor(bytes.length / size) }, (_, i) =>
    size === 4 ? view.getFloat32(4 * i, true) : view.getFloat64(8 * i, true),
  );
}
