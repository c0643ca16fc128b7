/**
 * The line along which a quantity on a grid has one value, as short segments.
 * Source: marching squares, https://en.wikipedia.org/wiki/Marching_squares
 */

/** Values at the crossings of a grid, row by row, at the given coordinates. */
export interface Grid {
  readonly xs: readonly number[];
  readonly ys: readonly number[];
  readonly values: readonly number[];
}

/** A piece of the line. */
export interface Segment {
  readonly x: number;
  readonly y: number;
  readonly x2: number;
  readonly y2: number;
}

interface Corner {
  readonly x: number;
  readonly y: number;
  readonly value: number;
}

/** Where the level is crossed between two corners, or null. */
function crossing(a: Corner, b: Corner, level: number): { x: number; y: number } | null {
  if (a.value < level === b.value < level) return null;
  const share = (level - a.value) / (b.value - a.value);
  return { x: a.x + share * (b.x - a.x), y: a.y + share * (b.y - a.y) };
}

function cornerOf({ xs, ys, values }: Grid, column: number, row: number): Corner {
  return {
    x: xs[column] ?? 0,
    y: ys[row] ?? 0,
    value: values[row * xs.length + column] ?? Number.NaN,
  };
}

/** The segments of the line where the grid is at `level`. */
export function contour(grid: Grid, level: number): Segment[] {
  const segments: Segment[] = [];
  for (let row = 0; row + 1 < grid.ys.length; row++) {
    for (let column = 0; column + 1 < grid.xs.length; column++) {
      const corners = [
        cornerOf(grid, column, row),
        cornerOf(grid, column + 1, row),
        cornerOf(grid, column + 1, row + 1),
        cornerOf(grid, column, row + 1),
      ];
      const points = corners.flatMap(
        (corner, i) => crossing(corner, corners[(i + 1) % 4] ?? corner, level) ?? [],
      );
      // Two crossings are a line through the cell, four are a saddle.
      for (let i = 0; i + 1 < points.length; i += 2) {
        const [from, to] = [points[i], points[i + 1]];
        if (from && to) segments.push({ x: from.x, y: from.y, x2: to.x, y2: to.y });
      }
    }
  }
  return segments;
}

/** `count` numbers from `from` to `to`, both included. */
export function evenly(from: number, to: number, count: number): number[] {
  return Array.from({ length: count }, (_, i) => from + ((to - from) * i) / (count - 1));
}
