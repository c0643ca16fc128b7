/** The four directions on a grid, and the neighbours that moves lead to. */

/** Rows and columns of a direction. */
export type Direction = readonly [rows: number, columns: number];

/** The next cell, in a grid of this size; its border holds. */
export function neighbour(
  [row, column]: readonly [number, number],
  [rows, columns]: Direction,
  size: readonly [rows: number, columns: number],
): [row: number, column: number] {
  const clip = (value: number, end: number): number => Math.min(end - 1, Math.max(0, value));
  return [clip(row + rows, size[0]), clip(column + columns, size[1])];
}

/** A direction and those at its sides: what slippery ground may make of it. */
export function withSides(action: number): [number, number, number] {
  return [(action + 3) % 4, action, (action + 1) % 4];
}
