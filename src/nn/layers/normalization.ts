/** Layers that normalise each example by itself: LayerNorm, GroupNorm, RMSNorm. */

import type { Shape } from '../../graph/shape.js';
import { owned } from '../../list.js';
import * as signatures from '../../signatures/nn.js';
import { ones, type Tensor, zeros } from '../../tensor/index.js';
import { groupNorm, layerNorm, type NormOptions, rmsNorm } from '../functional/normalization.js';
import { Module } from '../module.js';
import { Parameter } from '../parameter.js';
import { float, python } from '../text/python-text.js';

/** Options of `LayerNorm`. */
export interface LayerNormOptions extends NormOptions {
  /** Whether a weight and a bias are learned, true by default. */
  readonly elementwiseAffine?: boolean;
  /** Whether the learned part has a bias, true by default. */
  readonly bias?: boolean;
}

/**
 * Normalises over the last dims, `normalizedShape`; weight starts at 1, bias at 0.
 *
 * Formula: `weight (x - mean) / sqrt(var + eps) + bias`, mean and var (divided by n) over the last
 * dims.
 *
 * @example
 * const y = new nn.LayerNorm(2).forward(tensor([1, 3]));
 * console.log(y.detach().toString()); // tensor([-1.0000,  1.0000])
 */
export class LayerNorm extends Module {
  /** The last dims, which are normalised over. */
  readonly normalizedShape: Shape;
  /** Added to the variance. */
  readonly eps: number;
  /** Whether a weight and perhaps a bias are learned. */
  readonly elementwiseAffine: boolean;
  weight: Parameter | null;
  bias: Parameter | null;

  constructor(normalizedShape: number | Shape, options: LayerNormOptions = {}) {
    signatures.LayerNorm.check(arguments);
    super();
    const { eps = 1e-5, elementwiseAffine = true, bias = true } = options;
    const shape = typeof normalizedShape === 'number' ? [normalizedShape] : owned(normalizedShape);
    this.normalizedShape = shape;
    this.eps = eps;
    this.elementwiseAffine = elementwiseAffine;
    this.weight = elementwiseAffine ? new Parameter(ones(shape)) : null;
    this.bias = elementwiseAffine && bias ? new Parameter(zeros(shape)) : null;
  }

  /** `[..., *normalizedShape]`, kept. @throws ShapeError for another ending. */
  forward(x: Tensor): Tensor {
    signatures.LayerNorm$forward.check(arguments);
    const { normalizedShape, weight, bias, eps } = this;
    return layerNorm(x, normalizedShape, weight, bias, { eps });
  }

  override extraRepr(): string {
    return `${python(this.normalizedShape)}, eps=${float(this.eps)}, elementwise_affine=${python(this.elementwiseAffine)}`;
  }
}

/** Options of `RMSNorm`. */
export interface RMSNormOptions extends NormOptions {
  /** Whether a weight is learned, true by default. */
  readonly elementwiseAffine?: boolean;
}

/**
 * Divides by the root mean square over the last dims; `eps` is the dtype's by default.
 *
 * Formula: `weight x / sqrt(mean(x^2) + eps)`.
 *
 * @example
 * const y = new nn.RMSNorm(2).forward(tensor([1, 7]));
 * console.log(y.detach().toString()); // tensor([0.2000, 1.4000])
 */
export class RMSNorm extends Module {
  /** The last dims, which are normalised over. */
  readonly normalizedShape: Shape;
  /** Added to the mean square; null for the dtype's epsilon. */
  readonly eps: number | null;
  /** Whether a weight is learned. */
  readonly elementwiseAffine: boolean;
  weight: Parameter | null;

  constructor(normalizedShape: number | Shape, options: RMSNormOptions = {}) {
    signatures.RMSNorm.check(arguments);
    super();
    const shape = typeof normalizedShape === 'number' ? [normalizedShape] : owned(normalizedShape);
    this.normalizedShape = shape;
    this.eps = options.eps ?? null;
    this.elementwiseAffine = options.elementwiseAffine ?? true;
    this.weight = this.elementwiseAffine ? new Parameter(ones(shape)) : null;
  }

  /** `[..., *normalizedShape]`, kept. @throws ShapeError for another ending. */
  forward(x: Tensor): Tensor {
    signatures.RMSNorm$forward.check(arguments);
    const { normalizedShape, weight, eps } = this;
    return rmsNorm(x, normalizedShape, weight, eps === null ? {} : { eps });
  }

  override extraRepr(): string {
    return `${python(this.normalizedShape)}, eps=${python(this.eps)}, elementwise_affine=${python(this.elementwiseAffine)}`;
  }
}

/** Options of `GroupNorm`. */
export interface GroupNormOptions extends NormOptions {
  /** Whether a weight and a bias per channel are learned, true by default. */
  readonly affine?: boolean;
}

/**
 * Normalises over groups of channels; weight starts at 1, bias at 0.
 *
 * Formula: `weight (x - mean) / sqrt(var + eps) + bias`, mean and var (divided by n) over the
 * channels of a group and all places.
 *
 * @example
 * console.log(new nn.GroupNorm(2, 4).forward(randn([3, 4, 5])).shape); // [ 3, 4, 5 ]
 */
export class GroupNorm extends Module {
  /** Groups of channels, each normalised by itself. */
  readonly numGroups: number;
  /** Channels of the input. */
  readonly numChannels: number;
  /** Added to the variance. */
  readonly eps: number;
  /** Whether a weight and a bias per channel are learned. */
  readonly affine: boolean;
  weight: Parameter | null;
  bias: Parameter | null;

  constructor(numGroups: number, numChannels: number, options: GroupNormOptions = {}) {
    signatures.GroupNorm.check(arguments);
    super();
    const { eps = 1e-5, affine = true } = options;
    this.numGroups = numGroups;
    this.numChannels = numChannels;
    this.eps = eps;
    this.affine = affine;
    this.weight = affine ? new Parameter(ones([numChannels])) : null;
    this.bias = affine ? new Parameter(zeros([numChannels])) : null;
  }

  /** `[N, C, ...]`, kept. */
  forward(x: Tensor): Tensor {
    signatures.GroupNorm$forward.check(arguments);
    const { numGroups, weight, bias, eps } = this;
    return groupNorm(x, numGroups, weight, bias, { eps });
  }

  override extraRepr(): string {
    return `${this.numGroups}, ${this.numChannels}, eps=${float(this.eps)}, affine=${python(this.affine)}`;
  }
}
