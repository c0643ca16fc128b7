/** Triangular systems, halved until little is left, so that nearly all of it is products. */

import { from, type Part, type Workspace } from './memory.js';

/** Rows that are solved one after the other. */
const fewRows = 8;

/** One side of a triangular system. */
export interface Triangle {
  readonly upper: boolean;
  readonly isUnit: boolean;
}

/** X with T X = B in place of B, of n rows and so many columns. T may be a transpose. */
export function solveTriangle(
  workspace: Workspace,
  t: Part,
  b: Part,
  [n, columns]: readonly [n: number, columns: number],
  side: Triangle,
): void {
  if (n <= fewRows) {
    solveFew(workspace, t, b, [n, columns], side);
    return;
  }
  const half = Math.ceil(n / (2 * fewRows)) * fewRows;
  const rest = n - half;
  const [low, below] = [from(t, half, half), from(b, half, 0)];
  if (side.upper) {
    solveTriangle(workspace, low, below, [rest, columns], side);
    workspace.subtractProduct(b, from(t, 0, half), below, half, columns, rest);
    solveTriangle(workspace, t, b, [half, columns], side);
  } else {
    solveTriangle(workspace, t, b, [half, columns], side);
    workspace.subtractProduct(below, from(t, half, 0), b, rest, columns, half);
    solveTriangle(workspace, low, below, [rest, columns], side);
  }
}

function solveFew(
  workspace: Workspace,
  t: Part,
  b: Part,
  [n, columns]: readonly [n: number, columns: number],
  { upper, isUnit }: Triangle,
): void {
  const { data } = workspace;
  for (let done = 0; done < n; done++) {
    const i = upper ? n - 1 - done : done;
    const known = upper ? i + 1 : 0;
    const target = from(b, i, 0);
    workspace.subtractProduct(target, from(t, i, known), from(b, known, 0), 1, columns, done);
    if (isUnit) continue;
    const divisor = data[from(t, i, i).at] ?? 0;
    for (let j = 0; j < columns; j++) data[target.at + j] = (data[target.at + j] ?? 0) / divisor;
  }
}
