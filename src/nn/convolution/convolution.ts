/** Convolution layers. Source: https://pytorch.org/docs/stable/nn.html#convolution-layers */

import * as signatures from '../../signatures/nn.js';
import type { Tensor } from '../../tensor/index.js';
import { type ConvOptions, conv1d, conv2d, conv3d } from '../functional/windows/convolution.js';
import type { SizePerDim } from '../functional/windows/geometry.js';
import { Module } from '../module.js';
import type { Parameter } from '../parameter.js';
import { type ConvPaddingMode, withMargins } from './margins.js';
import { makeWeights, outThenIn } from './weights.js';

/** Options of `Conv1d`, `Conv2d` and `Conv3d`. */
export interface ConvLayerOptions extends ConvOptions {
  /** Whether to add a bias per output channel, true by default. */
  readonly bias?: boolean;
  /** What stands in the padding, as the modes of `pad`; `'zeros'` by default. */
  readonly paddingMode?: ConvPaddingMode;
}

/** The layers that move windows over their input, with whatever stands beyond its edges. */
abstract class PaddedConvolution extends Module {
  readonly inChannels: number;
  readonly outChannels: number;
  /** One size for each spatial dim. */
  readonly kernelSize: readonly number[];
  readonly weight: Parameter;
  readonly bias: Parameter | null;
  readonly options: ConvOptions;
  readonly paddingMode: ConvPaddingMode;

  protected constructor(
    dims: number,
    inChannels: number,
    outChannels: number,
    kernelSize: SizePerDim,
    { bias: hasBias = true, paddingMode = 'zeros', ...options }: ConvLayerOptions,
  ) {
    super();
    const { groups } = options;
    const sizes = { inChannels, outChannels, kernelSize, dims, groups };
    const made = makeWeights(new.target.name, { ...sizes, channels: outThenIn, hasBias });
    this.inChannels = inChannels;
    this.outChannels = outChannels;
    this.kernelSize = made.kernelSize;
    this.weight = made.weight;
    this.bias = made.bias;
    this.options = options;
    this.paddingMode = paddingMode;
  }

  protected run(convolve: typeof conv1d, input: Tensor): Tensor {
    const { options, paddingMode, kernelSize } = this;
    const name = this.constructor.name;
    const [x, rest] = withMargins(name, input, kernelSize, options, paddingMode);
    return convolve(x, this.weight, this.bias, rest);
  }
}

/**
 * Convolution of sequences, `[N, inChannels, L] -> [N, outChannels, L']`; see `conv1d`.
 * @example
 * console.log(new nn.Conv1d(2, 4, 3).forward(zeros([1, 2, 10])).shape); // [ 1, 4, 8 ]
 */
export class Conv1d extends PaddedConvolution {
  constructor(
    inChannels: number,
    outChannels: number,
    kernelSize: SizePerDim,
    options: ConvLayerOptions = {},
  ) {
    signatures.Conv1d.check(arguments);
    super(1, inChannels, outChannels, kernelSize, options);
  }

  /** `[N, C, L]` or `[C, L]`. @throws ShapeError for another channel count. */
  forward(x: Tensor): Tensor {
    signatures.Conv1d$forward.check(arguments);
    return this.run(conv1d, x);
  }
}

/**
 * Convolution of images, `[N, inChannels, H, W] -> [N, outChannels, H', W']`; see `conv2d`.
 * @example
 * const conv = new nn.Conv2d(1, 8, 3, { padding: 1, paddingMode: 'reflect' });
 * console.log(conv.forward(zeros([2, 1, 28, 28])).shape); // [ 2, 8, 28, 28 ]
 */
export class Conv2d extends PaddedConvolution {
  constructor(
    inChannels: number,
    outChannels: number,
    kernelSize: SizePerDim,
    options: ConvLayerOptions = {},
  ) {
    signatures.Conv2d.check(arguments);
    super(2, inChannels, outChannels, kernelSize, options);
  }

  /** `[N, C, H, W]` or `[C, H, W]`. @throws ShapeError for another channel count. */
  forward(x: Tensor): Tensor {
    signatures.Conv2d$forward.check(arguments);
    return this.run(conv2d, x);
  }
}

/**
 * Convolution of volumes, `[N, inChannels, D, H, W] -> [N, outChannels, D', H', W']`; see `conv3d`.
 * @example
 * const conv = new nn.Conv3d(1, 4, 3, { padding: 1 });
 * console.log(conv.forward(zeros([2, 1, 4, 6, 6])).shape); // [ 2, 4, 4, 6, 6 ]
 */
export class Conv3d extends PaddedConvolution {
  constructor(
    inChannels: number,
    outChannels: number,
    kernelSize: SizePerDim,
    options: ConvLayerOptions = {},
  ) {
    signatures.Conv3d.check(arguments);
    super(3, inChannels, outChannels, kernelSize, options);
  }

  /** `[N, C, D, H, W]` or `[C, D, H, W]`. @throws ShapeError for another channel count. */
  forward(x: Tensor): Tensor {
    signatures.Conv3d$forward.check(arguments);
    return this.run(conv3d, x);
  }
}
