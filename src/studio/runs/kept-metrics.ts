/** Long metrics, kept as columns beside their lines: the second look at them is a short one. */

import { readFileSync } from 'node:fs';
import { rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { decodeTable, encodeTable, type KeptTable } from '../series/table-file.js';
import { bytesBefore } from './file-parts.js';

const fileName = '.studio-metrics';
const linesName = 'metrics.jsonl';
/** Shorter files are read in no time. */
const leastBytes = 4_000_000;
const markSize = 96;

/** What was kept of the metrics in a folder; null when they are others by now. */
export function keptMetrics(folder: string): KeptTable | null {
  try {
    const kept = decodeTable(readFileSync(join(folder, fileName)));
    if (kept === null) return null;
    const mark = bytesBefore(join(folder, linesName), kept.offset, markSize);
    return mark !== null && Buffer.compare(mark, kept.mark) === 0 ? kept : null;
  } catch {
    return null;
  }
}

/** Keeps the metrics up to byte `offset`, where that is worth it and the folder allows it. */
export async function keepMetrics(
  folder: string,
  table: KeptTable['table'],
  offset: number,
): Promise<void> {
  if (offset < leastBytes) return;
  const mark = bytesBefore(join(folder, linesName), offset, markSize);
  if (mark === null) return;
  const path = join(folder, fileName);
  const temporary = `${path}.${process.pid}`;
  try {
    await writeFile(temporary, encodeTable({ table, offset, mark }));
    await rename(temporary, path);
  } catch {
    // A folder that nobody may write to: its lines are read again the next time.
  }
}
