/** Cholesky's factor, in blocks. */

import { ValueError } from '../../../errors.js';
import { blockSize, subtractRows } from './blocks.js';
import type { Matrix } from './matrices.js';

/**
 * The lower triangle L with L L^T = A, of which only the lower triangle is read. It is found as its
 * transpose U, whose rows are read in order.
 * @throws ValueError for a matrix that is not positive definite.
 */
export function choleskyFactor({ rows: n, data }: Matrix): Float64Array {
  const u = new Float64Array(n * n);
  for (let i = 0; i < n; i++) for (let j = i; j < n; j++) u[i * n + j] = data[j * n + i] ?? 0;
  for (let start = 0; start < n; start += blockSize) {
    const end = Math.min(start + blockSize, n);
    for (let k = start; k < end; k++) {
      // The rows of this block above; those of earlier blocks have been subtracted already.
      subtractRows(u, k * n + k, u, start * n + k, n, u, start * n + k, n, k - start, n - k);
      finishRow(u, n, k);
    }
    for (let i = end; i < n; i++) {
      subtractRows(u, i * n + i, u, start * n + i, n, u, start * n + i, n, end - start, n - i);
    }
  }
  const l = new Float64Array(n * n);
  for (let i = 0; i < n; i++) for (let j = 0; j <= i; j++) l[i * n + j] = u[j * n + i] ?? 0;
  return l;
}

/** Divides a row by the root of its first element. */
function finishRow(u: Float64Array, n: number, k: number): void {
  const square = u[k * n + k] ?? 0;
  if (!(square > 0)) {
    throw new ValueError(
      `linalg.cholesky: the matrix is not positive definite: its leading minor of order ${k + 1} ` +
        'is not positive. Add a small multiple of eye(n)',
    );
  }
  const root = Math.sqrt(square);
  for (let j = k; j < n; j++) u[k * n + j] = (u[k * n + j] ?? 0) / root;
}
