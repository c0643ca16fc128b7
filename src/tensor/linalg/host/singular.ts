/** Singular values: eigenvectors of A^T A to begin with, then Jacobi's rotations. */

import { columnsOf, dot, fromColumns, identity, transposed, turn } from './columns.js';
import { symmetricEigen } from './eigen.js';
import { type Matrix, zeroMatrix } from './matrices.js';

/** The rotation that makes two numbers beside `off` diagonal. */
function rotation(first: number, second: number, off: number): [cosine: number, sine: number] {
  const tau = (second - first) / (2 * off);
  const tangent = (tau >= 0 ? 1 : -1) / (Math.abs(tau) + Math.sqrt(1 + tau * tau));
  const cosine = 1 / Math.sqrt(1 + tangent * tangent);
  return [cosine, tangent * cosine];
}

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
  const turns = firstTurns(a);
  const columns = columnsOf(a);
  const work = turns.map((turned) => combined(columns, turned, a.rows));
  for (let sweep = 0; sweep < 60; sweep++) if (!sweepOnce(work, turns)) break;
  const sizes = work.map((column) => Math.sqrt(dot(column, column)));
  const order = sizes.map((_, i) => i).sort((i, j) => (sizes[j] ?? 0) - (sizes[i] ?? 0));
  const s = Float64Array.from(order, (i) => sizes[i] ?? 0);
  const u = order.map((i) => {
    const size = sizes[i] ?? 0;
    return (work[i] ?? new Float64Array(a.rows)).map((x) => (size === 0 ? 0 : x / size));
  });
  completed(u, s);
  const v = order.map((i) => turns[i] ?? new Float64Array(a.columns));
  return { u: fromColumns(u, a.rows), s, v: fromColumns(v, a.columns) };
}

/** The columns added up, each times its share. */
function combined(
  columns: readonly Float64Array[],
  shares: Float64Array,
  rows: number,
): Float64Array {
  const sum = new Float64Array(rows);
  columns.forEach((column, j) => {
    const share = shares[j] ?? 0;
    for (let i = 0; i < rows; i++) sum[i] = (sum[i] ?? 0) + share * (column[i] ?? 0);
  });
  return sum;
}

/** Eigenvectors of A^T A, of which A is made smaller first where its squares would overflow. */
function firstTurns(a: Matrix): Float64Array[] {
  const n = a.columns;
  const largest = a.data.reduce((most, x) => Math.max(most, Math.abs(x)), 0);
  if (!(largest > 0 && largest < Number.POSITIVE_INFINITY)) return columnsOf(identity(n));
  const columns = columnsOf({ ...a, data: a.data.map((x) => x / largest) });
  const squares = zeroMatrix(n, n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      squares.data[i * n + j] = dot(columns[i] ?? squares.data, columns[j] ?? squares.data);
    }
  }
  return columnsOf(symmetricEigen(squares).v).reverse();
}

/** One turn of each pair; false when nothing had to be turned. */
function sweepOnce(work: Float64Array[], turns: Float64Array[]): boolean {
  let isTurned = false;
  const least = Number.EPSILON * Math.max(4, Math.sqrt(work[0]?.length ?? 0));
  const squares = work.map((column) => dot(column, column));
  for (let i = 0; i < work.length; i++) {
    for (let j = i + 1; j < work.length; j++) {
      const [x, y] = [work[i] ?? new Float64Array(), work[j] ?? new Float64Array()];
      const [xx, yy, xy] = [squares[i] ?? 0, squares[j] ?? 0, dot(x, y)];
      if (Math.abs(xy) <= least * Math.sqrt(xx * yy) || xy === 0) continue;
      isTurned = true;
      const [cosine, sine] = rotation(xx, yy, xy);
      turn(x, y, cosine, sine);
      turn(turns[i] ?? x, turns[j] ?? y, cosine, sine);
      [squares[i], squares[j]] = [dot(x, x), dot(y, y)];
    }
  }
  return isTurned;
}

/** Columns for singular values of 0: any that are orthogonal to the others. */
function completed(u: Float64Array[], s: Float64Array): void {
  u.forEach((column, k) => {
    if ((s[k] ?? 0) > 0) return;
    for (let axis = 0; axis < column.length; axis++) {
      column.fill(0);
      column[axis] = 1;
      u.forEach((other, i) => {
        if (i === k || (i > k && (s[i] ?? 0) === 0)) return;
        const share = dot(column, other);
        for (let d = 0; d < column.length; d++)
          column[d] = (column[d] ?? 0) - share * (other[d] ?? 0);
      });
      const size = Math.sqrt(dot(column, column));
      if (size < 0.5 / Math.sqrt(column.length)) continue;
      for (let d = 0; d < column.length; d++) column[d] = (column[d] ?? 0) / size;
      return;
    }
  });
}
