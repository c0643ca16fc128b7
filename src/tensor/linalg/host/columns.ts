/** Matrices as lists of columns, which are read in order, and what is done with two of them. */

import { type Matrix, zeroMatrix } from './matrices.js';

/** The columns of one matrix, each by itself, so that a column is read in order. */
export function columnsOf({ rows, columns, data }: Matrix): Float64Array[] {
  return Array.from({ length: columns }, (_, j) =>
    Float64Array.from({ length: rows }, (_value, i) => data[i * columns + j] ?? 0),
  );
}

/** The matrix of these columns. */
export function fromColumns(columns: readonly Float64Array[], rows: number): Matrix {
  const matrix = zeroMatrix(rows, columns.length);
  columns.forEach((column, j) => {
    for (let i = 0; i < rows; i++) matrix.data[i * columns.length + j] = column[i] ?? 0;
  });
  return matrix;
}

/** Sum of the products of two columns from a row on. */
export function dot(a: Float64Array, b: Float64Array, from = 0): number {
  let sum = 0;
  for (let i = from; i < a.length; i++) sum += (a[i] ?? 0) * (b[i] ?? 0);
  return sum;
}

/** Subtracts 2 (v . x) / (v . v) v. */
export function reflect(x: Float64Array, v: Float64Array, size: number, from: number): void {
  const factor = (2 * dot(v, x, from)) / size;
  for (let i = from; i < x.length; i++) x[i] = (x[i] ?? 0) - factor * (v[i] ?? 0);
}

/** Turns columns a and b against each other. */
export function turn(a: Float64Array, b: Float64Array, cosine: number, sine: number): void {
  for (let i = 0; i < a.length; i++) {
    const [x, y] = [a[i] ?? 0, b[i] ?? 0];
    a[i] = cosine * x - sine * y;
    b[i] = sine * x + cosine * y;
  }
}

/** Ones on the diagonal. */
export function identity(n: number): Matrix {
  const matrix = zeroMatrix(n, n);
  for (let i = 0; i < n; i++) matrix.data[i * n + i] = 1;
  return matrix;
}

/** Rows as columns. */
export function transposed({ rows, columns, data }: Matrix): Matrix {
  const matrix = zeroMatrix(columns, rows);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) matrix.data[j * rows + i] = data[i * columns + j] ?? 0;
  }
  return matrix;
}
