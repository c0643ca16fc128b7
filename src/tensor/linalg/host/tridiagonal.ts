/** Symmetric matrices made tridiagonal by Householder's reflections, from both sides. */

import type { Matrix } from './matrices.js';
import { flipped, from, openWorkspace, type Part, type Workspace } from './memory.js';
import {
  blockWidth,
  joinReflections,
  makeReflection,
  type Reflections,
  writeProduct,
} from './reflections.js';

/** The diagonal, the one beside it, and where the vectors are, as rows: V A V^T has these. */
export interface Tridiagonal {
  readonly workspace: Workspace;
  readonly diagonal: Float64Array;
  readonly beside: Float64Array;
  readonly vectors: Part;
  /** Room for a pair of numbers for each row. */
  readonly rotations: Part;
}

/** Of a matrix of which the lower triangle is read, times `scale`. */
export function tridiagonal({ rows: n, data }: Matrix, scale: number): Tridiagonal {
  const count = Math.max(n - 2, 0);
  const scratch = [blockWidth, Math.max(n, blockWidth)] as const;
  const [workspace, a, v, q, t, w, w2, pair, rotations] = openWorkspace(
    ...([[n, n], [n, n], [n, n], [n, blockWidth], scratch, scratch, [3, n], [1, 2 * n]] as const),
  );
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      const x = scale * (data[i * n + j] ?? 0);
      workspace.data[from(a, i, j).at] = x;
      workspace.data[from(a, j, i).at] = x;
    }
  }
  // Vector k is 0 up to row k: counted from the second row on, it begins in row k.
  const reflections = { workspace, v: from(v, 1, 0), t, w, w2, taus: new Float64Array(count) };
  const beside = new Float64Array(Math.max(n - 1, 0));
  for (let k = 0; k < count; k++) beside[k] = reflectBothSides(reflections, a, pair, k, n);
  if (n > 1) beside[n - 2] = workspace.data[from(a, n - 2, n - 1).at] ?? 0;
  const diagonal = Float64Array.from(
    { length: n },
    (_, i) => workspace.data[from(a, i, i).at] ?? 0,
  );
  for (let start = 0; start < count; start += blockWidth) {
    joinReflections(reflections, start, Math.min(blockWidth, count - start), n - 1);
  }
  if (n > 0) workspace.data[q.at] = 1;
  writeProduct(reflections, from(q, 1, 1), [n - 1, n - 1]);
  transpose(workspace, q, n);
  return { workspace, diagonal, beside, vectors: q, rotations };
}

/** H A H for the rows below k, with A = A - v w^T - w v^T; returns what is beside row k then. */
function reflectBothSides(
  reflections: Reflections,
  a: Part,
  pair: Part,
  k: number,
  n: number,
): number {
  const { workspace, v, taus } = reflections;
  const { data } = workspace;
  const length = n - k - 1;
  const result = makeReflection(reflections, k, flipped(from(a, k, k + 1)), length);
  const tau = taus[k] ?? 0;
  if (tau === 0) return result;
  const [first, second, third] = [pair, from(pair, 1, 0), from(pair, 2, 0)];
  const column = from(v, k, k).at;
  for (let i = 0; i < length; i++) {
    const x = data[column + i * v.row] ?? 0;
    data[first.at + i] = x;
    data[second.at + i] = 0;
    data[third.at + i] = x;
  }
  const rest = from(a, k + 1, k + 1);
  workspace.subtractProduct(second, first, rest, 1, length, length);
  let dot = 0;
  for (let i = 0; i < length; i++) dot += (data[first.at + i] ?? 0) * (data[second.at + i] ?? 0);
  const share = (tau * tau * dot) / 2;
  for (let i = 0; i < length; i++) {
    data[second.at + i] = share * (data[first.at + i] ?? 0) - tau * (data[second.at + i] ?? 0);
  }
  workspace.subtractProduct(rest, flipped(pair), second, length, length, 2);
  return result;
}

function transpose({ data }: Workspace, q: Part, n: number): void {
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < i; j++) {
      const [a, b] = [from(q, i, j).at, from(q, j, i).at];
      const before = data[a] ?? 0;
      data[a] = data[b] ?? 0;
      data[b] = before;
    }
  }
}
