/**
 * Columns of metrics as bytes, so that what was read once need not be read again from its lines:
 * a head in JSON, the numbers, and a checksum over both. Bytes that are damaged are no table.
 */

import { crc32 } from 'node:zlib';
import { Column } from './column.js';
import { MetricsTable } from './metrics-table.js';

/** A table, and how much of which file it was read from. */
export interface KeptTable {
  readonly table: MetricsTable;
  /** Bytes of lines that it was read from. */
  readonly offset: number;
  /** The bytes that stood at the end of those, by which the file is known again. */
  readonly mark: Uint8Array;
}

interface Head {
  readonly version: string;
  readonly offset: number;
  readonly mark: string;
  readonly rows: number;
  readonly damaged: number;
  readonly columns: readonly { readonly name: string; exact: boolean; length: number }[];
}

const version = 'studio-metrics-1';
const before = 8;

/** The bytes of a table. */
export function encodeTable({ table, offset, mark }: KeptTable): Uint8Array {
  const columns = table.names.flatMap((name) => {
    const values = table.column(name)?.values;
    return values === undefined ? [] : [{ name, values }];
  });
  const head: Head = {
    version,
    offset,
    mark: Buffer.from(mark).toString('base64'),
    rows: table.rows,
    damaged: table.damaged,
    columns: columns.map(({ name, values }) => {
      return { name, exact: values instanceof Float64Array, length: values.length };
    }),
  };
  const text = Buffer.from(JSON.stringify(head));
  const start = Math.ceil((before + text.length) / 8) * 8;
  const room = columns.reduce((sum, { values }) => sum + padded(values.byteLength), 0);
  const bytes = Buffer.alloc(start + room, ' ');
  bytes.writeUInt32LE(start - before, 4);
  text.copy(bytes, before);
  let at = start;
  for (const { values } of columns) {
    bytes.set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength), at);
    at += padded(values.byteLength);
  }
  bytes.writeUInt32LE(crc32(bytes.subarray(4)), 0);
  return bytes;
}

/** The table of such bytes; null for others, and for damaged ones. */
export function decodeTable(bytes: Uint8Array): KeptTable | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < before || view.getUint32(0, true) !== crc32(bytes.subarray(4))) return null;
  const start = before + view.getUint32(4, true);
  const head: Head = JSON.parse(new TextDecoder().decode(bytes.subarray(before, start)));
  if (head.version !== version) return null;
  let at = start;
  const columns = head.columns.map(({ name, exact, length }): [string, Column] => {
    const size = (exact ? 8 : 4) * length;
    const numbers = new Uint8Array(bytes.subarray(at, at + size)).buffer;
    at += padded(size);
    return [name, Column.of(exact ? new Float64Array(numbers) : new Float32Array(numbers))];
  });
  return {
    table: MetricsTable.of(new Map(columns), head.rows, head.damaged),
    offset: head.offset,
    mark: new Uint8Array(Buffer.from(head.mark, 'base64')),
  };
}

function padded(bytes: number): number {
  return Math.ceil(bytes / 8) * 8;
}
