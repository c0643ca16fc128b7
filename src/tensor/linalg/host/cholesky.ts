/** Cholesky's factor, halved until one number is left, so that nearly all of it is products. */

import { ValueError } from '../../../errors.js';
import type { Matrix } from './matrices.js';
import { flipped, from, openWorkspace, type Part, type Workspace } from './memory.js';
import { solveTriangle } from './triangle.js';

/** Rows whose products are computed as one rectangle, though only their upper triangle is used. */
const stripe = 32;

/**
 * The lower triangle L with L L^T = A, of which only the lower triangle is read. It is found as its
 * transpose U, whose rows are read in order.
 * @throws ValueError for a matrix that is not positive definite.
 */
export function choleskyFactor({ rows: n, data }: Matrix): Float64Array {
  const [workspace, u] = openWorkspace([n, n]);
  const l = new Float64Array(n * n);
  if (n === 0) return l;
  for (let i = 0; i < n; i++) {
    const start = u.at + i * u.row;
    for (let j = i; j < n; j++) workspace.data[start + j] = data[j * n + i] ?? 0;
  }
  factor(workspace, u, 0, n);
  for (let i = 0; i < n; i++) {
    const start = u.at + i;
    for (let j = 0; j <= i; j++) l[i * n + j] = workspace.data[start + j * u.row] ?? 0;
  }
  return l;
}

/** The factor of the rows and columns from `start` to `end`, from which earlier ones are gone. */
function factor(workspace: Workspace, u: Part, start: number, end: number): void {
  if (end - start === 1) {
    takeRoot(workspace, u, start);
    return;
  }
  const middle = start + Math.ceil((end - start) / 2);
  const [width, rest] = [middle - start, end - middle];
  factor(workspace, u, start, middle);
  const [top, right] = [from(u, start, start), from(u, start, middle)];
  solveTriangle(workspace, flipped(top), right, [width, rest], { upper: false, isUnit: false });
  for (let i = middle; i < end; i += stripe) {
    const left = from(u, start, i);
    const rows = Math.min(stripe, end - i);
    workspace.subtractProduct(from(u, i, i), flipped(left), left, rows, end - i, width);
  }
  factor(workspace, u, middle, end);
}

function takeRoot({ data }: Workspace, u: Part, k: number): void {
  const place = from(u, k, k).at;
  const square = data[place] ?? 0;
  if (!(square > 0)) {
    throw new ValueError(
      `linalg.cholesky: the matrix is not positive definite: its leading minor of order ${k + 1} ` +
        'is not positive. Add a small multiple of eye(n)',
    );
  }
  data[place] = Math.sqrt(square);
}
