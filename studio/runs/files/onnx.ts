/**
 * The tensors that an ONNX file carries: the initialisers of its graph. Source:
 * https://github.com/onnx/onnx/blob/main/onnx/onnx.proto (ModelProto, GraphProto, TensorProto).
 */

import { numbersOf } from './dtypes.js';
import type { FileTensor } from './safetensors.js';
import { statisticsOf } from './statistics.js';

/** A field of a message: its number, and its bytes or its number. */
interface Field {
  readonly tag: number;
  readonly bytes: Uint8Array;
  readonly number: number;
}

/** A number in groups of seven bits, the lowest first, and where it ends. */
function varint(bytes: Uint8Array, start: number): readonly [value: number, end: number] {
  let [value, scale, i] = [0, 1, start];
  for (; i < bytes.length; i++) {
    const byte = bytes[i] ?? 0;
    value += (byte & 0x7f) * scale;
    scale *= 128;
    if (byte < 0x80) return [value, i + 1];
  }
  throw new Error('This is no ONNX file, or its end is missing.');
}

const nothing = new Uint8Array();

/** The fields of a message. */
function* fieldsOf(bytes: Uint8Array): Generator<Field> {
  let i = 0;
  while (i < bytes.length) {
    const [key, after] = varint(bytes, i);
    const [tag, kind] = [Math.floor(key / 8), key % 8];
    if (kind === 0) {
      const [number, end] = varint(bytes, after);
      yield { tag, bytes: nothing, number };
      i = end;
      continue;
    }
    const fixed = { 1: 8, 5: 4 }[kind];
    if (fixed === undefined && kind !== 2) throw new Error('This is no ONNX file.');
    const [size, from] = fixed === undefined ? varint(bytes, after) : [fixed, after];
    if (from + size > bytes.length) throw new Error('The end of this ONNX file is missing.');
    yield { tag, bytes: bytes.subarray(from, from + size), number: 0 };
    i = from + size;
  }
}

/** Dtypes by their number in ONNX, by the names that safetensors has. */
const dtypes: Readonly<Record<number, string>> = {
  1: 'F32',
  2: 'U8',
  3: 'I8',
  4: 'U16',
  5: 'I16',
  6: 'I32',
  7: 'I64',
  9: 'BOOL',
  10: 'F16',
  11: 'F64',
  12: 'U32',
  13: 'U64',
  16: 'BF16',
};
const tags = { graph: 7, initializer: 5, dims: 1, type: 2, name: 8 } as const;
/** Where numbers stand: as bytes (floats, raw, doubles), or as groups of seven bits. */
const byteTags: readonly number[] = [4, 9, 10];
const groupTags: readonly number[] = [5, 7];

function varints(bytes: Uint8Array): number[] {
  const numbers: number[] = [];
  for (let i = 0; i < bytes.length; ) {
    const [number, end] = varint(bytes, i);
    numbers.push(number);
    i = end;
  }
  return numbers;
}

/** The numbers of a field that may come one by one or all together. */
function numbersIn({ bytes, number }: Field): number[] {
  return bytes.length > 0 ? varints(bytes) : [number];
}

/** The numbers of a tensor: bytes of its dtype, or groups of seven bits. */
function valuesOf(fields: readonly Field[], dtype: string): ArrayLike<number> {
  const whole = fields.filter(({ tag }) => groupTags.includes(tag)).flatMap(numbersIn);
  // Negative numbers are those beyond half of 2^64.
  if (whole.length > 0) return whole.map((one) => (one >= 2 ** 63 ? one - 2 ** 64 : one));
  const bytes = fields.find(({ tag }) => byteTags.includes(tag))?.bytes ?? nothing;
  // A copy, since numbers have to begin at a multiple of their size.
  return numbersOf(dtype, Uint8Array.from(bytes).buffer);
}

function tensorOf(message: Uint8Array): FileTensor {
  const fields = [...fieldsOf(message)];
  const last = (tag: number): Field | undefined => fields.findLast((one) => one.tag === tag);
  const type = last(tags.type)?.number ?? 0;
  const dtype = dtypes[type] ?? `type ${type}`;
  return {
    name: new TextDecoder().decode(last(tags.name)?.bytes),
    dtype,
    shape: fields.filter(({ tag }) => tag === tags.dims).flatMap(numbersIn),
    statistics: statisticsOf(valuesOf(fields, dtype)),
  };
}

/** The tensors of a file. @throws Error, as a sentence, for one that is damaged. */
export async function readOnnx(file: Blob): Promise<FileTensor[]> {
  const model = new Uint8Array(await file.arrayBuffer());
  const tensors: FileTensor[] = [];
  for (const { tag, bytes } of fieldsOf(model)) {
    if (tag !== tags.graph) continue;
    for (const field of fieldsOf(bytes)) {
      if (field.tag === tags.initializer) tensors.push(tensorOf(field.bytes));
    }
  }
  return tensors;
}
