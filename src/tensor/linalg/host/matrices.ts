/**
 * Factorisations run when they are called, over the float64 copy of each matrix of a batch: each
 * decides by its numbers what comes next, so it reads its operand and is no part of a graph.
 */

import { ShapeError } from '../../../errors.js';
import { numel, type Shape, show } from '../../../graph/shape.js';
import { type Tensor, tensor } from '../../index.js';

/** One matrix, row by row. */
export interface Matrix {
  readonly rows: number;
  readonly columns: number;
  readonly data: Float64Array;
}

/** A matrix of zeros. */
export function zeroMatrix(rows: number, columns: number): Matrix {
  return { rows, columns, data: new Float64Array(rows * columns) };
}

/** Rows as columns. */
export function transposed({ rows, columns, data }: Matrix): Matrix {
  const matrix = zeroMatrix(columns, rows);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) matrix.data[j * rows + i] = data[i * columns + j] ?? 0;
  }
  return matrix;
}

/** @throws ShapeError unless x is a matrix or a batch of them, and square if so asked. */
export function checkMatrix(op: string, x: Tensor, isSquare = false): void {
  const [rows, columns] = x.shape.slice(-2);
  if (x.ndim >= 2 && (!isSquare || rows === columns)) return;
  const wanted = isSquare ? 'square matrices [.., n, n]' : 'matrices [.., m, n]';
  throw new ShapeError(`linalg.${op}: needs ${wanted}, got shape ${show(x.shape)}`);
}

/** The matrices of a batch. */
export function matricesOf(x: Tensor): Matrix[] {
  const [rows = 1, columns = 1] = x.shape.slice(-2);
  const values = new Float64Array(x.toTypedArray());
  const size = rows * columns;
  return Array.from({ length: numel(x.shape.slice(0, -2)) }, (_, i) => ({
    rows,
    columns,
    data: values.subarray(i * size, (i + 1) * size),
  }));
}

/** The matrices of two batches of one size, in pairs. */
export function pairsOf(a: Tensor, b: Tensor): [a: Matrix, b: Matrix][] {
  const right = matricesOf(b);
  return matricesOf(a).map((matrix, i) => [matrix, right[i] ?? zeroMatrix(0, 0)]);
}

/** Results of all matrices as one tensor, `[batch.., shape..]`, in the dtype of `like`. */
export function together(
  like: Tensor,
  results: readonly ArrayLike<number>[],
  shape: Shape,
): Tensor {
  const size = numel(shape);
  const values = new Float64Array(results.length * size);
  results.forEach((result, i) => {
    values.set(result, i * size);
  });
  return tensor(values, { shape: [...like.shape.slice(0, -2), ...shape], dtype: like.dtype });
}
