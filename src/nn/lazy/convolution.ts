/**
 * Convolutions that learn the channels of their input from the first one.
 * Source: https://pytorch.org/docs/stable/generated/torch.nn.LazyConv2d.html
 */

import * as signatures from '../../signatures/nn.js';
import type { Tensor } from '../../tensor/index.js';
import type { ConvLayerOptions } from '../convolution/padded-layer.js';
import { PaddedConvolution } from '../convolution/padded-layer.js';
import type { ConvTransposeLayerOptions } from '../convolution/transposed-layer.js';
import { TransposedConvolution } from '../convolution/transposed-layer.js';
import { conv1d, conv2d, conv3d } from '../functional/windows/convolution.js';
import type { SizePerDim } from '../functional/windows/geometry.js';
import {
  convTranspose1d,
  convTranspose2d,
  convTranspose3d,
} from '../functional/windows/transposed-convolution.js';

/**
 * `Conv1d` whose `inChannels` are those of the first input.
 * @example
 * const layer = new nn.LazyConv1d(4, 3);
 * console.log(layer.forward(zeros([1, 3, 6])).shape); // [ 1, 4, 4 ]
 */
export class LazyConv1d extends PaddedConvolution {
  constructor(outChannels: number, kernelSize: SizePerDim, options: ConvLayerOptions = {}) {
    signatures.LazyConv1d.check(arguments);
    super(1, null, outChannels, kernelSize, options);
  }

  /** `[N, C, L]` or `[C, L]`. @throws ShapeError */
  forward(x: Tensor): Tensor {
    signatures.LazyConv1d$forward.check(arguments);
    return this.run(conv1d, x);
  }
}

/**
 * `Conv2d` whose `inChannels` are those of the first input.
 * @example
 * const layer = new nn.LazyConv2d(4, 3);
 * console.log(layer.forward(zeros([1, 3, 6, 6])).shape); // [ 1, 4, 4, 4 ]
 */
export class LazyConv2d extends PaddedConvolution {
  constructor(outChannels: number, kernelSize: SizePerDim, options: ConvLayerOptions = {}) {
    signatures.LazyConv2d.check(arguments);
    super(2, null, outChannels, kernelSize, options);
  }

  /** `[N, C, H, W]` or `[C, H, W]`. @throws ShapeError */
  forward(x: Tensor): Tensor {
    signatures.LazyConv2d$forward.check(arguments);
    return this.run(conv2d, x);
  }
}

/**
 * `Conv3d` whose `inChannels` are those of the first input.
 * @example
 * const layer = new nn.LazyConv3d(4, 3);
 * console.log(layer.forward(zeros([1, 3, 6, 6, 6])).shape); // [ 1, 4, 4, 4, 4 ]
 */
export class LazyConv3d extends PaddedConvolution {
  constructor(outChannels: number, kernelSize: SizePerDim, options: ConvLayerOptions = {}) {
    signatures.LazyConv3d.check(arguments);
    super(3, null, outChannels, kernelSize, options);
  }

  /** `[N, C, D, H, W]` or `[C, D, H, W]`. @throws ShapeError */
  forward(x: Tensor): Tensor {
    signatures.LazyConv3d$forward.check(arguments);
    return this.run(conv3d, x);
  }
}

/**
 * `ConvTranspose1d` whose `inChannels` are those of the first input.
 * @example
 * const layer = new nn.LazyConvTranspose1d(4, 3);
 * console.log(layer.forward(zeros([1, 3, 6])).shape); // [ 1, 4, 8 ]
 */
export class LazyConvTranspose1d extends TransposedConvolution {
  constructor(
    outChannels: number,
    kernelSize: SizePerDim,
    options: ConvTransposeLayerOptions = {},
  ) {
    signatures.LazyConvTranspose1d.check(arguments);
    super(1, null, outChannels, kernelSize, options);
  }

  /** As `ConvTranspose1d.forward`. @throws ShapeError */
  forward(x: Tensor, outputSize: readonly number[] | null = null): Tensor {
    signatures.LazyConvTranspose1d$forward.check(arguments);
    return this.run(convTranspose1d, x, outputSize);
  }
}

/**
 * `ConvTranspose2d` whose `inChannels` are those of the first input.
 * @example
 * const layer = new nn.LazyConvTranspose2d(4, 3);
 * console.log(layer.forward(zeros([1, 3, 6, 6])).shape); // [ 1, 4, 8, 8 ]
 */
export class LazyConvTranspose2d extends TransposedConvolution {
  constructor(
    outChannels: number,
    kernelSize: SizePerDim,
    options: ConvTransposeLayerOptions = {},
  ) {
    signatures.LazyConvTranspose2d.check(arguments);
    super(2, null, outChannels, kernelSize, options);
  }

  /** As `ConvTranspose2d.forward`. @throws ShapeError */
  forward(x: Tensor, outputSize: readonly number[] | null = null): Tensor {
    signatures.LazyConvTranspose2d$forward.check(arguments);
    return this.run(convTranspose2d, x, outputSize);
  }
}

/**
 * `ConvTranspose3d` whose `inChannels` are those of the first input.
 * @example
 * const layer = new nn.LazyConvTranspose3d(4, 3);
 * console.log(layer.forward(zeros([1, 3, 6, 6, 6])).shape); // [ 1, 4, 8, 8, 8 ]
 */
export class LazyConvTranspose3d extends TransposedConvolution {
  constructor(
    outChannels: number,
    kernelSize: SizePerDim,
    options: ConvTransposeLayerOptions = {},
  ) {
    signatures.LazyConvTranspose3d.check(arguments);
    super(3, null, outChannels, kernelSize, options);
  }

  /** As `ConvTranspose3d.forward`. @throws ShapeError */
  forward(x: Tensor, outputSize: readonly number[] | null = null): Tensor {
    signatures.LazyConvTranspose3d$forward.check(arguments);
    return this.run(convTranspose3d, x, outputSize);
  }
}
