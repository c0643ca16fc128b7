/** QR by Householder's reflections, in blocks. */

import type { Matrix } from './matrices.js';
import {
  clear,
  flipped,
  from,
  openWorkspace,
  type Part,
  read,
  type Size,
  write,
} from './memory.js';
import {
  blockWidth,
  joinReflections,
  makeReflection,
  type Reflections,
  reflectBy,
  writeProduct,
} from './reflections.js';

/** Q (rows x width) and R (width x columns), with LAPACK's signs. */
export function householder(a: Matrix, isComplete: boolean): { q: Matrix; r: Matrix } {
  const { rows, columns } = a;
  const rank = Math.min(rows, columns);
  const width = isComplete ? rows : rank;
  const scratch: Size = [blockWidth, Math.max(width, columns, blockWidth)];
  const [workspace, r, v, q, t, w, w2] = openWorkspace(
    ...([
      [rows, columns],
      [rows, rank],
      [rows, width],
      [rank, blockWidth],
    ] as const),
    ...([scratch, scratch] as const),
  );
  const reflections = { workspace, v, t, w, w2, taus: new Float64Array(rank) };
  write(workspace, r, a.data, [rows, columns]);
  for (let start = 0; start < rank; start += blockWidth) {
    const end = Math.min(start + blockWidth, rank);
    for (let k = start; k < end; k++) clearColumn(reflections, r, k, rows, end);
    joinReflections(reflections, start, end - start, rows);
    const rest: Size = [rows - start, columns - end];
    reflectBy(reflections, [start, end - start], from(r, start, end), rest, true);
  }
  writeProduct(reflections, q, [rows, width]);
  return {
    q: { rows, columns: width, data: read(workspace, q, [rows, width]) },
    r: { rows: width, columns, data: read(workspace, r, [width, columns]) },
  };
}

/** Reflects column k, and those of its block after it. */
function clearColumn(
  reflections: Reflections,
  r: Part,
  k: number,
  rows: number,
  end: number,
): void {
  const { workspace, v, w, taus } = reflections;
  const { data } = workspace;
  const length = rows - k;
  const x = from(r, k, k);
  data[x.at] = makeReflection(reflections, k, x, length);
  for (let i = 1; i < length; i++) data[x.at + i * x.row] = 0;
  const [vector, right, width] = [from(v, k, k), from(r, k, k + 1), end - k - 1];
  clear(workspace, w, 1);
  workspace.subtractProduct(w, flipped(vector), right, 1, width, length);
  const tau = taus[k] ?? 0;
  for (let j = 0; j < width; j++) data[w.at + j] = -tau * (data[w.at + j] ?? 0);
  workspace.subtractProduct(right, vector, w, length, width, 1);
}
