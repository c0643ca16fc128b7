/**
 * Products of Householder's reflections H = I - tau v v^T, in blocks I - V T V^T, so that nearly
 * all of it is products of matrices. Source: Schreiber and Van Loan, "A storage-efficient WY
 * representation for products of Householder transformations", 1989.
 */

import { clear, flipped, from, type Part, type Size, type Workspace } from './memory.js';

/** Reflections of a block. */
export const blockWidth = 32;

/** Reflections, first to last. */
export interface Reflections {
  readonly workspace: Workspace;
  /** The vectors as columns; vector k is 1 in row k and 0 above. */
  readonly v: Part;
  /** The triangle T of each block: `blockWidth` columns, one row for each vector. */
  readonly t: Part;
  readonly taus: Float64Array;
  /** Scratch: `blockWidth` rows, as long as the rows that are reflected. */
  readonly w: Part;
  readonly w2: Part;
}

/**
 * The reflection k that leaves only the first of `length` numbers, which lie `x.row` apart. Writes
 * its vector and tau; returns that number, with LAPACK's sign.
 */
export function makeReflection(
  { workspace: { data }, v, taus }: Reflections,
  k: number,
  x: Part,
  length: number,
): number {
  const first = data[x.at] ?? 0;
  let below = 0;
  for (let i = 1; i < length; i++) below += (data[x.at + i * x.row] ?? 0) ** 2;
  const column = from(v, k, k).at;
  data[column] = 1;
  // A column that is clear already is left alone, as LAPACK does.
  if (below === 0) return first;
  const size = Math.sqrt(first * first + below);
  const result = first >= 0 ? -size : size;
  taus[k] = (result - first) / result;
  for (let i = 1; i < length; i++) {
    data[column + i * v.row] = (data[x.at + i * x.row] ?? 0) / (first - result);
  }
  return result;
}

/** Computes T of the block of `count` reflections from `start` on; vectors have `rows` numbers. */
export function joinReflections(
  { workspace, v, t, taus, w }: Reflections,
  start: number,
  count: number,
  rows: number,
): void {
  const { data } = workspace;
  const block = from(v, start, start);
  clear(workspace, w, count);
  workspace.subtractProduct(w, flipped(block), block, count, count, rows - start);
  for (let j = 0; j < count; j++) {
    const tau = taus[start + j] ?? 0;
    for (let i = 0; i < j; i++) {
      const row = from(t, start + i, 0).at;
      let sum = 0;
      for (let l = i; l < j; l++) sum += (data[row + l] ?? 0) * (data[w.at + l * w.row + j] ?? 0);
      data[row + j] = tau * sum;
    }
    data[from(t, start + j, j).at] = tau;
  }
}

/** Reflects the rows of c from `start` on by a block: its product, or the transpose of that. */
export function reflectBy(
  { workspace, v, t, w, w2 }: Reflections,
  [start, count]: readonly [start: number, count: number],
  c: Part,
  [rows, columns]: Size,
  isTransposed: boolean,
): void {
  const [block, triangle] = [from(v, start, start), from(t, start, 0)];
  const turned = isTransposed ? flipped(triangle) : triangle;
  clear(workspace, w, count);
  clear(workspace, w2, count);
  workspace.subtractProduct(w, flipped(block), c, count, columns, rows);
  workspace.subtractProduct(w2, turned, w, count, columns, count);
  workspace.subtractProduct(c, block, w2, rows, columns, count);
}

/** Multiplies the unit matrix in q by all reflections: `rows` x `columns`. */
export function writeProduct(reflections: Reflections, q: Part, [rows, columns]: Size): void {
  const { workspace, taus } = reflections;
  for (let i = 0; i < Math.min(rows, columns); i++) workspace.data[from(q, i, i).at] = 1;
  const last = Math.floor((taus.length - 1) / blockWidth) * blockWidth;
  for (let start = last; start >= 0; start -= blockWidth) {
    const count = Math.min(blockWidth, taus.length - start);
    const part = from(q, start, start);
    reflectBy(reflections, [start, count], part, [rows - start, columns - start], false);
  }
}
