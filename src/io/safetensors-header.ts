/**
 * Reads and checks the header of a safetensors file: 8 bytes of length, JSON, then the data. Leaves
 * the data to others, and after its checks every tensor's bytes exist, fit its shape, and belong to
 * it alone. Source: https://huggingface.co/docs/safetensors/index#format
 */

import { DataError } from '../errors.js';
import { findDuplicateKey } from './json-keys.js';
import { storedTypes } from './safetensors-dtypes.js';

/** The reference implementation's bound; it keeps a damaged length from asking for gigabytes. */
const longestHeader = 100_000_000;

/** Where one tensor lies; offsets in bytes from the end of the header, `end` not included. */
export interface StoredTensor {
  readonly name: string;
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly begin: number;
  readonly end: number;
}

/** What the header says, in its own order. */
export interface SafetensorsHeader {
  readonly tensors: readonly StoredTensor[];
  readonly metadata: Readonly<Record<string, string>>;
  /** Byte of the file at which the data begins. */
  readonly dataStart: number;
}

/** Throws `DataError` that starts with the name of the file. */
type Fail = (message: string) => never;

/** Reads the header of `bytes`; `file` names them in errors. Throws `DataError` on any damage. */
export function readHeader(bytes: Uint8Array, file: string): SafetensorsHeader {
  const fail: Fail = (message) => {
    throw new DataError(`safetensors: ${file}: ${message}`);
  };
  const length = readLength(bytes, fail);
  const json = parseJson(bytes.subarray(8, 8 + length), fail);
  const { __metadata__: metadata = {}, ...entries } = json;
  const tensors = Object.entries(entries).map(([name, entry]) => readEntry(name, entry, fail));
  checkCoverage(tensors, bytes.length - 8 - length, fail);
  return { tensors, metadata: readMetadata(metadata, fail), dataStart: 8 + length };
}

function readLength(bytes: Uint8Array, fail: Fail): number {
  if (bytes.length < 8) {
    fail(`expected 8 bytes of header length, found ${bytes.length} bytes in all`);
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, 8);
  const length = view.getBigUint64(0, true);
  if (length > longestHeader) {
    fail(
      `expected a header of at most ${longestHeader} bytes, found a length of ${length}. ` +
        'Is it a safetensors file?',
    );
  }
  if (length > bytes.length - 8) {
    fail(`expected a header of ${length} bytes, found ${bytes.length - 8}: the file is cut off`);
  }
  return Number(length);
}

function parseJson(bytes: Uint8Array, fail: Fail): Readonly<Record<string, unknown>> {
  let json: unknown;
  let text = '';
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    json = JSON.parse(text);
  } catch (error) {
    fail(`expected a header of JSON in UTF-8, found ${quote(text)} (${String(error)})`);
  }
  if (!isRecord(json)) return fail(`expected the header to be a JSON object, found ${quote(json)}`);
  const duplicate = findDuplicateKey(text);
  if (duplicate !== null) fail(`expected each key of the header once, found '${duplicate}' twice`);
  return json;
}

function readMetadata(metadata: unknown, fail: Fail): Readonly<Record<string, string>> {
  if (!isRecord(metadata))
    return fail(`expected __metadata__ to be an object, found ${quote(metadata)}`);
  return Object.fromEntries(
    Object.entries(metadata).map(([key, value]) => {
      if (typeof value === 'string') return [key, value];
      return fail(`expected __metadata__ '${key}' to be a string, found ${quote(value)}`);
    }),
  );
}

function readEntry(name: string, entry: unknown, fail: Fail): StoredTensor {
  if (!isRecord(entry)) {
    return fail(`expected tensor '${name}' to be an object, found ${quote(entry)}`);
  }
  const { dtype, shape, data_offsets: offsets } = entry;
  if (typeof dtype !== 'string' || !Object.hasOwn(storedTypes, dtype)) {
    const known = Object.keys(storedTypes).join(', ');
    return fail(`tensor '${name}': expected a dtype among ${known}, found ${quote(dtype)}`);
  }
  if (!isSizes(shape)) {
    return fail(`tensor '${name}': expected a shape of sizes >= 0, found ${quote(shape)}`);
  }
  const [begin, end] = isSizes(offsets) && offsets.length === 2 ? offsets : [];
  if (begin === undefined || end === undefined || begin > end) {
    return fail(
      `tensor '${name}': expected data_offsets [begin, end] with 0 <= begin <= end, ` +
        `found ${quote(offsets)}`,
    );
  }
  const wanted = shape.reduce((product, size) => product * size, storedTypes[dtype]?.bytes ?? 0);
  if (wanted !== end - begin) {
    fail(
      `tensor '${name}': expected ${wanted} bytes for ${dtype} [${shape.join(', ')}], ` +
        `found ${end - begin} at [${begin}, ${end}]`,
    );
  }
  return { name, dtype, shape, begin, end };
}

/** The tensors must follow each other without a hole or an overlap and end with the file. */
function checkCoverage(tensors: readonly StoredTensor[], size: number, fail: Fail): void {
  let covered = 0;
  let previous = 'the header';
  for (const { name, begin, end } of tensors.toSorted(
    (a, b) => a.begin - b.begin || a.end - b.end,
  )) {
    if (begin !== covered) {
      const problem = begin < covered ? 'an overlap' : 'a hole';
      fail(
        `expected tensor '${name}' to begin at byte ${covered}, right after ${previous}, ` +
          `found ${begin}: ${problem}`,
      );
    }
    covered = end;
    previous = `'${name}'`;
  }
  if (covered !== size) {
    const problem = size < covered ? 'the file is cut off' : 'bytes that belong to no tensor';
    fail(`expected ${covered} bytes of data, found ${size}: ${problem}`);
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isSizes(value: unknown): value is readonly number[] {
  return Array.isArray(value) && value.every((size) => Number.isSafeInteger(size) && size >= 0);
}

/** A value as JSON, cut so that a damaged header does not fill the screen. */
function quote(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length <= 60 ? text : `${text.slice(0, 60)}...`;
}
