/** Columns that give the target away: each alone tells it almost without an error. */

import type { FittedTarget } from '../prepare/target.js';
import type { Column, Table } from '../table.js';

/** Fewest rows from which a perfect order is more than chance. */
const fewestRows = 30;
const almostAll = 0.998;

/** Names of columns of `table`, among `columns`, that tell the target of `rows` by themselves. */
export function leaksIn(
  table: Table,
  columns: readonly string[],
  { target, values }: FittedTarget,
  rows: Int32Array,
): string[] {
  if (rows.length < fewestRows) return [];
  const sample = rows.subarray(0, 20_000);
  return table.columns
    .filter(({ name }) => columns.includes(name))
    .filter((column) =>
      target.kind === 'classes'
        ? shareTold(column, values, sample) >= almostAll
        : Math.abs(correlation(column, values, sample)) > 0.9999,
    )
    .map(({ name }) => name);
}

/** Share of the rows whose class follows from the cell: by its text, or by stretches of numbers. */
function shareTold(column: Column, values: Float64Array, rows: Int32Array): number {
  if (column.kind === 'text') return shareByText(column.codes, values, rows);
  const cells = column.values;
  const order = rows.filter((row) => !Number.isNaN(cells[row] ?? Number.NaN));
  if (order.length < almostAll * rows.length) return 0;
  order.sort((a, b) => (cells[a] ?? 0) - (cells[b] ?? 0));
  const changes = order.reduce(
    (sum, row, i) => sum + (i > 0 && values[row] !== values[order[i - 1] ?? 0] ? 1 : 0),
    0,
  );
  const classes = new Set(Array.from(rows, (row) => values[row])).size;
  return 1 - (changes - (classes - 1)) / order.length;
}

function shareByText(codes: Int32Array, values: Float64Array, rows: Int32Array): number {
  const counts = new Map<number, Map<number, number>>();
  for (const row of rows) {
    const code = codes[row] ?? -1;
    const own = counts.get(code) ?? new Map<number, number>();
    const value = values[row] ?? 0;
    own.set(value, (own.get(value) ?? 0) + 1);
    counts.set(code, own);
  }
  // A text for each row tells all, and means nothing.
  if (counts.size > rows.length / 5) return 0;
  const told = [...counts.values()].reduce((sum, own) => sum + Math.max(...own.values()), 0);
  return told / rows.length;
}

function correlation(column: Column, values: Float64Array, rows: Int32Array): number {
  if (column.kind === 'text') return 0;
  let [count, x, y, xx, yy, xy] = [0, 0, 0, 0, 0, 0];
  const [fromX, fromY] = [column.values[rows[0] ?? 0] ?? 0, values[rows[0] ?? 0] ?? 0];
  for (const row of rows) {
    const a = (column.values[row] ?? Number.NaN) - fromX;
    const b = (values[row] ?? Number.NaN) - fromY;
    if (Number.isNaN(a) || Number.isNaN(b)) continue;
    count += 1;
    x += a;
    y += b;
    xx += a * a;
    yy += b * b;
    xy += a * b;
  }
  const spread = Math.sqrt((xx - (x * x) / count) * (yy - (y * y) / count));
  return count < fewestRows || !(spread > 0) ? 0 : (xy - (x * y) / count) / spread;
}
