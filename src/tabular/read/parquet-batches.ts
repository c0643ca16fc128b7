/**
 * Rows of a Parquet file, one row group after the other. Source: https://parquet.apache.org/docs/
 */

import { open } from 'node:fs/promises';
import * as zlib from 'node:zlib';
import {
  type AsyncBuffer,
  type Compressors,
  type FileMetaData,
  parquetMetadataAsync,
  parquetRead,
  parquetSchema,
} from 'hyparquet/src/index.js';
import { DataError } from '../../errors.js';
import type { Source } from './open-source.js';
import { type Cell, type RowBatch, toCell } from './row-batch.js';

/** Rows that are decoded at once: a row group, or a part of one that is larger. */
const mostDecoded = 131_072;
/** Rows that are handed on at once. */
const batchSize = 8192;

/** How pages are unpacked, beside snappy; Node knows zstd from 22.15 on. */
const compressors: Compressors = {
  GZIP: (packed) => zlib.gunzipSync(packed),
  BROTLI: (packed) => zlib.brotliDecompressSync(packed),
  ...('zstdDecompressSync' in zlib && { ZSTD: (packed) => zlib.zstdDecompressSync(packed) }),
};

/** The bytes of a file, and what lets go of them. */
interface OpenFile {
  readonly buffer: AsyncBuffer;
  readonly close: () => Promise<void>;
}

async function bufferOf(source: Source, path: string): Promise<OpenFile> {
  if (path === '-' || source.packed) {
    const pieces: Uint8Array[] = [];
    for await (const piece of source.bytes) pieces.push(piece);
    const all = Buffer.concat(pieces);
    const buffer = {
      byteLength: all.length,
      slice: (start: number, end?: number) => new Uint8Array(all.subarray(start, end)).buffer,
    };
    return { buffer, close: async () => undefined };
  }
  const file = await open(path);
  const { size } = await file.stat();
  const buffer = {
    byteLength: size,
    slice: async (start: number, end: number = size) => {
      const bytes = new Uint8Array(end - start);
      await file.read(bytes, 0, bytes.length, start);
      return bytes.buffer;
    },
  };
  return { buffer, close: () => file.close() };
}

/** Rows `[start, end)` that are decoded together; row groups that are no larger stay whole. */
function* partsOf({ row_groups: groups }: FileMetaData): Generator<[start: number, end: number]> {
  let start = 0;
  for (const { num_rows: count } of groups) {
    const end = start + Number(count);
    for (let from = start; from < end; from += mostDecoded) {
      yield [from, Math.min(end, from + mostDecoded)];
    }
    start = end;
  }
}

/** Lists, objects and the like become texts; numbers and texts stay. In place: rows are many. */
function toCells(row: Cell[]): Cell[] {
  for (let at = 0; at < row.length; at++) {
    if (typeof row[at] === 'object' || row[at] === undefined) row[at] = toCell(row[at]);
  }
  return row;
}

async function rowsOf(
  file: AsyncBuffer,
  metadata: FileMetaData,
  columns: string[],
  [rowStart, rowEnd]: [start: number, end: number],
): Promise<Cell[][]> {
  let rows: Cell[][] = [];
  const onComplete = (all: Cell[][]): void => {
    rows = all;
  };
  const how = { useOffsetIndex: true, compressors };
  await parquetRead({ file, metadata, columns, rowStart, rowEnd, ...how, onComplete });
  return rows;
}

/**
 * Batches of rows; one row group is in memory at a time.
 * @throws DataError when the file is damaged or packed in a way that is not known.
 */
export async function* parquetBatches(source: Source, path: string): AsyncGenerator<RowBatch> {
  let opened: OpenFile | null = null;
  try {
    opened = await bufferOf(source, path);
    const file = opened.buffer;
    const metadata = await parquetMetadataAsync(file);
    const names = parquetSchema(metadata).children.map(({ element }) => element.name);
    for (const part of partsOf(metadata)) {
      const all = await rowsOf(file, metadata, names, part);
      for (let at = 0; at < all.length; at += batchSize) {
        yield { names, rows: all.slice(at, at + batchSize).map(toCells) };
      }
    }
  } catch (cause) {
    if (cause instanceof DataError) throw cause;
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new DataError(
      `read: ${source.name} is a Parquet file that cannot be read: ${reason}. Write it again, ` +
        'packed with snappy, gzip, brotli or not at all; zstd is read with Node 22.15 or later',
      { cause },
    );
  } finally {
    await opened?.close();
  }
}
