/** Normalisation by the neighbouring channels. */

import { ShapeError, ValueError } from '../../../errors.js';
import { show } from '../../../graph/shape.js';
import * as signatures from '../../../signatures/nn.js';
import type { Tensor } from '../../../tensor/index.js';

/** Options of `localResponseNorm`. */
export interface LocalResponseNormOptions {
  /** Factor of the mean of squares, 1e-4 by default. */
  readonly alpha?: number;
  /** The power, 0.75 by default. */
  readonly beta?: number;
  /** What is added to the mean, 1 by default. */
  readonly k?: number;
}

/**
 * `x / (k + alpha * m) ** beta`, m the mean of the squares of `size` neighbouring channels, those
 * beyond the edges 0: `[N, C, ...]`, kept. Source: Krizhevsky et al., "ImageNet Classification with
 * Deep Convolutional Neural Networks", 2012;
 * https://pytorch.org/docs/stable/generated/torch.nn.LocalResponseNorm.html
 * @throws ShapeError for less than three dims; ValueError for a size that is no positive integer.
 * @example
 * const y = nn.functional.localResponseNorm(ones([1, 2, 2]), 2, { alpha: 2, beta: 1 });
 * console.log(y.toArray()); // [ [ [ 0.5, 0.5 ], [ 0.3333333432674408, 0.3333333432674408 ] ] ]
 */
export function localResponseNorm(
  x: Tensor,
  size: number,
  options: LocalResponseNormOptions = {},
): Tensor {
  signatures.localResponseNorm.check(arguments);
  const { alpha = 1e-4, beta = 0.75, k = 1 } = options;
  if (x.ndim < 3) {
    throw new ShapeError(`localResponseNorm: the input must be [N, C, ...], got ${show(x.shape)}`);
  }
  if (!Number.isInteger(size) || size < 1) {
    throw new ValueError(`localResponseNorm: size must be a positive integer, got ${size}`);
  }
  const channels = x.shape[1] ?? 0;
  const margin = (n: number): number[] => x.shape.map((_, d) => (d === 1 ? n : 0));
  const squares = x.square().pad(margin(Math.floor(size / 2)), margin(Math.floor((size - 1) / 2)));
  // A slice for each neighbour is elementwise work, faster than windows that are reduced.
  const sum = Array.from({ length: size }, (_, i) => squares.slice(1, i, i + channels)).reduce(
    (total, one) => total.add(one),
  );
  return x.div(
    sum
      .mul(alpha / size)
      .add(k)
      .pow(beta),
  );
}
