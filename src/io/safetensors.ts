/**
 * Tensors to safetensors bytes and back, without any file system, so that it also runs in a
 * browser. The header's checks are in safetensors-header.ts, the element types in
 * safetensors-dtypes.ts. Source: https://huggingface.co/docs/safetensors/index#format
 */

import { internal, ValueError } from '../errors.js';
import { refuseForeign } from '../graph/copy.js';
import * as signatures from '../signatures/io.js';
import { Tensor, tensor } from '../tensor/index.js';
import { storedNames, storedTypes } from './safetensors-dtypes.js';
import { readHeader } from './safetensors-header.js';

/** What a safetensors file holds. */
export interface SafetensorsContent {
  /** The tensors by name, in the order of the file. */
  readonly tensors: Readonly<Record<string, Tensor>>;
  /** Free text by key; empty when the file has none. */
  readonly metadata: Readonly<Record<string, string>>;
}

interface Part {
  readonly name: string;
  readonly dtype: 'F64' | 'F32' | 'I32' | 'BOOL';
  readonly shape: readonly number[];
  readonly bytes: Uint8Array;
}

/**
 * The bytes of a safetensors file that holds `record` (such as a `stateDict()`) and `metadata`.
 * float32, float64, int32 and bool become F32, F64, I32 and BOOL; any shape, 0-d and empty
 * included. The same record gives the same bytes. Throws `ValueError` for a tensor named
 * `__metadata__`, a name that the format keeps for itself.
 *
 * @example
 * const bytes = encodeSafetensors({ w: tensor([1, 2]) });
 * console.log(bytes.length, Object.keys(decodeSafetensors(bytes).tensors)); // 72 [ 'w' ]
 */
export function encodeSafetensors(
  record: Readonly<Record<string, Tensor>>,
  metadata: Readonly<Record<string, string>> = {},
): Uint8Array {
  signatures.encodeSafetensors.check(arguments);
  const parts = Object.entries(record).map(([name, value]) => toPart(name, value));
  const offsets = layOut(parts);
  const entries = parts.map((part) => {
    const begin = offsets.get(part) ?? 0;
    const { name, dtype, shape, bytes } = part;
    return [name, { dtype, shape, data_offsets: [begin, begin + bytes.length] }] as const;
  });
  const extra = Object.keys(metadata).length > 0 ? [['__metadata__', metadata] as const] : [];
  const json = JSON.stringify(Object.fromEntries([...extra, ...entries]));
  const header = new TextEncoder().encode(json);
  // Padded with spaces to a multiple of 8, so that the data is aligned for every dtype.
  const headerLength = Math.ceil(header.length / 8) * 8;
  const dataLength = parts.reduce((sum, part) => sum + part.bytes.length, 0);
  const file = new Uint8Array(8 + headerLength + dataLength);
  new DataView(file.buffer).setBigUint64(0, BigInt(headerLength), true);
  file.fill(0x20, 8, 8 + headerLength);
  file.set(header, 8);
  for (const [part, begin] of offsets) file.set(part.bytes, 8 + headerLength + begin);
  return file;
}

/**
 * The tensors and the metadata in the bytes of a safetensors file; `file` names them in errors.
 * F32, F64, I32 and BOOL keep their values; F16 and BF16 become float32, and I64, I16, I8 and U8
 * become int32. Throws `DataError` that names the file, what was expected and what was found: a
 * length, header, dtype, shape or offset that cannot be, bytes that no tensor or two tensors claim,
 * a repeated name, an I64 that does not fit int32.
 *
 * @example
 * const { tensors } = decodeSafetensors(encodeSafetensors({ w: tensor([1, 2]) }));
 * console.log(tensors.w?.toArray()); // [ 1, 2 ]
 */
export function decodeSafetensors(
  bytes: Uint8Array,
  file = 'safetensors data',
): SafetensorsContent {
  signatures.decodeSafetensors.check(arguments);
  const header = readHeader(bytes, file);
  const entries = header.tensors.map(({ name, dtype, shape, begin, end }) => {
    const type = storedTypes[dtype];
    if (type === undefined) throw internal(`dtype ${dtype} passed the header's check`);
    // Copied: a typed array needs its own aligned start, and the file's buffer may change later.
    const own = new Uint8Array(end - begin);
    own.set(bytes.subarray(header.dataStart + begin, header.dataStart + end));
    const values = type.read(own.buffer, `safetensors: ${file}: tensor '${name}'`);
    return [name, tensor(values, { dtype: type.dtype, shape: [...shape] })] as const;
  });
  return { tensors: Object.fromEntries(entries), metadata: header.metadata };
}

function toPart(name: string, value: Tensor): Part {
  if (name === '__metadata__') {
    throw new ValueError(
      "encodeSafetensors: the name '__metadata__' is kept for metadata; rename the tensor",
    );
  }
  refuseForeign(`encodeSafetensors: ${name}`, value);
  if (!(value instanceof Tensor)) {
    throw new ValueError(`encodeSafetensors: ${name} must be a tensor, got ${typeof value}`);
  }
  const values = value.toTypedArray();
  const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  return { name, dtype: storedNames[value.dtype], shape: value.shape, bytes };
}

/** Each part's offset: larger elements first, so that each stays aligned to its own size. */
function layOut(parts: readonly Part[]): Map<Part, number> {
  const size = (part: Part): number => storedTypes[part.dtype]?.bytes ?? 0;
  const offsets = new Map<Part, number>();
  let next = 0;
  for (const part of parts.toSorted((a, b) => size(b) - size(a))) {
    offsets.set(part, next);
    next += part.bytes.length;
  }
  return offsets;
}
