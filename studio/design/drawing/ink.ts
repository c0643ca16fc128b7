/**
 * A digit that was drawn, as the model knows digits: moved and scaled until it fills the square,
 * then the share of ink in each of `side` x `side` pixels. Strokes are kept as lines, so that the
 * pen is as thick as in the data however small somebody draws.
 */

/** A line of the pen: points in the unit square. */
export type Stroke = readonly (readonly [x: number, y: number])[];

/** Width of the pen beside the square, as in the data. */
export const penWidth: number = 1 / 8;
/** Subpixels along a side of a pixel. */
const fine = 8;

/** Strokes that fill the square: their box, with half a pen around it, keeps its proportions. */
export function fitted(strokes: readonly Stroke[]): Stroke[] {
  const points = strokes.flat();
  const [xs, ys] = [points.map(([x]) => x), points.map(([, y]) => y)];
  const [left, top] = [Math.min(...xs), Math.min(...ys)];
  const [width, height] = [Math.max(...xs) - left, Math.max(...ys) - top];
  const scale = (1 - penWidth) / Math.max(width, height, penWidth);
  const [shiftX, shiftY] = [(1 - scale * width) / 2, (1 - scale * height) / 2];
  return strokes.map((stroke) =>
    stroke.map(([x, y]) => [shiftX + scale * (x - left), shiftY + scale * (y - top)] as const),
  );
}

/** Draws strokes as a pen would, in the colour of the context, `size` units along a side. */
export function trace(
  context: CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D,
  strokes: readonly Stroke[],
  size: number,
): void {
  context.lineCap = 'round';
  context.lineJoin = 'round';
  context.lineWidth = size * penWidth;
  for (const stroke of strokes) {
    context.beginPath();
    for (const [x, y] of stroke) context.lineTo(x * size, y * size);
    // A dot is a line to itself.
    const [first] = stroke;
    if (first !== undefined && stroke.length === 1)
      context.lineTo(first[0] * size, first[1] * size);
    context.stroke();
  }
}

/** Ink of each pixel from 0 to 1, row by row; none where nothing was drawn. */
export function inkOf(strokes: readonly Stroke[], side: number): number[] {
  const size = fine * side;
  const context = new OffscreenCanvas(size, size).getContext('2d');
  if (context === null || strokes.length === 0) return [];
  trace(context, fitted(strokes), size);
  const { data } = context.getImageData(0, 0, size, size);
  return Array.from({ length: side * side }, (_, pixel) => {
    const [row, column] = [Math.floor(pixel / side), pixel % side];
    let sum = 0;
    for (let y = fine * row; y < fine * (row + 1); y++) {
      for (let x = fine * column; x < fine * (column + 1); x++) {
        sum += data[4 * (y * size + x) + 3] ?? 0;
      }
    }
    return sum / (255 * fine * fine);
  });
}
