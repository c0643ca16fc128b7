/**
 * Bytes of protocol buffer messages, as far as TensorBoard's events need them: fields in order,
 * messages within messages. Source: https://protobuf.dev/programming-guides/encoding/
 */

/** A field of a message, already as bytes. */
export type Field = readonly number[] | Uint8Array;

/** How a value is written: with a varint, eight bytes, a length, or four bytes. */
const wire = { varint: 0, fixed64: 1, length: 2, fixed32: 5 } as const;

function varint(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  for (; rest >= 128; rest = Math.floor(rest / 128)) bytes.push((rest % 128) | 128);
  bytes.push(rest);
  return bytes;
}

function tag(field: number, kind: number): number[] {
  return varint(field * 8 + kind);
}

/** All fields of a message in one array. */
export function message(...fields: readonly Field[]): Uint8Array {
  const bytes = new Uint8Array(fields.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const field of fields) {
    bytes.set(field, at);
    at += field.length;
  }
  return bytes;
}

/** `int32`, `int64`, `bool` or an enum: a whole number from 0. */
export function whole(field: number, value: number): Field {
  return [...tag(field, wire.varint), ...varint(value)];
}

/** `double`. */
export function double(field: number, value: number): Field {
  return [...tag(field, wire.fixed64), ...new Uint8Array(Float64Array.of(value).buffer)];
}

/** `float`. */
export function float(field: number, value: number): Field {
  return [...tag(field, wire.fixed32), ...new Uint8Array(Float32Array.of(value).buffer)];
}

/** `bytes`, or a message. */
export function bytes(field: number, value: Uint8Array): Field {
  return message(tag(field, wire.length), varint(value.length), value);
}

/** `string`. */
export function text(field: number, value: string): Field {
  return bytes(field, new TextEncoder().encode(value));
}

/** `repeated double`, packed. */
export function doubles(field: number, values: readonly number[]): Field {
  return bytes(field, new Uint8Array(Float64Array.from(values).buffer));
}
