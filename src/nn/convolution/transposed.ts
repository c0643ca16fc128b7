/** Transposed convolutions. Source: https://pytorch.org/docs/stable/nn.html#convolution-layers */

import * as signatures from '../../signatures/nn.js';
import type { Tensor } from '../../tensor/index.js';
import type { SizePerDim } from '../functional/windows/geometry.js';
import {
  convTranspose1d,
  convTranspose2d,
  convTranspose3d,
} from '../functional/windows/transposed-convolution.js';
import { type ConvTransposeLayerOptions, TransposedConvolution } from './transposed-layer.js';

/**
 * Transposed convolution of sequences, `[N, inChannels, L] -> [N, outChannels, L']`; weight
 * `[inChannels, outChannels / groups, K]`; see `convTranspose1d`.
 * @example
 * const conv = new nn.ConvTranspose1d(4, 2, 2, { stride: 2 });
 * console.log(conv.forward(zeros([1, 4, 5])).shape); // [ 1, 2, 10 ]
 */
export class ConvTranspose1d extends TransposedConvolution {
  constructor(
    inChannels: number,
    outChannels: number,
    kernelSize: SizePerDim,
    options: ConvTransposeLayerOptions = {},
  ) {
    signatures.ConvTranspose1d.check(arguments);
    super(1, inChannels, outChannels, kernelSize, options);
  }

  /**
   * `[N, C, L]` or `[C, L]`; `outputSize` chooses among the sizes that a stride leaves open.
   * @throws ShapeError for another channel count; ValueError for a size that it cannot have.
   */
  forward(x: Tensor, outputSize: readonly number[] | null = null): Tensor {
    signatures.ConvTranspose1d$forward.check(arguments);
    return this.run(convTranspose1d, x, outputSize);
  }
}

/**
 * Transposed convolution of images, `[N, inChannels, H, W] -> [N, outChannels, H', W']`; weight
 * `[inChannels, outChannels / groups, KH, KW]`; see `convTranspose2d`.
 * @example
 * const conv = new nn.ConvTranspose2d(4, 2, 2, { stride: 2 });
 * console.log(conv.forward(zeros([1, 4, 5, 5])).shape); // [ 1, 2, 10, 10 ]
 */
export class ConvTranspose2d extends TransposedConvolution {
  constructor(
    inChannels: number,
    outChannels: number,
    kernelSize: SizePerDim,
    options: ConvTransposeLayerOptions = {},
  ) {
    signatures.ConvTranspose2d.check(arguments);
    super(2, inChannels, outChannels, kernelSize, options);
  }

  /** `[N, C, H, W]` or `[C, H, W]`; else as `ConvTranspose1d.forward`. @throws ShapeError */
  forward(x: Tensor, outputSize: readonly number[] | null = null): Tensor {
    signatures.ConvTranspose2d$forward.check(arguments);
    return this.run(convTranspose2d, x, outputSize);
  }
}

/**
 * Transposed convolution of volumes, `[N, inChannels, D, H, W] -> [N, outChannels, D', H', W']`;
 * weight `[inChannels, outChannels / groups, KD, KH, KW]`; see `convTranspose3d`.
 * @example
 * const conv = new nn.ConvTranspose3d(4, 2, 2, { stride: 2 });
 * console.log(conv.forward(zeros([1, 4, 2, 3, 3])).shape); // [ 1, 2, 4, 6, 6 ]
 */
export class ConvTranspose3d extends TransposedConvolution {
  constructor(
    inChannels: number,
    outChannels: number,
    kernelSize: SizePerDim,
    options: ConvTransposeLayerOptions = {},
  ) {
    signatures.ConvTranspose3d.check(arguments);
    super(3, inChannels, outChannels, kernelSize, options);
  }

  /** `[N, C, D, H, W]` or `[C, D, H, W]`; else as `ConvTranspose1d.forward`. @throws ShapeError */
  forward(x: Tensor, outputSize: readonly number[] | null = null): Tensor {
    signatures.ConvTranspose3d$forward.check(arguments);
    return this.run(convTranspose3d, x, outputSize);
  }
}
