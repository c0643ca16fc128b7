/** Estimates how wide a drawing will be from left to right, before Graphviz lays it out. */

import type { Box } from './drawing.js';

/** Points that a letter takes on average, and what a box and the way to the next one add. */
const LETTER = 7;
const MARGIN = 12;
const GAP = 16;
const CIRCLE = 40;

/** Boxes by the number of boxes on the longest way to them. */
export function columnsOf(boxes: readonly Box[]): Box[][] {
  const columns: Box[][] = [];
  const places = new Map<Box, number>();
  for (const box of boxes) {
    const place = box.inputs.reduce(
      (most, input) => Math.max(most, (places.get(input) ?? 0) + 1),
      0,
    );
    places.set(box, place);
    const column = columns[place] ?? [];
    column.push(box);
    columns[place] = column;
  }
  return columns;
}

function boxWidth({ label, op, facts, opPlace }: Box): number {
  const lines = opPlace === 'header' ? [label, op, ...facts] : [label, ...facts];
  const letters = lines.reduce((most, line) => Math.max(most, line.length), 0);
  return letters * LETTER + MARGIN + (opPlace === 'circle' && op !== '' ? CIRCLE : 0);
}

/** Width in points, drawn from left to right. */
export function widthToTheRight(boxes: readonly Box[]): number {
  let width = 0;
  for (const column of columnsOf(boxes)) width += GAP + Math.max(...column.map(boxWidth));
  return width;
}

/** Width in points, drawn from top to bottom. */
export function widthDown(boxes: readonly Box[]): number {
  const rows = columnsOf(boxes).map((row) =>
    row.reduce((sum, box) => sum + GAP + boxWidth(box), 0),
  );
  return Math.max(0, ...rows);
}
