/** Parts of a file of lines: its end, and samples of the whole. */

import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { MetricsTable } from '../series/metrics-table.js';

const newline = 0x0a;
/** Pieces of a file that stand for the whole, and the bytes of each. */
const pieces = 160;
const pieceSize = 4096;

/** Does something with an open file; null when it cannot be opened. */
function withFile<Result>(
  path: string,
  use: (file: number, size: number) => Result,
): Result | null {
  let file: number;
  try {
    file = openSync(path, 'r');
  } catch {
    return null;
  }
  try {
    return use(file, fstatSync(file).size);
  } finally {
    closeSync(file);
  }
}

/** The bytes `[from, to)` of an open file, as far as there are any. */
function readPart(file: number, from: number, to: number): Uint8Array {
  const bytes = new Uint8Array(to - from);
  return bytes.subarray(0, readSync(file, bytes, 0, bytes.length, from));
}

/** The last `count` bytes of a file, without the line that they cut; none without a file. */
export function endOfFile(path: string, count: number): Uint8Array {
  const found = withFile(path, (file, size) => {
    const from = Math.max(0, size - count);
    const bytes = readPart(file, from, size);
    return from === 0 ? bytes : bytes.subarray(bytes.indexOf(newline) + 1);
  });
  return found ?? new Uint8Array();
}

/** The `count` bytes before `end`, by which a file is known again; null when they are not there. */
export function bytesBefore(path: string, end: number, count: number): Uint8Array | null {
  return withFile(path, (file, size) =>
    size < end ? null : readPart(file, Math.max(0, end - count), end),
  );
}

/**
 * The metrics of lines from all over a file, about a hundredth of a second's reading whatever its
 * length: enough for a first picture, not for its extremes. The numbers of lines are not known.
 */
export function sampleOf(path: string): MetricsTable {
  const table = new MetricsTable();
  withFile(path, (file, size) => {
    for (let i = 0; i < pieces; i++) {
      // The first piece begins with the file, the last one ends with it.
      const from = Math.round((i * Math.max(0, size - pieceSize)) / (pieces - 1));
      const bytes = readPart(file, from, Math.min(size, from + pieceSize));
      table.add(from === 0 ? bytes : bytes.subarray(bytes.indexOf(newline) + 1));
    }
  });
  return table;
}
