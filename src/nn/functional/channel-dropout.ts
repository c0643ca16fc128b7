/**
 * Dropout of whole channels, and dropout that keeps mean and variance of what `selu` gives.
 * Source: Tompson et al., "Efficient Object Localization Using Convolutional Networks", 2015;
 * Klambauer et al., "Self-Normalizing Neural Networks", 2017.
 */

import { ShapeError } from '../../errors.js';
import { type Shape, show } from '../../graph/shape.js';
import * as signatures from '../../signatures/nn.js';
import { type GeneratorOption, rand, type Tensor, where } from '../../tensor/index.js';
import { checkDropProbability, type DropoutOptions } from './dropout.js';

/** Options of `alphaDropout` and `featureAlphaDropout`. */
export interface AlphaDropoutOptions extends GeneratorOption {
  /** Chance of an element, or a channel, to be dropped, 0.5 by default. */
  readonly p?: number;
  /** Whether to drop anything at all; as in PyTorch false by default. */
  readonly training?: boolean;
}

/** Size 1 in all dims after `[N, C]`, or after `[C]` without a batch. */
function channelsOf(x: Tensor, leading: number): Shape {
  return x.shape.map((n, d) => (d < leading ? n : 1));
}

function dropChannels(op: string, x: Tensor, leading: number, options: DropoutOptions): Tensor {
  const { p = 0.5, training = true, generator } = options;
  checkDropProbability(op, p);
  if (!training || p === 0) return x;
  if (p === 1) return x.mul(0);
  return where(rand(channelsOf(x, leading), { generator }).lt(p), 0, x.mul(1 / (1 - p)));
}

function checkDims(op: string, x: Tensor, ndims: readonly number[], wanted: string): void {
  if (ndims.includes(x.ndim)) return;
  throw new ShapeError(`${op}: the input must be ${wanted}, got ${show(x.shape)}`);
}

/**
 * Zeroes each channel with chance `p` and divides the others by `1 - p`: `[N, C, L]` or `[C, L]`,
 * kept; unchanged when not training.
 * @throws ShapeError for other dims; ValueError when `p` is not in [0, 1].
 * @example
 * console.log(nn.functional.dropout1d(ones([1, 2, 2]), { training: false }).shape); // [ 1, 2, 2 ]
 */
export function dropout1d(x: Tensor, options: DropoutOptions = {}): Tensor {
  signatures.dropout1d.check(arguments);
  checkDims('dropout1d', x, [2, 3], '[N, C, L] or [C, L]');
  return dropChannels('dropout1d', x, x.ndim - 1, options);
}

/**
 * Zeroes each channel of images with chance `p`: `[N, C, H, W]`, kept. As in PyTorch three dims are
 * `[N, C, L]`, not an image without a batch. See `dropout1d`.
 * @example
 * const y = nn.functional.dropout2d(ones([1, 2, 1, 1]), { p: 1 });
 * console.log(y.flatten().toArray()); // [ 0, 0 ]
 */
export function dropout2d(x: Tensor, options: DropoutOptions = {}): Tensor {
  signatures.dropout2d.check(arguments);
  checkDims('dropout2d', x, [3, 4], '[N, C, H, W] or [N, C, L]');
  return dropChannels('dropout2d', x, 2, options);
}

/**
 * Zeroes each channel of volumes with chance `p`: `[N, C, D, H, W]` or `[C, D, H, W]`, kept. See
 * `dropout1d`.
 * @example
 * const y = nn.functional.dropout3d(ones([2, 1, 1, 1]), { p: 0 });
 * console.log(y.flatten().toArray()); // [ 1, 1 ]
 */
export function dropout3d(x: Tensor, options: DropoutOptions = {}): Tensor {
  signatures.dropout3d.check(arguments);
  checkDims('dropout3d', x, [4, 5], '[N, C, D, H, W] or [C, D, H, W]');
  return dropChannels('dropout3d', x, x.ndim - 3, options);
}

/** What `selu` tends to far below 0, negated. */
const SATURATION = 1.7580993408473766;

function dropToSaturation(
  op: string,
  x: Tensor,
  shape: Shape,
  options: AlphaDropoutOptions,
): Tensor {
  const { p = 0.5, training = false, generator } = options;
  checkDropProbability(op, p);
  if (!training || p === 0) return x;
  if (p === 1) return x.mul(0);
  const scale = 1 / Math.sqrt((SATURATION ** 2 * p + 1) * (1 - p));
  const shift = SATURATION * scale * p;
  const dropped = shift - SATURATION * scale;
  return where(rand(shape, { generator }).lt(p), dropped, x.mul(scale).add(shift));
}

/**
 * Sets each element with chance `p` to the value that `selu` tends to, and moves all so that mean 0
 * and variance 1 stay. Any shape, kept; unchanged unless `training`.
 * @throws ValueError when `p` is not in [0, 1].
 * @example
 * console.log(nn.functional.alphaDropout(ones([2])).toArray()); // [ 1, 1 ]
 */
export function alphaDropout(x: Tensor, options: AlphaDropoutOptions = {}): Tensor {
  signatures.alphaDropout.check(arguments);
  return dropToSaturation('alphaDropout', x, x.shape, options);
}

/**
 * As `alphaDropout`, whole channels at a time: `[N, C, ...]`, kept.
 * @throws ShapeError for less than two dims; ValueError when `p` is not in [0, 1].
 * @example
 * const y = nn.functional.featureAlphaDropout(ones([1, 2, 2]), { training: true });
 * console.log(y.at(0, 0, 0).item() === y.at(0, 0, 1).item()); // true
 */
export function featureAlphaDropout(x: Tensor, options: AlphaDropoutOptions = {}): Tensor {
  signatures.featureAlphaDropout.check(arguments);
  if (x.ndim < 2) {
    throw new ShapeError(
      `featureAlphaDropout: the input must be [N, C, ...], got ${show(x.shape)}`,
    );
  }
  return dropToSaturation('featureAlphaDropout', x, channelsOf(x, 2), options);
}
