/** Householder's reflections: QR. */

import { columnsOf, dot, fromColumns, reflect } from './columns.js';
import type { Matrix } from './matrices.js';

/** Q (rows x width) and R (width x columns), with LAPACK's signs. */
export function householder(a: Matrix, isComplete: boolean): { q: Matrix; r: Matrix } {
  const { rows, columns } = a;
  const rank = Math.min(rows, columns);
  const width = isComplete ? rows : rank;
  const r = columnsOf(a);
  const vectors: { v: Float64Array; size: number; from: number }[] = [];
  for (let k = 0; k < rank; k++) {
    const x = r[k] ?? new Float64Array(rows);
    const v = x.slice();
    v.fill(0, 0, k);
    const length = Math.sqrt(dot(x, x, k));
    // A column that is clear already is left alone, as LAPACK does.
    const below = Math.sqrt(dot(x, x, k + 1));
    if (below === 0) continue;
    v[k] = (x[k] ?? 0) + ((x[k] ?? 0) >= 0 ? length : -length);
    const size = dot(v, v, k);
    vectors.push({ v, size, from: k });
    for (let j = k; j < columns; j++) reflect(r[j] ?? x, v, size, k);
  }
  const q = Array.from({ length: width }, (_, j) => {
    const column = new Float64Array(rows);
    column[j] = 1;
    for (const { v, size, from } of vectors.toReversed()) reflect(column, v, size, from);
    return column;
  });
  const upper = r.map((column, j) =>
    Float64Array.from({ length: width }, (_, i) => (i <= j ? (column[i] ?? 0) : 0)),
  );
  return { q: fromColumns(q, rows), r: fromColumns(upper, width) };
}
