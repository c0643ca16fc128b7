/** Transposed convolutions. Source: https://pytorch.org/docs/stable/nn.html#convolution-layers */

import { ValueError } from '../../errors.js';
import { show } from '../../graph/shape.js';
import * as signatures from '../../signatures/nn.js';
import type { Tensor } from '../../tensor/index.js';
import { perDim, type SizePerDim } from '../functional/windows/geometry.js';
import {
  type ConvTransposeOptions,
  convTranspose1d,
  convTranspose2d,
  convTranspose3d,
} from '../functional/windows/transposed-convolution.js';
import { Module } from '../module.js';
import type { Parameter } from '../parameter.js';
import { inThenOut, makeWeights } from './weights.js';

/** Options of the transposed convolution layers. */
export interface ConvTransposeLayerOptions extends ConvTransposeOptions {
  /** Whether to add a bias per output channel, true by default. */
  readonly bias?: boolean;
}

/** The layers whose output may be given a size. */
abstract class TransposedConvolution extends Module {
  readonly inChannels: number;
  readonly outChannels: number;
  /** One size for each spatial dim. */
  readonly kernelSize: readonly number[];
  readonly weight: Parameter;
  readonly bias: Parameter | null;
  readonly options: ConvTransposeOptions;

  protected constructor(
    dims: number,
    inChannels: number,
    outChannels: number,
    kernelSize: SizePerDim,
    { bias: hasBias = true, ...options }: ConvTransposeLayerOptions,
  ) {
    super();
    const { groups } = options;
    const sizes = { inChannels, outChannels, kernelSize, dims, groups };
    const made = makeWeights(new.target.name, { ...sizes, channels: inThenOut, hasBias });
    this.inChannels = inChannels;
    this.outChannels = outChannels;
    this.kernelSize = made.kernelSize;
    this.weight = made.weight;
    this.bias = made.bias;
    this.options = options;
  }

  protected run(
    convolve: typeof convTranspose1d,
    x: Tensor,
    outputSize: readonly number[] | null,
  ): Tensor {
    const { options } = this;
    const outputPadding = outputSize === null ? null : this.#paddingFor(x, outputSize);
    const all = outputPadding === null ? options : { ...options, outputPadding };
    return convolve(x, this.weight, this.bias, all);
  }

  /** The extra elements at the end that make the output so large. */
  #paddingFor(x: Tensor, outputSize: readonly number[]): number[] {
    const { kernelSize, options } = this;
    const name = this.constructor.name;
    const dims = kernelSize.length;
    const [stride, padding, dilation] = [
      perDim(name, 'stride', options.stride ?? 1, dims, 1),
      perDim(name, 'padding', options.padding ?? 0, dims, 0),
      perDim(name, 'dilation', options.dilation ?? 1, dims, 1),
    ];
    const wanted = outputSize.length === x.ndim ? outputSize.slice(-dims) : outputSize;
    const least = kernelSize.map((k, d) => {
      const inside = ((x.shape.at(d - dims) ?? 1) - 1) * (stride[d] ?? 1);
      return inside - 2 * (padding[d] ?? 0) + (dilation[d] ?? 1) * (k - 1) + 1;
    });
    const extra = wanted.map((n, d) => n - (least[d] ?? 0));
    const fits = extra.every((n, d) => Number.isInteger(n) && n >= 0 && n < (stride[d] ?? 1));
    if (wanted.length === dims && fits) return extra;
    const most = least.map((n, d) => n + (stride[d] ?? 1) - 1);
    throw new ValueError(
      `${name}: outputSize must be between ${show(least)} and ${show(most)} for an input of ` +
        `shape ${show(x.shape)}, got ${show(outputSize)}`,
    );
  }
}

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
