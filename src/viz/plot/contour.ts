/**
 * The lines along which a quantity on a grid has one value.
 * Source: marching squares, https://en.wikipedia.org/wiki/Marching_squares
 */

/** Values at the crossings of a grid, row by row, at the given coordinates. */
export interface Grid {
  readonly xs: readonly number[];
  readonly ys: readonly number[];
  readonly values: readonly number[];
}

/** A place on a line. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

interface Corner {
  readonly x: number;
  readonly y: number;
  readonly value: number;
}

/** Six digits are far below a pixel; both cells beside a crossing round it to one place. */
const rounded = (x: number): number => Number(x.toPrecision(6));

/** Where the level is crossed between two corners, or null. */
function crossing(a: Corner, b: Corner, level: number): Point | null {
  if (a.value < level === b.value < level) return null;
  const share = (level - a.value) / (b.value - a.value);
  return { x: rounded(a.x + share * (b.x - a.x)), y: rounded(a.y + share * (b.y - a.y)) };
}

function cornerOf({ xs, ys, values }: Grid, column: number, row: number): Corner {
  return {
    x: xs[column] ?? 0,
    y: ys[row] ?? 0,
    value: values[row * xs.length + column] ?? Number.NaN,
  };
}

type Segment = readonly [from: Point, to: Point];

/** The pieces of the lines, one or two for each cell that they pass. */
function segmentsOf(grid: Grid, level: number): Segment[] {
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
        if (from && to) segments.push([from, to]);
      }
    }
  }
  return segments;
}

const keyOf = ({ x, y }: Point): string => `${x} ${y}`;

/** The lines where the grid is at `level`, as long as they go; a closed one ends at its start. */
export function contour(grid: Grid, level: number): Point[][] {
  const segments = segmentsOf(grid, level);
  const at = new Map<string, Segment[]>();
  for (const segment of segments) {
    for (const end of segment) at.set(keyOf(end), [...(at.get(keyOf(end)) ?? []), segment]);
  }
  const used = new Set<Segment>();
  /** The places that follow one, along pieces that no line has yet. */
  const onwards = (start: Point): Point[] => {
    const line: Point[] = [];
    for (let place = start; ; ) {
      const next = at.get(keyOf(place))?.find((segment) => !used.has(segment));
      if (next === undefined) return line;
      used.add(next);
      place = keyOf(next[0]) === keyOf(place) ? next[1] : next[0];
      line.push(place);
    }
  };
  return segments.flatMap((segment) => {
    if (used.has(segment)) return [];
    used.add(segment);
    const [from, to] = segment;
    return [[...onwards(from).reverse(), from, to, ...onwards(to)]];
  });
}

/** `count` numbers from `from` to `to`, both included. */
export function evenly(from: number, to: number, count: number): number[] {
  return Array.from({ length: count }, (_, i) => from + ((to - from) * i) / (count - 1));
}
