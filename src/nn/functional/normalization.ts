/**
 * Normalisations: shift and scale so that groups of elements have mean 0 and variance 1 (or root
 * mean square 1). Which elements form a group is all they differ in.
 * Source: https://pytorch.org/docs/stable/nn.functional.html
 */

import { ShapeError, ValueError } from '../../errors.js';
import { type Shape, sameShape, show } from '../../graph/shape.js';
import * as signatures from '../../signatures/nn.js';
import type { Tensor } from '../../tensor/index.js';
import { checkParameter } from './operand-checks.js';

/** Mean and biased variance over `dims`, which stay with size 1. */
export interface Moments {
  readonly mean: Tensor;
  readonly variance: Tensor;
  /** The input less its mean. */
  readonly centered: Tensor;
}

/** Mean, biased variance and the centered input, in two passes, so that no digits cancel. */
export function moments(x: Tensor, dims: readonly number[]): Moments {
  const mean = x.mean(dims, true);
  const centered = x.sub(mean);
  return { mean, centered, variance: centered.square().mean(dims, true) };
}

/** `centered / sqrt(variance + eps) * weight + bias`. */
export function scaleToUnit(
  centered: Tensor,
  variance: Tensor,
  eps: number,
  weight: Tensor | null,
  bias: Tensor | null,
): Tensor {
  const unit = centered.mul(variance.add(eps).rsqrt());
  const scaled = weight === null ? unit : unit.mul(weight);
  return bias === null ? scaled : scaled.add(bias);
}

function checkTail(op: string, x: Tensor, tail: Shape): void {
  const actual = x.shape.slice(Math.max(0, x.ndim - tail.length));
  if (tail.length > 0 && sameShape(actual, tail)) return;
  throw new ShapeError(
    `${op}: the input ${show(x.shape)} must end in the normalized shape ${show(tail)}`,
  );
}

/** The last dims of `x`, as many as `tail` has. */
function tailDims(x: Tensor, tail: Shape): number[] {
  return tail.map((_, d) => x.ndim - tail.length + d);
}

/** Option of the normalisations. */
export interface NormOptions {
  /** Added to the variance, 1e-5 by default. */
  readonly eps?: number;
}

/**
 * Normalises over the last dims: `[..., *normalizedShape]` unchanged in shape; `weight` and `bias`
 * have `normalizedShape`. Source: Ba et al., "Layer Normalization", 2016.
 * @throws ShapeError when the input does not end in `normalizedShape`.
 * @example
 * const y = nn.functional.layerNorm(tensor([1, 3]), [2]);
 * console.log(y.toString()); // tensor([-1.0000,  1.0000])
 */
export function layerNorm(
  x: Tensor,
  normalizedShape: Shape,
  weight: Tensor | null = null,
  bias: Tensor | null = null,
  options: NormOptions = {},
): Tensor {
  signatures.layerNorm.check(arguments);
  checkTail('layerNorm', x, normalizedShape);
  checkParameter('layerNorm', 'weight', weight, normalizedShape);
  checkParameter('layerNorm', 'bias', bias, normalizedShape);
  const { centered, variance } = moments(x, tailDims(x, normalizedShape));
  return scaleToUnit(centered, variance, options.eps ?? 1e-5, weight, bias);
}

/** Machine epsilon, which PyTorch's `rms_norm` adds by default. */
const epsilons: { readonly [dtype: string]: number } = {
  float32: 2 ** -23,
  float64: Number.EPSILON,
};

/**
 * Divides by the root mean square over the last dims; `weight` has `normalizedShape`. `eps` is the
 * machine epsilon of the dtype by default. Source: Zhang and Sennrich, "Root Mean Square Layer
 * Normalization", 2019.
 * @throws ShapeError when the input does not end in `normalizedShape`.
 * @example
 * const y = nn.functional.rmsNorm(tensor([1, 7]), [2]);
 * console.log(y.toString()); // tensor([0.2000, 1.4000])
 */
export function rmsNorm(
  x: Tensor,
  normalizedShape: Shape,
  weight: Tensor | null = null,
  options: NormOptions = {},
): Tensor {
  signatures.rmsNorm.check(arguments);
  checkTail('rmsNorm', x, normalizedShape);
  checkParameter('rmsNorm', 'weight', weight, normalizedShape);
  const square = x.square().mean(tailDims(x, normalizedShape), true);
  return scaleToUnit(x, square, options.eps ?? epsilons[x.dtype] ?? 0, weight, null);
}

/** A value per channel, `[C]`, in a shape that multiplies `[N, C, ...]`. */
export function perChannel(value: Tensor, x: Tensor): Tensor {
  return value.reshape([value.numel, ...x.shape.slice(2).map(() => 1)]);
}

/**
 * Normalises over groups of channels: `[N, C, ...]` unchanged in shape; `weight` and `bias` `[C]`.
 * Source: Wu and He, "Group Normalization", 2018.
 * @throws ValueError when `numGroups` does not divide C, or leaves a group of one value.
 * @example
 * console.log(nn.functional.groupNorm(randn([3, 4, 5]), 2).shape); // [ 3, 4, 5 ]
 */
export function groupNorm(
  x: Tensor,
  numGroups: number,
  weight: Tensor | null = null,
  bias: Tensor | null = null,
  options: NormOptions = {},
): Tensor {
  signatures.groupNorm.check(arguments);
  const [batch = 0, channels = 0] = x.shape;
  if (x.ndim < 2) {
    throw new ShapeError(`groupNorm: the input must be [N, C, ...], got ${show(x.shape)}`);
  }
  if (!Number.isInteger(numGroups) || numGroups < 1 || channels % numGroups !== 0) {
    throw new ValueError(
      `groupNorm: numGroups must divide the ${channels} channels of ${show(x.shape)}, ` +
        `got ${numGroups}`,
    );
  }
  if (x.numel === numGroups) {
    throw new ValueError(
      `groupNorm: needs more than one value per group, got ${show(x.shape)} in ${numGroups} groups`,
    );
  }
  checkParameter('groupNorm', 'weight', weight, [channels]);
  checkParameter('groupNorm', 'bias', bias, [channels]);
  const size = x.numel / Math.max(1, batch * numGroups);
  const { centered, variance } = moments(x.reshape([batch, numGroups, size]), [2]);
  const unit = scaleToUnit(centered, variance, options.eps ?? 1e-5, null, null).reshape(x.shape);
  const scaled = weight === null ? unit : unit.mul(perChannel(weight, x));
  return bias === null ? scaled : scaled.add(perChannel(bias, x));
}
