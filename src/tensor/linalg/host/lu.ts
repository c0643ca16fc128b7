/** Elimination with pivots, and solving by it. */

import { blockSize, subtractRows } from './blocks.js';
import type { Matrix } from './matrices.js';

/** L and U in one matrix, the order of its rows, and the sign of that order. */
export interface Elimination {
  readonly lu: Float64Array;
  readonly order: Int32Array;
  readonly sign: number;
  readonly isSingular: boolean;
}

/** Gauss's elimination, in blocks of columns; of each column the largest element is the pivot. */
export function eliminate({ rows: n, data }: Matrix): Elimination {
  const lu = data.slice();
  const order = Int32Array.from({ length: n }, (_, i) => i);
  let [swaps, isSingular] = [0, false];
  for (let start = 0; start < n; start += blockSize) {
    const end = Math.min(start + blockSize, n);
    for (let k = start; k < end; k++) {
      if (bringPivot(lu, n, k, order)) swaps++;
      const top = lu[k * n + k] ?? 0;
      if (top === 0) isSingular = true;
      else clearBelow(lu, n, k, top, end);
    }
    for (let i = start + 1; i < n; i++) {
      const count = Math.min(i, end) - start;
      subtractRows(lu, i * n + end, lu, start * n + end, n, lu, i * n + start, 1, count, n - end);
    }
  }
  return { lu, order, sign: swaps % 2 === 0 ? 1 : -1, isSingular };
}

/** Swaps the row of the pivot of column k with row k; whether they were two. */
function bringPivot(lu: Float64Array, n: number, k: number, order: Int32Array): boolean {
  const pivot = pivotOf(lu, n, k);
  if (pivot === k) return false;
  swapRows(lu, n, pivot, k);
  [order[pivot], order[k]] = [order[k] ?? 0, order[pivot] ?? 0];
  return true;
}

/** The row from k on whose element of column k is largest. */
function pivotOf(lu: Float64Array, n: number, k: number): number {
  let pivot = k;
  for (let i = k + 1; i < n; i++) {
    if (Math.abs(lu[i * n + k] ?? 0) > Math.abs(lu[pivot * n + k] ?? 0)) pivot = i;
  }
  return pivot;
}

function swapRows(lu: Float64Array, n: number, a: number, b: number): void {
  for (let j = 0; j < n; j++) {
    const kept = lu[a * n + j] ?? 0;
    lu[a * n + j] = lu[b * n + j] ?? 0;
    lu[b * n + j] = kept;
  }
}

/** Clears column k below the pivot, and reduces the columns of the block after it. */
function clearBelow(lu: Float64Array, n: number, k: number, top: number, end: number): void {
  for (let i = k + 1; i < n; i++) {
    const factor = (lu[i * n + k] ?? 0) / top;
    lu[i * n + k] = factor;
    if (factor === 0) continue;
    const [to, from] = [i * n, k * n];
    for (let j = k + 1; j < end; j++) lu[to + j] = (lu[to + j] ?? 0) - factor * (lu[from + j] ?? 0);
  }
}

/** One side of a triangular system. */
export interface Triangle {
  readonly upper: boolean;
  readonly isUnit: boolean;
}

/**
 * x with T x = b, in place of b, which has `columns` columns: rows upon rows, so memory is read in
 * order.
 */
export function solveTriangle(
  t: Float64Array,
  n: number,
  b: Float64Array,
  columns: number,
  { upper, isUnit }: Triangle,
): void {
  for (let step = 0; step < n; step++) {
    const i = upper ? n - 1 - step : step;
    const [from, to] = upper ? [i + 1, n] : [0, i];
    const [target, first, factor] = [i * columns, from * columns, i * n + from];
    subtractRows(b, target, b, first, columns, t, factor, 1, to - from, columns);
    if (isUnit) continue;
    const divisor = t[i * n + i] ?? 0;
    for (let j = 0; j < columns; j++) b[i * columns + j] = (b[i * columns + j] ?? 0) / divisor;
  }
}

/** The solution of A x = b for every column of b. */
export function solveBy(
  { lu, order }: Elimination,
  n: number,
  b: Float64Array,
  columns: number,
): Float64Array {
  const x = new Float64Array(n * columns);
  order.forEach((row, i) => {
    x.set(b.subarray(row * columns, (row + 1) * columns), i * columns);
  });
  solveTriangle(lu, n, x, columns, { upper: false, isUnit: true });
  solveTriangle(lu, n, x, columns, { upper: true, isUnit: false });
  return x;
}
