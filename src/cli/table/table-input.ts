/** Where a command's table comes from: a file, the standard input, or a data set of the package. */

import { createHash } from 'node:crypto';
import {
  type LabelledDataset,
  loadBreastCancer,
  loadDiabetes,
  loadIris,
  loadWine,
} from '../../data/index.js';
import { type ReadTableOptions, readTable } from '../../tabular/read/read-table.js';
import type { Column, Table } from '../../tabular/table.js';
import { thousands } from '../screen/numbers.js';
import { redraw, type Terminal } from '../screen/terminal.js';

const loaders: Readonly<Record<string, () => LabelledDataset>> = {
  iris: loadIris,
  wine: loadWine,
  'breast-cancer': loadBreastCancer,
  diabetes: () => loadDiabetes({ scaled: false }),
};

/** Names of the tables that come with the package. */
export const bundledTables: readonly string[] = Object.keys(loaders);

/** A bundled data set as a table, its target last. */
function bundledTable(load: () => LabelledDataset): Table {
  const data = load();
  const [values, targets] = [data.data.toTypedArray(), data.target.toTypedArray()];
  const width = data.featureNames.length;
  const columns = data.featureNames.map((name, at): Column => {
    const own = Float64Array.from({ length: data.length }, (_, row) =>
      // Back to the digits that they were written with; float32 holds seven of them.
      Number((values[row * width + at] ?? 0).toPrecision(7)),
    );
    const whole = own.every((value) => Number.isInteger(value));
    return { kind: 'number', name, values: own, whole, oddCount: 0, odd: [] };
  });
  const names = data.targetNames;
  const target: Column =
    names.length === 0
      ? {
          kind: 'number',
          name: 'target',
          values: Float64Array.from(targets),
          whole: true,
          oddCount: 0,
          odd: [],
        }
      : {
          kind: 'text',
          name: 'target',
          codes: Int32Array.from(targets),
          texts: names,
          overflow: false,
        };
  return { rows: data.length, columns: [...columns, target], notes: [] };
}

/** Reads the table that `source` names, and shows how far it is. @throws DataError */
export async function readInput(
  source: string,
  options: ReadTableOptions,
  terminal: Terminal,
): Promise<Table> {
  const load = Object.hasOwn(loaders, source) ? loaders[source] : undefined;
  if (load !== undefined) return bundledTable(load);
  const start = performance.now();
  let drawn = start;
  const table = await readTable(source, {
    ...options,
    onProgress: ({ rows, share }) => {
      const now = performance.now();
      if (!terminal.live || now - start < 500 || now - drawn < 100) return;
      drawn = now;
      const part = share === null ? '' : `  ${Math.round(100 * share)} %`;
      redraw(terminal, `reading ${source}  ${thousands(rows)} rows${part}`);
    },
  });
  redraw(terminal, '');
  return table;
}

/** Columns that are looked for when nobody says which one to predict. */
const usualTargets: readonly string[] = ['target', 'label', 'class', 'y', 'outcome', 'species'];

/** The column to predict: one that is called so, or the last. */
export function guessTarget({ columns }: Table): string {
  const usual = columns.filter(({ name }) => usualTargets.includes(name.toLowerCase()));
  return (usual.length === 1 ? usual[0] : columns.at(-1))?.name ?? '';
}

/** Identifies the contents of a table: the same cells give the same text. */
export function fingerprintOf(table: Table): string {
  const hash = createHash('sha256');
  for (const column of table.columns) {
    hash.update(`${column.kind} ${column.name}\n`);
    const cells = column.kind === 'text' ? column.codes : column.values;
    hash.update(new Uint8Array(cells.buffer, cells.byteOffset, cells.byteLength));
    if (column.kind === 'text') hash.update(column.texts.join('\n'));
  }
  return hash.digest('hex').slice(0, 32);
}
