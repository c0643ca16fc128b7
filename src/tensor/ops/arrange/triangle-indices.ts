/** The places of the triangles of a matrix. */

import { checkShape } from '../../../graph/shape.js';
import * as signatures from '../../../signatures/tensor.js';
import type { Tensor } from '../../handle/tensor.js';
import { tensor } from '../../make/create.js';

function indicesOf(
  op: string,
  rows: number,
  columns: number,
  keep: (row: number, column: number) => boolean,
): Tensor {
  checkShape(op, [rows, columns]);
  const [below, beside]: [number[], number[]] = [[], []];
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      if (!keep(row, column)) continue;
      below.push(row);
      beside.push(column);
    }
  }
  return tensor(Int32Array.from([...below, ...beside]), { shape: [2, below.length] });
}

/**
 * Places on and below a diagonal of a matrix, row by row: int32 `[2, n]`, rows above columns.
 * Source: https://pytorch.org/docs/stable/generated/torch.tril_indices.html
 * @throws ShapeError for sizes that are no non-negative integers.
 * @example
 * console.log(trilIndices(2, 2).toArray()); // [ [ 0, 1, 1 ], [ 0, 0, 1 ] ]
 */
export function trilIndices(rows: number, columns: number, offset = 0): Tensor {
  signatures.trilIndices.check(arguments);
  return indicesOf('trilIndices', rows, columns, (i, j) => j <= i + offset);
}

/**
 * Places on and above a diagonal of a matrix, row by row: int32 `[2, n]`, rows above columns.
 * Source: https://pytorch.org/docs/stable/generated/torch.triu_indices.html
 * @throws ShapeError for sizes that are no non-negative integers.
 * @example
 * console.log(triuIndices(2, 2).toArray()); // [ [ 0, 0, 1 ], [ 0, 1, 1 ] ]
 */
export function triuIndices(rows: number, columns: number, offset = 0): Tensor {
  signatures.triuIndices.check(arguments);
  return indicesOf('triuIndices', rows, columns, (i, j) => j >= i + offset);
}
