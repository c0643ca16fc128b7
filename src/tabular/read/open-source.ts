/**
 * The bytes of a file or of the standard input, unpacked when they are gzip, and what kind of file
 * they are. Errors are sentences that name the file. Node and Deno only.
 */

import { createReadStream, statSync } from 'node:fs';
import type { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { DataError } from '../../errors.js';
import { fileError } from '../../io/file-errors.js';

/** What a file is, by its first bytes. */
export type SourceKind = 'text' | 'parquet';

/** An open file. */
export interface Source {
  /** What it is called in messages. */
  readonly name: string;
  readonly kind: SourceKind;
  /** Whether it is stored as gzip. */
  readonly packed: boolean;
  /** Size in bytes as it is stored; null for the standard input. */
  readonly size: number | null;
  /** Its unpacked bytes, once. */
  readonly bytes: AsyncIterable<Uint8Array>;
  /** Bytes of the stored file that have been taken so far. */
  readonly taken: () => number;
}

const pieceSize = 1 << 18;
/** Formats that cannot be read, by their first bytes in hexadecimal, and what to do. */
const foreign: readonly (readonly [start: string, what: string, cure: string])[] = [
  ['504b0304', 'a zip archive (an Excel workbook is one)', 'Save the sheet as CSV, or unpack it'],
  ['d0cf11e0', 'an old Excel workbook', 'Save the sheet as CSV'],
  ['89504e47', 'a PNG picture', 'Give a table: CSV, JSON lines or Parquet'],
  ['ffd8ff', 'a JPEG picture', 'Give a table: CSV, JSON lines or Parquet'],
  ['25504446', 'a PDF', 'Give a table: CSV, JSON lines or Parquet'],
  ['53514c69746520', 'an SQLite database', 'Export the table as CSV'],
  ['28b52ffd', 'packed with zstd', 'Unpack it first: zstd -d'],
  ['425a68', 'packed with bzip2', 'Unpack it first: bunzip2'],
  ['fd377a585a', 'packed with xz', 'Unpack it first: unxz'],
];

/**
 * Opens the file at `path`, or the standard input for `-`.
 * @throws DataError when it cannot be read, is empty, or is of a kind that is no table.
 */
export async function openSource(path: string): Promise<Source> {
  const name = path === '-' ? 'the standard input' : path;
  const size = path === '-' ? null : sizeOf(path);
  let taken = 0;
  const stream: Readable =
    path === '-' ? process.stdin : createReadStream(path, { highWaterMark: pieceSize });
  const counted = counting(stream, name, (bytes) => {
    taken += bytes;
  });
  let pieces = await peek(counted);
  const packed = startsWith(pieces.first, '1f8b');
  if (packed) {
    const unpacked = gunzip(pieces.all, name);
    pieces = await peek(unpacked);
  }
  const kind = kindOf(pieces.first, name);
  return { name, kind, packed, size, bytes: pieces.all, taken: () => taken };
}

function sizeOf(path: string): number {
  try {
    const facts = statSync(path);
    if (!facts.isDirectory()) return facts.size;
  } catch (error) {
    throw fileError('read', 'read', path, error);
  }
  throw new DataError(`read: '${path}' is a folder, not a file. Name the table in it`);
}

async function* counting(
  stream: Readable,
  name: string,
  count: (bytes: number) => void,
): AsyncGenerator<Uint8Array> {
  try {
    for await (const piece of stream) {
      count(piece.length);
      yield piece;
    }
  } catch (error) {
    throw fileError('read', 'read', name, error);
  }
}

async function* gunzip(
  pieces: AsyncIterable<Uint8Array>,
  name: string,
): AsyncGenerator<Uint8Array> {
  const unpack = createGunzip({ chunkSize: pieceSize });
  const feed = async (): Promise<void> => {
    for await (const piece of pieces) {
      if (!unpack.write(piece)) await new Promise((resolve) => unpack.once('drain', resolve));
    }
    unpack.end();
  };
  feed().catch((error: unknown) => {
    unpack.destroy(error instanceof Error ? error : new Error(String(error)));
  });
  try {
    yield* unpack;
  } catch (cause) {
    if (cause instanceof DataError) throw cause;
    throw new DataError(`read: ${name} is gzip that is cut off or damaged. Pack it again`, {
      cause,
    });
  }
}

/** The first piece, and all of them with it. */
async function peek(
  pieces: AsyncIterable<Uint8Array>,
): Promise<{ readonly first: Uint8Array; readonly all: AsyncIterable<Uint8Array> }> {
  const iterator = pieces[Symbol.asyncIterator]();
  const { value, done } = await iterator.next();
  const first = done === true ? new Uint8Array() : value;
  const all = async function* (): AsyncGenerator<Uint8Array> {
    try {
      if (done !== true) yield first;
      for (let next = await iterator.next(); next.done !== true; next = await iterator.next()) {
        yield next.value;
      }
    } finally {
      await iterator.return?.();
    }
  };
  return { first, all: all() };
}

function startsWith(bytes: Uint8Array, hexadecimal: string): boolean {
  const start = Buffer.from(hexadecimal, 'hex');
  return start.every((byte, i) => bytes[i] === byte);
}

function kindOf(first: Uint8Array, name: string): SourceKind {
  if (first.length === 0) throw new DataError(`read: ${name} is empty`);
  // `PAR1`
  if (startsWith(first, '50415231')) return 'parquet';
  const known = foreign.find(([start]) => startsWith(first, start));
  if (known !== undefined) throw new DataError(`read: ${name} is ${known[1]}. ${known[2]}`);
  const isUtf16 =
    startsWith(first, 'fffe') || startsWith(first, 'feff') || unmarkedWide(first) !== null;
  if (!isUtf16 && first.subarray(0, 4096).includes(0)) {
    throw new DataError(
      `read: ${name} is not a text file (it has a zero byte near its start). ` +
        'Give a table: CSV, JSON lines or Parquet',
    );
  }
  return 'text';
}

/**
 * `utf-16le` or `utf-16be` where every second byte of most letters is zero, and no other one; else
 * null.
 */
export function unmarkedWide(first: Uint8Array): string | null {
  const zeros = [0, 0];
  const count = first.length - (first.length % 2);
  for (let i = 0; i < count; i++) if (first[i] === 0) zeros[i % 2] = (zeros[i % 2] ?? 0) + 1;
  const [even = 0, odd = 0] = zeros;
  const isMost = Math.max(even, odd) > 0.35 * count;
  if (count < 8 || !isMost || Math.min(even, odd) > 0) return null;
  return odd > even ? 'utf-16le' : 'utf-16be';
}
