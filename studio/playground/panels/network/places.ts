/** Where the parts of the drawn network stand. */

/** Where things stand, in pixels. */
export const place = { column: 96, row: 48, node: 36, top: 44 } as const;

/** The place of a neuron: column 0 has the features. */
export function at(column: number, index: number): readonly [number, number] {
  return [
    20 + column * place.column + place.node / 2,
    place.top + index * place.row + place.node / 2,
  ];
}

/** Side of the picture in front of the network. */
export const pictureSide: number = 72;

/** Rows of a column that a phone shows at once. */
const rowsInSight = 10;

/** Where the picture begins, in the middle of so many rows. */
export function pictureTop(rows: number): number {
  return place.top + (Math.min(rows, rowsInSight) * place.row - pictureSide) / 2 - 16;
}
