/** Transforms that move pixels: crop, flip, rotate. Names and defaults are torchvision's. */

import { oneOf, ShapeError, ValueError } from '../../errors.js';
import * as signatures from '../../signatures/data.js';
import { drawPicture, type Picture, type PictureTransform, pixelAt } from './picture.js';

/** Options of `randomCrop`. */
export interface RandomCropOptions {
  /** Pixels added on each side first; default 0. */
  readonly padding?: number;
  /** Value of added pixels; default 0. */
  readonly fill?: number;
}

/**
 * Cuts a part of `size` (a side, or `[height, width]`) out at a random place, all equally likely.
 * torchvision's `RandomCrop`.
 *
 * Throws `ValueError` for a bad size; the transform throws `ShapeError` for smaller pictures.
 *
 * @example
 * const pictures = new TensorDataset(ones([1, 1, 2, 2]));
 * const moved = new TransformedDataset(pictures, randomCrop(2, { padding: 1 }), { seed: 1 });
 * console.log(moved.get(0)[0].toArray()); // [ [ [ 0, 0 ], [ 1, 1 ] ] ]
 */
export function randomCrop(
  size: number | readonly [height: number, width: number],
  options: RandomCropOptions = {},
): PictureTransform {
  signatures.randomCrop.check(arguments);
  const { padding = 0, fill = 0 } = options;
  const [height, width] = typeof size === 'number' ? [size, size] : size;
  if (![height, width].every((side) => Number.isInteger(side) && side > 0)) {
    throw new ValueError(`randomCrop: size must be of positive integers, got ${height} x ${width}`);
  }
  if (!Number.isInteger(padding) || padding < 0) {
    throw new ValueError(`randomCrop: padding must be a whole number, got ${padding}`);
  }
  return (picture, random) => {
    const [spareRows, spareColumns] = [
      picture.height + 2 * padding - height,
      picture.width + 2 * padding - width,
    ];
    if (spareRows < 0 || spareColumns < 0) {
      throw new ShapeError(
        `randomCrop: a picture of ${picture.height} x ${picture.width} with padding ${padding} is ` +
          `smaller than ${height} x ${width}. Crop less, or pad more`,
      );
    }
    const top = random.integer(spareRows) - padding;
    const left = random.integer(spareColumns) - padding;
    return drawPicture(picture, [height, width], (channel, row, column) =>
      pixelAt(picture, channel, top + row, left + column, fill),
    );
  };
}

const directions = ['horizontal', 'vertical'] as const;

/** Options of `flip`. */
export interface FlipOptions {
  /** Probability of a flip, 0 to 1; default 0.5. */
  readonly p?: number;
  /** `'horizontal'` (default) exchanges left and right, `'vertical'` top and bottom. */
  readonly direction?: (typeof directions)[number];
}

/** @throws ValueError unless `p` is a probability. */
export function checkProbability(op: string, p: number): void {
  if (!(p >= 0 && p <= 1)) throw new ValueError(`${op}: p must be from 0 to 1, got ${p}`);
}

/**
 * Mirrors a picture with probability `p`. torchvision's `RandomHorizontalFlip` and
 * `RandomVerticalFlip`. Throws `ValueError` for a bad option.
 *
 * @example
 * const pictures = new TensorDataset(tensor([[[[1, 2, 3]]]]));
 * const flipped = new TransformedDataset(pictures, flip({ p: 1 })); // always left to right
 * console.log(flipped.get(0)[0].toArray()); // [ [ [ 3, 2, 1 ] ] ]
 */
export function flip(options: FlipOptions = {}): PictureTransform {
  signatures.flip.check(arguments);
  const { p = 0.5, direction = 'horizontal' } = options;
  checkProbability('flip', p);
  if (!directions.includes(direction)) {
    throw new ValueError(`flip: direction must be ${oneOf(directions)}, got '${direction}'`);
  }
  return (picture, random) => {
    if (random.random() >= p) return picture;
    const { height, width } = picture;
    return drawPicture(picture, [height, width], (channel, row, column) =>
      direction === 'horizontal'
        ? pixelAt(picture, channel, row, width - 1 - column, 0)
        : pixelAt(picture, channel, height - 1 - row, column, 0),
    );
  };
}

/** Options of `rotate`. */
export interface RotateOptions {
  /** Value of corners that come from outside; default 0. */
  readonly fill?: number;
}

/**
 * Turns a picture around its centre by a random angle from `-degrees` to `degrees`, between pixels
 * bilinearly. torchvision's `RandomRotation`. Throws `ValueError` for a negative angle.
 *
 * @example
 * const pictures = new TensorDataset(loadDigits().tensors[0].reshape([-1, 1, 8, 8]));
 * const turned = new TransformedDataset(pictures, rotate(15), { seed: 0 });
 * console.log(turned.get(0)[0].shape); // [ 1, 8, 8 ]
 */
export function rotate(degrees: number, options: RotateOptions = {}): PictureTransform {
  signatures.rotate.check(arguments);
  const { fill = 0 } = options;
  if (!(degrees >= 0)) throw new ValueError(`rotate: degrees must not be negative, got ${degrees}`);
  return (picture, random) => turned(picture, random.uniform(-degrees, degrees), fill);
}

/** `picture` turned counterclockwise by `degrees`. */
function turned(picture: Picture, degrees: number, fill: number): Picture {
  const { height, width } = picture;
  const angle = (degrees * Math.PI) / 180;
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const [middleRow, middleColumn] = [(height - 1) / 2, (width - 1) / 2];
  return drawPicture(picture, [height, width], (channel, row, column) => {
    // Where the pixel comes from: the turn backwards, with rows that count downwards.
    const [y, x] = [row - middleRow, column - middleColumn];
    const fromRow = middleRow + cos * y + sin * x;
    const fromColumn = middleColumn + cos * x - sin * y;
    return between(picture, channel, fromRow, fromColumn, fill);
  });
}

/** The value at a place between pixels, bilinear. */
function between(
  picture: Picture,
  channel: number,
  row: number,
  column: number,
  fill: number,
): number {
  const [top, left] = [Math.floor(row), Math.floor(column)];
  const [down, right] = [row - top, column - left];
  const at = (r: number, c: number): number => pixelAt(picture, channel, r, c, fill);
  const upper = at(top, left) * (1 - right) + at(top, left + 1) * right;
  const lower = at(top + 1, left) * (1 - right) + at(top + 1, left + 1) * right;
  return upper * (1 - down) + lower * down;
}
