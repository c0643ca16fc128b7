/**
 * Rows of a Parquet file, one row group after the other. Source: https://parquet.apache.org/docs/
 */

import { open } from 'node:fs/promises';
import {
  type AsyncBuffer,
  parquetMetadataAsync,
  parquetReadObjects,
  parquetSchema,
} from 'hyparquet/src/index.js';
import { DataError } from '../../errors.js';
import type { Source } from './open-source.js';
import { type RowBatch, toCell } from './row-batch.js';

/** Rows taken at once; row groups are read in parts of this size. */
const batchSize = 32_768;

/** The bytes of a file, and what lets go of them. */
interface OpenFile {
  readonly buffer: AsyncBuffer;
  readonly close: () => Promise<void>;
}

async function bufferOf(source: Source, path: string): Promise<OpenFile> {
  if (path === '-') {
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

/** @throws DataError when the file is damaged or packed in a way that is not known. */
export async function* parquetBatches(source: Source, path: string): AsyncGenerator<RowBatch> {
  let opened: OpenFile | null = null;
  try {
    opened = await bufferOf(source, path);
    const file = opened.buffer;
    const metadata = await parquetMetadataAsync(file);
    const names = parquetSchema(metadata).children.map(({ element }) => element.name);
    const total = Number(metadata.num_rows);
    for (let start = 0; start < total; start += batchSize) {
      const rowEnd = Math.min(total, start + batchSize);
      const records = await parquetReadObjects({ file, metadata, rowStart: start, rowEnd });
      const rows = records.map((record) => names.map((name) => toCell(record[name])));
      yield { names, rows };
    }
  } catch (cause) {
    if (cause instanceof DataError) throw cause;
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new DataError(
      `read: ${source.name} is a Parquet file that cannot be read: ${reason}. Write it again, ` +
        'packed with snappy or not at all',
      { cause },
    );
  } finally {
    await opened?.close();
  }
}
