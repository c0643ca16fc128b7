/** Tensors of a safetensors file, one after the other: only one is in memory at a time. */

import { numbersOf } from './dtypes.js';
import { type Statistics, statisticsOf } from './statistics.js';

/** A tensor of a file. */
export interface FileTensor {
  readonly name: string;
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly statistics: Statistics;
}

const longestHeader = 100_000_000;

interface Entry {
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly offsets: readonly [number, number];
}

function isNumbers(value: unknown): value is readonly number[] {
  return Array.isArray(value) && value.every((one) => typeof one === 'number');
}

function entryOf(value: unknown): Entry | null {
  if (typeof value !== 'object' || value === null) return null;
  const dtype: unknown = Reflect.get(value, 'dtype');
  const shape: unknown = Reflect.get(value, 'shape');
  const offsets: unknown = Reflect.get(value, 'data_offsets');
  if (typeof dtype !== 'string' || !isNumbers(shape) || !isNumbers(offsets)) return null;
  const [from, to] = offsets;
  return from === undefined || to === undefined ? null : { dtype, shape, offsets: [from, to] };
}

/** The tensors of a file. @throws Error, as a sentence, for one that is damaged. */
export async function readSafetensors(file: Blob): Promise<FileTensor[]> {
  const start = new DataView(await file.slice(0, 8).arrayBuffer());
  const length = start.byteLength === 8 ? Number(start.getBigUint64(0, true)) : Number.NaN;
  if (!(length <= Math.min(longestHeader, file.size - 8))) {
    throw new Error('This is no safetensors file, or its end is missing.');
  }
  const header: unknown = JSON.parse(await file.slice(8, 8 + length).text());
  const tensors: FileTensor[] = [];
  for (const [name, value] of Object.entries(header ?? {})) {
    if (name === '__metadata__') continue;
    const entry = entryOf(value);
    const [from, to] = (entry?.offsets ?? [0, 0]).map((offset) => 8 + length + offset);
    if (entry === null || from === undefined || to === undefined || to > file.size) {
      throw new Error(`The tensor ${name} is damaged: its numbers are not all in the file.`);
    }
    const bytes = await file.slice(from, to).arrayBuffer();
    const statistics = statisticsOf(numbersOf(entry.dtype, bytes));
    tensors.push({ name, dtype: entry.dtype, shape: entry.shape, statistics });
  }
  return tensors;
}
