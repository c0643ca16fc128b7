/** Convolution layers. Source: https://pytorch.org/docs/stable/nn.html#convolution-layers */

import * as signatures from '../../signatures/nn.js';
import type { Tensor } from '../../tensor/index.js';
import { conv1d, conv2d, conv3d } from '../functional/windows/convolution.js';
import type { SizePerDim } from '../functional/windows/geometry.js';
import { type ConvLayerOptions, PaddedConvolution } from './padded-layer.js';

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
