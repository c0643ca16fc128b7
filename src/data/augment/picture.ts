/** One picture on the host, and what a transform of pictures is. */

import type { NumpyRandom } from '../random/numpy-random.js';

/** A picture `[channels, height, width]`, row by row. */
export interface Picture {
  readonly values: Float32Array;
  readonly channels: number;
  readonly height: number;
  readonly width: number;
}

/** Random numbers of a transform: a stream of its own for each sample and epoch. */
export type TransformRandom = Pick<NumpyRandom, 'random' | 'uniform' | 'integer' | 'normal'>;

/** Makes a new picture of one; never writes to the one that it is given. */
export type PictureTransform = (picture: Picture, random: TransformRandom) => Picture;

/** A picture of the same channels whose value at each place `at` gives. */
export function drawPicture(
  { channels }: Picture,
  [height, width]: readonly [height: number, width: number],
  at: (channel: number, row: number, column: number) => number,
): Picture {
  const values = new Float32Array(channels * height * width);
  let to = 0;
  for (let channel = 0; channel < channels; channel++) {
    for (let row = 0; row < height; row++) {
      for (let column = 0; column < width; column++) values[to++] = at(channel, row, column);
    }
  }
  return { values, channels, height, width };
}

/** The value at a place; `fill` outside. */
export function pixelAt(
  { values, height, width }: Picture,
  channel: number,
  row: number,
  column: number,
  fill: number,
): number {
  if (row < 0 || column < 0 || row >= height || column >= width) return fill;
  return values[(channel * height + row) * width + column] ?? fill;
}
