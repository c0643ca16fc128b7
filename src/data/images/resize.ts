/** Pictures in another size. */

import { ValueError } from '../../errors.js';
import * as signatures from '../../signatures/data.js';
import type { Picture } from '../augment/picture.js';

/**
 * `picture` with `height` rows and `width` columns: bilinear, and when it shrinks the mean over all
 * pixels that a new one covers, weighted by a triangle, as Pillow and torchvision (`antialias`) do.
 *
 * Throws `ValueError` for a size that is not of positive integers.
 *
 * @example
 * const picture = { values: Float32Array.of(1, 2, 3, 4), channels: 1, height: 2, width: 2 };
 * console.log(resizePicture(picture, [1, 1]).values); // Float32Array(1) [ 2.5 ]
 */
export function resizePicture(
  picture: Picture,
  size: readonly [height: number, width: number],
): Picture {
  signatures.resizePicture.check(arguments);
  const [height, width] = size;
  if (![height, width].every((size) => Number.isInteger(size) && size > 0)) {
    throw new ValueError(
      `resizePicture: sizes must be positive integers, got ${height} x ${width}`,
    );
  }
  const wide = alongRows(picture, width);
  return transposed(alongRows(transposed(wide), height));
}

/** Each row with `width` values. */
function alongRows(picture: Picture, width: number): Picture {
  if (picture.width === width) return picture;
  const lines = picture.channels * picture.height;
  const values = new Float32Array(lines * width);
  const scale = picture.width / width;
  const reach = Math.max(1, scale);
  for (let to = 0; to < width; to++) {
    const centre = (to + 0.5) * scale;
    const first = Math.max(0, Math.floor(centre - reach));
    const last = Math.min(picture.width - 1, Math.ceil(centre + reach) - 1);
    const weights = Array.from({ length: last - first + 1 }, (_, i) =>
      Math.max(0, 1 - Math.abs(first + i + 0.5 - centre) / reach),
    );
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    for (let line = 0; line < lines; line++) {
      let sum = 0;
      for (let i = 0; i < weights.length; i++) {
        sum += (weights[i] ?? 0) * (picture.values[line * picture.width + first + i] ?? 0);
      }
      values[line * width + to] = sum / total;
    }
  }
  return { ...picture, values, width };
}

/** Rows and columns exchanged. */
function transposed({ values, channels, height, width }: Picture): Picture {
  const turned = new Float32Array(values.length);
  for (let channel = 0; channel < channels; channel++) {
    const start = channel * height * width;
    for (let row = 0; row < height; row++) {
      for (let column = 0; column < width; column++) {
        turned[start + column * height + row] = values[start + row * width + column] ?? 0;
      }
    }
  }
  return { values: turned, channels, height: width, width: height };
}
