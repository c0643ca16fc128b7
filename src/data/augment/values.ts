/** Transforms that change values in place: normalize, cutout; and several as one. */

import { ShapeError, ValueError } from '../../errors.js';
import * as signatures from '../../signatures/data.js';
import { checkProbability } from './geometry.js';
import { drawPicture, type PictureTransform, pixelAt } from './picture.js';

/**
 * `(value - mean) / std` by channel; one number stands for all channels. torchvision's `Normalize`.
 *
 * Throws `ValueError` for a `std` that is not above 0; the transform throws `ShapeError` for
 * pictures of another number of channels.
 *
 * @example
 * const pictures = new TensorDataset(ones([1, 3, 1, 1]));
 * const normalized = new TransformedDataset(pictures, normalize([0.5, 0, 1], [0.25, 1, 1]));
 * console.log(normalized.get(0)[0].flatten().toArray()); // [ 2, 1, 0 ]
 */
export function normalize(
  mean: number | readonly number[],
  std: number | readonly number[],
): PictureTransform {
  signatures.normalize.check(arguments);
  const [means, stds] = [[mean].flat(), [std].flat()];
  const bad = stds.find((value) => !(value > 0));
  if (bad !== undefined) throw new ValueError(`normalize: std must be above 0, got ${bad}`);
  return (picture) => {
    const { channels, height, width } = picture;
    for (const list of [means, stds]) {
      if (list.length === 1 || list.length === channels) continue;
      throw new ShapeError(
        `normalize: got ${list.length} numbers for a picture of ${channels} channels; give one for ` +
          'each, or one for all',
      );
    }
    return drawPicture(picture, [height, width], (channel, row, column) => {
      const [m = 0, s = 1] = [means[channel] ?? means[0], stds[channel] ?? stds[0]];
      return (pixelAt(picture, channel, row, column, 0) - m) / s;
    });
  };
}

/** Options of `cutout`. */
export interface CutoutOptions {
  /** Probability, 0 to 1; default 1. */
  readonly p?: number;
  /** Value of the square; default 0. */
  readonly fill?: number;
}

/**
 * Covers a square of side `size` whose centre is any pixel, so that it may hang over the edge.
 * Source: DeVries and Taylor, "Improved Regularization of Convolutional Neural Networks with
 * Cutout", 2017. Throws `ValueError` for a size that is not a positive integer.
 *
 * @example
 * const pictures = new TensorDataset(ones([1, 1, 4, 4]));
 * const cut = new TransformedDataset(pictures, cutout(2, { p: 1 }), { seed: 0 });
 * console.log(cut.get(0)[0].sum().item()); // 12
 */
export function cutout(size: number, options: CutoutOptions = {}): PictureTransform {
  signatures.cutout.check(arguments);
  const { p = 1, fill = 0 } = options;
  if (!Number.isInteger(size) || size < 1) {
    throw new ValueError(`cutout: size must be a positive integer, got ${size}`);
  }
  checkProbability('cutout', p);
  return (picture, random) => {
    if (random.random() >= p) return picture;
    const { height, width } = picture;
    const top = random.integer(height - 1) - Math.floor(size / 2);
    const left = random.integer(width - 1) - Math.floor(size / 2);
    return drawPicture(picture, [height, width], (channel, row, column) => {
      const isIn = row >= top && row < top + size && column >= left && column < left + size;
      return isIn ? fill : pixelAt(picture, channel, row, column, fill);
    });
  };
}

/**
 * Transforms one after the other. torchvision's `Compose`.
 *
 * @example
 * const pictures = new TensorDataset(ones([1, 1, 2, 2]));
 * const transform = compose([flip(), normalize(0.5, 0.25)]);
 * const transformed = new TransformedDataset(pictures, transform);
 * console.log(transformed.get(0)[0].toArray()); // [ [ [ 2, 2 ], [ 2, 2 ] ] ]
 */
export function compose(transforms: readonly PictureTransform[]): PictureTransform {
  signatures.compose.check(arguments);
  return (picture, random) =>
    transforms.reduce((current, transform) => transform(current, random), picture);
}
