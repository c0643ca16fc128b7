/**
 * Eigenvalues of symmetric matrices: Householder's reflections make three diagonals, and steps of
 * QR with Wilkinson's shift make one. Source: Golub and Van Loan, "Matrix Computations", section
 * 8.3.
 */

import { columnsOf, dot, fromColumns, identity, reflect, turn } from './columns.js';
import type { Matrix } from './matrices.js';

/** The diagonal, the one beside it, and vectors as columns: V^T A V has these diagonals. */
interface Tridiagonal {
  readonly diagonal: Float64Array;
  readonly beside: Float64Array;
  readonly vectors: Float64Array[];
}

/**
 * Eigenvalues of a symmetric matrix, of which the lower triangle is read, in rising order, and
 * their vectors as columns.
 */
export function symmetricEigen(matrix: Matrix): { w: Float64Array; v: Matrix } {
  const n = matrix.rows;
  const parts = tridiagonal(matrix);
  diagonalize(parts);
  const { diagonal, vectors } = parts;
  const order = vectors.map((_, i) => i);
  order.sort((i, j) => (diagonal[i] ?? 0) - (diagonal[j] ?? 0));
  return {
    w: Float64Array.from(order, (i) => diagonal[i] ?? 0),
    v: fromColumns(
      order.map((i) => vectors[i] ?? new Float64Array(n)),
      n,
    ),
  };
}

function tridiagonal({ rows: n, data }: Matrix): Tridiagonal {
  const rows = Array.from({ length: n }, (_, i) =>
    Float64Array.from({ length: n }, (_value, j) => data[i >= j ? i * n + j : j * n + i] ?? 0),
  );
  const reflections: { v: Float64Array; size: number; from: number }[] = [];
  for (let k = 0; k + 2 < n; k++) {
    const v = (rows[k] ?? new Float64Array(n)).slice();
    v.fill(0, 0, k + 1);
    const length = Math.sqrt(dot(v, v, k + 1));
    if (dot(v, v, k + 2) === 0) continue;
    const first = v[k + 1] ?? 0;
    v[k + 1] = first + (first >= 0 ? length : -length);
    const reflection = { v, size: dot(v, v, k + 1), from: k + 1 };
    reflections.push(reflection);
    reflectBothSides(rows, k, reflection);
  }
  const vectors = columnsOf(identity(n));
  for (const { v, size, from } of reflections.reverse()) {
    for (let j = from; j < n; j++) reflect(vectors[j] ?? v, v, size, from);
  }
  return {
    diagonal: Float64Array.from(rows, (row, i) => row[i] ?? 0),
    beside: Float64Array.from({ length: Math.max(n - 1, 0) }, (_, i) => rows[i + 1]?.[i] ?? 0),
    vectors,
  };
}

/** H A H for the rows below k, with A = A - v w^T - w v^T; column k is only reflected. */
function reflectBothSides(
  rows: readonly Float64Array[],
  k: number,
  { v, size, from }: { readonly v: Float64Array; readonly size: number; readonly from: number },
): void {
  const n = v.length;
  const w = new Float64Array(n);
  for (let i = from; i < n; i++) w[i] = (2 * dot(rows[i] ?? v, v, from)) / size;
  const half = dot(v, w, from) / size;
  for (let i = from; i < n; i++) w[i] = (w[i] ?? 0) - half * (v[i] ?? 0);
  for (let i = from; i < n; i++) {
    subtractTwo(rows[i] ?? v, v[i] ?? 0, w, w[i] ?? 0, v, from);
  }
  const top = rows[k] ?? v;
  reflect(top, v, size, from);
  for (let i = from; i < n; i++) {
    const row = rows[i];
    if (row !== undefined) row[k] = top[i] ?? 0;
  }
}

/** Subtracts a times x and b times y from a row, from a column on. */
function subtractTwo(
  row: Float64Array,
  a: number,
  x: Float64Array,
  b: number,
  y: Float64Array,
  from: number,
): void {
  for (let j = from; j < row.length; j++) {
    row[j] = (row[j] ?? 0) - a * (x[j] ?? 0) - b * (y[j] ?? 0);
  }
}

/** Steps of QR until nothing is beside the diagonal; 60 for each number are more than enough. */
function diagonalize({ diagonal, beside, vectors }: Tridiagonal): void {
  let high = diagonal.length - 1;
  for (let left = 60 * diagonal.length; high > 0 && left > 0; left--) {
    if (isSmall(diagonal, beside, high - 1)) {
      high--;
      continue;
    }
    let low = high - 1;
    while (low > 0 && !isSmall(diagonal, beside, low - 1)) low--;
    stepOnce(diagonal, beside, vectors, low, high);
  }
}

function isSmall(diagonal: Float64Array, beside: Float64Array, i: number): boolean {
  const size = Math.abs(diagonal[i] ?? 0) + Math.abs(diagonal[i + 1] ?? 0);
  return !(Math.abs(beside[i] ?? 0) > Number.EPSILON * size);
}

/** One step of QR on the rows from low to high: a rotation, and others that chase what it made. */
function stepOnce(
  diagonal: Float64Array,
  beside: Float64Array,
  vectors: readonly Float64Array[],
  low: number,
  high: number,
): void {
  let x = (diagonal[low] ?? 0) - shiftOf(diagonal, beside, high);
  let z = beside[low] ?? 0;
  for (let k = low; k < high; k++) {
    const length = Math.hypot(x, z);
    const [cosine, sine] = length === 0 ? [1, 0] : [x / length, z / length];
    if (k > low) beside[k - 1] = length;
    x = turnBoth(diagonal, beside, k, cosine, sine);
    z = sine * (beside[k + 1] ?? 0);
    if (k + 1 < high) beside[k + 1] = cosine * (beside[k + 1] ?? 0);
    turn(vectors[k] ?? diagonal, vectors[k + 1] ?? diagonal, cosine, -sine);
  }
}

/** The eigenvalue of the last two rows that is nearer to the last number. */
function shiftOf(diagonal: Float64Array, beside: Float64Array, high: number): number {
  const last = beside[high - 1] ?? 0;
  const delta = ((diagonal[high - 1] ?? 0) - (diagonal[high] ?? 0)) / 2;
  const root = Math.hypot(delta, last);
  return (diagonal[high] ?? 0) - (last / (delta + (delta >= 0 ? root : -root))) * last;
}

/** Turns rows and columns k and k + 1 against each other; returns what is beside them then. */
function turnBoth(
  diagonal: Float64Array,
  beside: Float64Array,
  k: number,
  cosine: number,
  sine: number,
): number {
  const [a, b, off] = [diagonal[k] ?? 0, diagonal[k + 1] ?? 0, beside[k] ?? 0];
  const moved = sine * (sine * (b - a) + 2 * cosine * off);
  diagonal[k] = a + moved;
  diagonal[k + 1] = b - moved;
  const left = cosine * sine * (b - a) + (cosine * cosine - sine * sine) * off;
  beside[k] = left;
  return left;
}
