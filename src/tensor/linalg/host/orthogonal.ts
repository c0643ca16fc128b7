/**
 * Cholesky's factor, Householder's QR, and Jacobi's rotations for eigenvalues and singular values.
 */

import { ValueError } from '../../../errors.js';
import { type Matrix, zeroMatrix } from './matrices.js';

/**
 * The lower triangle L with L L^T = A, of which only the lower triangle is read.
 * @throws ValueError for a matrix that is not positive definite.
 */
export function choleskyFactor({ rows: n, data }: Matrix): Float64Array {
  const l = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < i; j++) {
      l[i * n + j] = ((data[i * n + j] ?? 0) - dotRows(l, n, i, j)) / (l[j * n + j] ?? 1);
    }
    const square = (data[i * n + i] ?? 0) - dotRows(l, n, i, i);
    if (!(square > 0)) {
      throw new ValueError(
        `linalg.cholesky: the matrix is not positive definite: its leading minor of order ${i + 1} ` +
          'is not positive. Add a small multiple of eye(n)',
      );
    }
    l[i * n + i] = Math.sqrt(square);
  }
  return l;
}

/** Sum of the products of rows i and j, up to column j. */
function dotRows(l: Float64Array, n: number, i: number, j: number): number {
  let sum = 0;
  for (let k = 0; k < j; k++) sum += (l[i * n + k] ?? 0) * (l[j * n + k] ?? 0);
  return sum;
}

/** The columns of one matrix, each by itself, so that a column is read in order. */
function columnsOf({ rows, columns, data }: Matrix): Float64Array[] {
  return Array.from({ length: columns }, (_, j) =>
    Float64Array.from({ length: rows }, (_value, i) => data[i * columns + j] ?? 0),
  );
}

function fromColumns(columns: readonly Float64Array[], rows: number): Matrix {
  const matrix = zeroMatrix(rows, columns.length);
  columns.forEach((column, j) => {
    for (let i = 0; i < rows; i++) matrix.data[i * columns.length + j] = column[i] ?? 0;
  });
  return matrix;
}

function dot(a: Float64Array, b: Float64Array, from = 0): number {
  let sum = 0;
  for (let i = from; i < a.length; i++) sum += (a[i] ?? 0) * (b[i] ?? 0);
  return sum;
}

/** Subtracts 2 (v . x) / (v . v) v. */
function reflect(x: Float64Array, v: Float64Array, size: number, from: number): void {
  const factor = (2 * dot(v, x, from)) / size;
  for (let i = from; i < x.length; i++) x[i] = (x[i] ?? 0) - factor * (v[i] ?? 0);
}

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

/** Turns columns a and b against each other. */
function turn(a: Float64Array, b: Float64Array, cosine: number, sine: number): void {
  for (let i = 0; i < a.length; i++) {
    const [x, y] = [a[i] ?? 0, b[i] ?? 0];
    a[i] = cosine * x - sine * y;
    b[i] = sine * x + cosine * y;
  }
}

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
 * and Van Loan, "Matrix Computations", section 8.6.
 */
export function singularValues(a: Matrix): SingularValues {
  if (a.rows < a.columns) {
    const { u, s, v } = singularValues(transposed(a));
    return { u: v, s, v: u };
  }
  const [work, turns] = [columnsOf(a), columnsOf(identity(a.columns))];
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

/** One turn of each pair; false when nothing had to be turned. */
function sweepOnce(work: Float64Array[], turns: Float64Array[]): boolean {
  let isTurned = false;
  for (let i = 0; i < work.length; i++) {
    for (let j = i + 1; j < work.length; j++) {
      const [x, y] = [work[i] ?? new Float64Array(), work[j] ?? new Float64Array()];
      const [xx, yy, xy] = [dot(x, x), dot(y, y), dot(x, y)];
      if (Math.abs(xy) <= 1e-15 * Math.sqrt(xx * yy) || xy === 0) continue;
      isTurned = true;
      const [cosine, sine] = rotation(xx, yy, xy);
      turn(x, y, cosine, sine);
      turn(turns[i] ?? x, turns[j] ?? y, cosine, sine);
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

function identity(n: number): Matrix {
  const matrix = zeroMatrix(n, n);
  for (let i = 0; i < n; i++) matrix.data[i * n + i] = 1;
  return matrix;
}

function transposed({ rows, columns, data }: Matrix): Matrix {
  const matrix = zeroMatrix(columns, rows);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) matrix.data[j * rows + i] = data[i * columns + j] ?? 0;
  }
  return matrix;
}

/**
 * Eigenvalues of a symmetric matrix, of which the lower triangle is read, in rising order, and
 * their vectors as columns: Jacobi's rotations.
 */
export function symmetricEigen({ rows: n, data }: Matrix): { w: Float64Array; v: Matrix } {
  const a = Float64Array.from({ length: n * n }, (_, at) => {
    const [i, j] = [Math.floor(at / n), at % n];
    return data[i >= j ? at : j * n + i] ?? 0;
  });
  const vectors = columnsOf(identity(n));
  for (let sweep = 0; sweep < 60; sweep++) if (!rotateOnce(a, n, vectors)) break;
  const values = Array.from({ length: n }, (_, i) => a[i * n + i] ?? 0);
  const order = values.map((_, i) => i).sort((i, j) => (values[i] ?? 0) - (values[j] ?? 0));
  return {
    w: Float64Array.from(order, (i) => values[i] ?? 0),
    v: fromColumns(
      order.map((i) => vectors[i] ?? new Float64Array(n)),
      n,
    ),
  };
}

function rotateOnce(a: Float64Array, n: number, vectors: Float64Array[]): boolean {
  let isTurned = false;
  for (let p = 0; p < n; p++) {
    for (let q = p + 1; q < n; q++) {
      const off = a[p * n + q] ?? 0;
      const [x, y] = [a[p * n + p] ?? 0, a[q * n + q] ?? 0];
      if (Math.abs(off) <= 1e-17 * (Math.abs(x) + Math.abs(y)) || off === 0) continue;
      isTurned = true;
      const [cosine, sine] = rotation(x, y, off);
      turn(a.subarray(p * n, p * n + n), a.subarray(q * n, q * n + n), cosine, sine);
      turnColumns(a, n, p, q, cosine, sine);
      turn(vectors[p] ?? a, vectors[q] ?? a, cosine, sine);
    }
  }
  return isTurned;
}

function turnColumns(
  a: Float64Array,
  n: number,
  p: number,
  q: number,
  cosine: number,
  sine: number,
): void {
  for (let i = 0; i < n; i++) {
    const [x, y] = [a[i * n + p] ?? 0, a[i * n + q] ?? 0];
    a[i * n + p] = cosine * x - sine * y;
    a[i * n + q] = sine * x + cosine * y;
  }
}
