/** The first rows of a matrix in a run's newest checkpoint, without the engine that trained it. */

import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { at } from './facts.js';

/** Rows of a matrix. */
export interface WeightRows {
  /** How many the matrix has. */
  readonly count: number;
  /** The first ones of them, as many as a picture can show. */
  readonly rows: readonly (readonly number[])[];
  /** What the rows stand for: the categories of a model of a table; empty where nobody knows. */
  readonly names: readonly string[];
}

/** The best weights first; a training that has not judged any has saved its last ones alone. */
const files = ['best.safetensors', 'last.safetensors'] as const;
const longestHeader = 50_000_000;
const mostRows = 400;
const mostNumbers = 80_000;

type File = Awaited<ReturnType<typeof open>>;

async function bytesOf(file: File, from: number, length: number): Promise<Buffer> {
  const bytes = Buffer.alloc(length);
  const { bytesRead } = await file.read(bytes, 0, length, from);
  return bytes.subarray(0, bytesRead);
}

function numberAt(value: unknown, place: number): number {
  const found: unknown = Array.isArray(value) ? value[place] : undefined;
  return typeof found === 'number' && Number.isSafeInteger(found) && found >= 0
    ? found
    : Number.NaN;
}

/** The categories of a table of embeddings, from what its checkpoint says of the columns. */
function namesIn(header: unknown, name: string): string[] {
  const text = at(header, '__metadata__', 'chainrule.checkpoint');
  const place = Number(
    /^(?:\w+\.)*?(?:embeddings|categories)\.(\d+)\.weight$/.exec(name)?.[1] ?? -1,
  );
  if (place < 0 || typeof text !== 'string') return [];
  const features = at(JSON.parse(text), 'facts', 'preparation', 'features');
  if (!Array.isArray(features)) return [];
  const embedded = features.filter((one: unknown) => typeof at(one, 'embedding') === 'number');
  const levels = at(embedded[place], 'levels');
  if (!Array.isArray(levels)) return [];
  // Row 0 is for those that have no row of their own.
  return ['(other)', ...levels.map((level: unknown) => String(level) || '(missing)')];
}

/** Source of the format: https://huggingface.co/docs/safetensors. */
async function rowsIn(file: File, name: string): Promise<WeightRows | null> {
  const start = await bytesOf(file, 0, 8);
  const headerLength = start.length === 8 ? Number(start.readBigUInt64LE()) : Number.NaN;
  if (!(headerLength <= longestHeader)) return null;
  const header: unknown = JSON.parse((await bytesOf(file, 8, headerLength)).toString('utf8'));
  const entry = at(header, name);
  const shape = at(entry, 'shape');
  const [count, width] = [numberAt(shape, 0), numberAt(shape, 1)];
  const from = numberAt(at(entry, 'data_offsets'), 0);
  const isMatrix = Array.isArray(shape) && shape.length === 2 && at(entry, 'dtype') === 'F32';
  if (!isMatrix || !(count > 0 && width > 0) || Number.isNaN(from)) return null;
  const shown = Math.min(count, mostRows, Math.floor(mostNumbers / width));
  const bytes = await bytesOf(file, 8 + headerLength + from, 4 * shown * width);
  if (bytes.length < 4 * shown * width) return null;
  const rows = Array.from({ length: shown }, (_, row) =>
    Array.from({ length: width }, (__, k) =>
      // As many digits as a picture has use for.
      Number(bytes.readFloatLE(4 * (row * width + k)).toPrecision(5)),
    ),
  );
  return { count, rows, names: namesIn(header, name).slice(0, shown) };
}

/** Rows of the matrix `name`; null where no checkpoint has it, or it cannot be read. */
export async function weightRows(folder: string, name: string): Promise<WeightRows | null> {
  for (const one of files) {
    const file = await open(join(folder, one)).catch(() => null);
    if (file === null) continue;
    try {
      const found = await rowsIn(file, name);
      if (found !== null) return found;
    } catch {
      // A file that is written at this moment may be whole at the next look.
    } finally {
      await file.close();
    }
  }
  return null;
}
