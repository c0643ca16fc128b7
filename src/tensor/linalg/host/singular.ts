/** Singular values: eigenvectors of A^T A to begin with, then Jacobi's rotations. */

import { largestOf, symmetricEigen } from './eigen.js';
import { householder } from './householder.js';
import { type Matrix, transposed } from './matrices.js';
import { flipped, from, openWorkspace, type Part, read, type Workspace, write } from './memory.js';

/** U, singular values in falling order, and V: A = U S V^T with `min(rows, columns)` columns. */
export interface SingularValues {
  readonly u: Matrix;
  readonly s: Float64Array;
  readonly v: Matrix;
}

/**
 * One-sided Jacobi: columns are turned against each other until all are orthogonal. Source: Golub
 * and Van Loan, "Matrix Computations", section 8.6. The eigenvectors of A^T A leave it little to
 * do, and what they lack in accuracy where singular values are small, it has.
 */
export function singularValues(a: Matrix): SingularValues {
  if (a.rows < a.columns) {
    const { u, s, v } = singularValues(transposed(a));
    return { u: v, s, v: u };
  }
  const { rows, columns: n } = a;
  const first = firstTurns(a);
  const [workspace, columns, turns, work, squares] = openWorkspace(
    ...([
      [n, rows],
      [n, n],
      [n, rows],
      [1, n],
    ] as const),
  );
  write(workspace, columns, transposed(a).data, [n, rows]);
  write(workspace, turns, first, [n, n]);
  // The product is subtracted; turned the other way round, the turns are those of the result.
  workspace.subtractProduct(work, turns, columns, n, rows, n);
  write(
    workspace,
    turns,
    first.map((x) => -x),
    [n, n],
  );
  const least = Number.EPSILON * Math.max(4, Math.sqrt(rows));
  for (let sweep = 0; sweep < 60; sweep++) {
    writeSquares(workspace, work, squares, n);
    if (workspace.turnPairs(work, turns, squares.at, n, least) === 0) break;
  }
  return inOrder({ workspace, work, turns, squares }, a);
}

/** Eigenvectors of A^T A, one after the other, the first of the largest eigenvalue. */
function firstTurns({ rows, columns: n, data }: Matrix): Float64Array {
  const scale = largestOf(data);
  const [workspace, squares, a] = openWorkspace([n, n], [rows, n]);
  write(
    workspace,
    a,
    data.map((x) => x / scale),
    [rows, n],
  );
  // Less than zero, so that what is largest comes first.
  workspace.subtractProduct(squares, flipped(a), a, n, n, rows);
  return symmetricEigen({ rows: n, columns: n, data: read(workspace, squares, [n, n]) }).vectors;
}

function writeSquares({ data }: Workspace, work: Part, squares: Part, n: number): void {
  for (let i = 0; i < n; i++) {
    const { at } = from(work, i, 0);
    let sum = 0;
    for (let j = 0; j < work.row; j++) sum += (data[at + j] ?? 0) ** 2;
    data[squares.at + i] = sum;
  }
}

/** The rows as columns of U and V, in falling order of their sizes. */
function inOrder(
  parts: Readonly<{ workspace: Workspace; work: Part; turns: Part; squares: Part }>,
  { rows, columns: n }: Matrix,
): SingularValues {
  const { workspace, work, turns, squares } = parts;
  const { data } = workspace;
  writeSquares(workspace, work, squares, n);
  const sizes = Float64Array.from({ length: n }, (_, i) => Math.sqrt(data[squares.at + i] ?? 0));
  const order = Array.from(sizes, (_, i) => i);
  order.sort((i, j) => (sizes[j] ?? 0) - (sizes[i] ?? 0));
  const s = Float64Array.from(order, (i) => sizes[i] ?? 0);
  const [u, v] = [new Float64Array(rows * n), new Float64Array(n * n)];
  order.forEach((row, j) => {
    const [left, right, size] = [from(work, row, 0).at, from(turns, row, 0).at, sizes[row] ?? 0];
    for (let i = 0; i < rows; i++) u[i * n + j] = size === 0 ? 0 : (data[left + i] ?? 0) / size;
    for (let i = 0; i < n; i++) v[i * n + j] = data[right + i] ?? 0;
  });
  const left = { rows, columns: n, data: u };
  const rank = s.indexOf(0);
  if (rank >= 0) complete(left, rank);
  return { u: left, s, v: { rows: n, columns: n, data: v } };
}

/** Columns for singular values of 0: any that are orthogonal to the first `rank`. */
function complete({ rows, columns, data }: Matrix, rank: number): void {
  const known = Float64Array.from(
    { length: rows * rank },
    (_, i) => data[Math.floor(i / rank) * columns + (i % rank)] ?? 0,
  );
  const { q } = householder({ rows, columns: rank, data: known }, true);
  for (let i = 0; i < rows; i++) {
    for (let j = rank; j < columns; j++) data[i * columns + j] = q.data[i * rows + j] ?? 0;
  }
}
