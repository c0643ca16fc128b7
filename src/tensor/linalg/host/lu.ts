/**
 * Elimination with pivots, and solving by it. Columns are halved until one is left, so that nearly
 * all of it is products. Source: Toledo, "Locality of reference in LU decomposition with partial
 * pivoting", 1997.
 */

import type { Matrix } from './matrices.js';
import { from, openWorkspace, type Part, read, type Workspace, write } from './memory.js';
import { solveTriangle } from './triangle.js';

/** The diagonal of U, and the sign of the order of rows. */
export interface Elimination {
  readonly diagonal: Float64Array;
  readonly sign: number;
}

/** What elimination keeps: L and U in place of A, the row that was taken at each step. */
interface Work {
  readonly workspace: Workspace;
  readonly a: Part;
  readonly n: number;
  readonly pivots: Int32Array;
}

/** Gauss's elimination; of each column the largest element is the pivot. */
export function eliminate(matrix: Matrix): Elimination {
  const [workspace, a] = openWorkspace([matrix.rows, matrix.rows]);
  return run(workspace, a, matrix);
}

/** Writes a matrix and eliminates it. */
function run(workspace: Workspace, a: Part, { rows: n, data }: Matrix): Elimination & Work {
  write(workspace, a, data, [n, n]);
  const work: Work = { workspace, a, n, pivots: new Int32Array(n) };
  if (n > 0) clear(work, 0, n);
  const diagonal = Float64Array.from(
    { length: n },
    (_, i) => workspace.data[from(a, i, i).at] ?? 0,
  );
  const swaps = work.pivots.reduce((count, pivot, i) => count + (pivot === i ? 0 : 1), 0);
  return { ...work, diagonal, sign: swaps % 2 === 0 ? 1 : -1 };
}

/** Eliminates the columns from `start` to `end`, those before which are done. */
function clear(work: Work, start: number, end: number): void {
  if (end - start === 1) {
    clearColumn(work, start);
    return;
  }
  const { workspace, a, n } = work;
  const middle = start + Math.ceil((end - start) / 2);
  const [width, rest] = [middle - start, end - middle];
  clear(work, start, middle);
  const [top, right] = [from(a, start, start), from(a, start, middle)];
  solveTriangle(workspace, top, right, [width, rest], { upper: false, isUnit: true });
  const below = from(a, middle, start);
  workspace.subtractProduct(from(a, middle, middle), below, right, n - middle, rest, width);
  clear(work, middle, end);
}

/** Brings the pivot of a column up, and divides what is below by it. */
function clearColumn({ workspace: { data }, a, n, pivots }: Work, k: number): void {
  const column = from(a, 0, k).at;
  let [pivot, most] = [k, Math.abs(data[column + k * a.row] ?? 0)];
  for (let i = k + 1; i < n; i++) {
    const size = Math.abs(data[column + i * a.row] ?? 0);
    if (size > most) [pivot, most] = [i, size];
  }
  pivots[k] = pivot;
  if (pivot !== k) swapRows(data, a.at + pivot * a.row, a.at + k * a.row, n);
  if (most === 0) return;
  const top = data[column + k * a.row] ?? 0;
  for (let i = k + 1; i < n; i++) {
    const place = column + i * a.row;
    data[place] = (data[place] ?? 0) / top;
  }
}

function swapRows(data: Float64Array, a: number, b: number, columns: number): void {
  for (let j = 0; j < columns; j++) {
    const before = data[a + j] ?? 0;
    data[a + j] = data[b + j] ?? 0;
    data[b + j] = before;
  }
}

/** The X with A X = B, or null where A is singular. */
export function solveSquare(matrix: Matrix, b: Matrix): Float64Array | null {
  const size = [matrix.rows, b.columns] as const;
  const [workspace, a, x] = openWorkspace([matrix.rows, matrix.rows], size);
  const { diagonal, pivots } = run(workspace, a, matrix);
  if (diagonal.includes(0)) return null;
  write(workspace, x, b.data, size);
  pivots.forEach((pivot, k) => {
    const [to, row] = [x.at + k * x.row, x.at + pivot * x.row];
    if (pivot !== k) swapRows(workspace.data, row, to, b.columns);
  });
  solveTriangle(workspace, a, x, size, { upper: false, isUnit: true });
  solveTriangle(workspace, a, x, size, { upper: true, isUnit: false });
  return read(workspace, x, size);
}

/** The X with T X = B of a triangle, of which the other half is not read. */
export function solveHalf(
  t: Matrix,
  b: Matrix,
  side: { readonly upper: boolean; readonly isUnit: boolean },
): Float64Array {
  const size = [t.rows, b.columns] as const;
  const [workspace, a, x] = openWorkspace([t.rows, t.rows], size);
  write(workspace, a, t.data, [t.rows, t.rows]);
  write(workspace, x, b.data, size);
  solveTriangle(workspace, a, x, size, side);
  return read(workspace, x, size);
}
