/**
 * Eigenvalues of symmetric matrices: steps of QR with Wilkinson's shift make three diagonals one.
 * Source: Golub and Van Loan, "Matrix Computations", section 8.3.
 */

import type { Matrix } from './matrices.js';
import { from } from './memory.js';
import { type Tridiagonal, tridiagonal } from './tridiagonal.js';

/** What is beside the diagonal of a matrix whose largest number is 1, and as good as nothing. */
const tiny = 2 ** -500;

/**
 * Eigenvalues of a symmetric matrix, of which the lower triangle is read, in rising order, and
 * their vectors, one after the other.
 */
export function symmetricEigen(matrix: Matrix): { w: Float64Array; vectors: Float64Array } {
  const n = matrix.rows;
  // Squares neither overflow nor vanish.
  const scale = largestOf(matrix.data);
  const parts = tridiagonal(matrix, 1 / scale);
  diagonalize(parts);
  const { workspace, diagonal, vectors: rows } = parts;
  const order = Array.from(diagonal, (_, i) => i);
  order.sort((i, j) => (diagonal[i] ?? 0) - (diagonal[j] ?? 0));
  const vectors = new Float64Array(n * n);
  order.forEach((row, i) => {
    const { at } = from(rows, row, 0);
    vectors.set(workspace.data.subarray(at, at + n), i * n);
  });
  return { w: Float64Array.from(order, (i) => scale * (diagonal[i] ?? 0)), vectors };
}

/** The largest size of a number; 1 where there is none or it is not finite. */
export function largestOf(values: Float64Array): number {
  const largest = values.reduce((most, x) => Math.max(most, Math.abs(x)), 0);
  return largest > 0 && largest < Number.POSITIVE_INFINITY ? largest : 1;
}

/** Steps of QR until nothing is beside the diagonal; 60 for each number are more than enough. */
function diagonalize(parts: Tridiagonal): void {
  const { diagonal, beside } = parts;
  let high = diagonal.length - 1;
  for (let left = 60 * diagonal.length; high > 0 && left > 0; left--) {
    if (isSmall(diagonal, beside, high - 1)) {
      high--;
      continue;
    }
    let low = high - 1;
    while (low > 0 && !isSmall(diagonal, beside, low - 1)) low--;
    stepOnce(parts, low, high);
  }
}

function isSmall(diagonal: Float64Array, beside: Float64Array, i: number): boolean {
  const size = Math.abs(diagonal[i] ?? 0) + Math.abs(diagonal[i + 1] ?? 0);
  return !(Math.abs(beside[i] ?? 0) > Number.EPSILON * size + tiny);
}

/** One step of QR on the rows from low to high: a rotation, and others that chase what it made. */
function stepOnce(
  { workspace, diagonal, beside, vectors, rotations }: Tridiagonal,
  low: number,
  high: number,
): void {
  const { data } = workspace;
  let x = (diagonal[low] ?? 0) - shiftOf(diagonal, beside, high);
  let z = beside[low] ?? 0;
  for (let k = low; k < high; k++) {
    const length = Math.sqrt(x * x + z * z);
    const cosine = length === 0 ? 1 : x / length;
    const sine = length === 0 ? 0 : z / length;
    if (k > low) beside[k - 1] = length;
    x = turnBoth(diagonal, beside, k, cosine, sine);
    z = sine * (beside[k + 1] ?? 0);
    if (k + 1 < high) beside[k + 1] = cosine * (beside[k + 1] ?? 0);
    data[rotations.at + 2 * (k - low)] = cosine;
    data[rotations.at + 2 * (k - low) + 1] = sine;
  }
  workspace.rotateRows(from(vectors, low, 0), rotations.at, high - low);
}
/** The eigenvalue of the last two rows that is nearer to the last number. */
function shiftOf(diagonal: Float64Array, beside: Float64Array, high: number): number {
  const last = beside[high - 1] ?? 0;
  const delta = ((diagonal[high - 1] ?? 0) - (diagonal[high] ?? 0)) / 2;
  const root = Math.sqrt(delta * delta + last * last);
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
