/** What the transposed convolution layers share: weights, and outputs of a given size. */

import { ValueError } from '../../errors.js';
import { show } from '../../graph/shape.js';
import type { Tensor } from '../../tensor/index.js';
import { perDim, type SizePerDim } from '../functional/windows/geometry.js';
import type {
  ConvTransposeOptions,
  convTranspose1d,
} from '../functional/windows/transposed-convolution.js';
import { Module } from '../module.js';
import type { Parameter } from '../parameter.js';
import { convolutionText } from '../text/window-text.js';
import { inThenOut, makeWeights, shapeWeights } from './weights.js';

/** Options of the transposed convolution layers. */
export interface ConvTransposeLayerOptions extends ConvTransposeOptions {
  /** Whether to add a bias per output channel, true by default. */
  readonly bias?: boolean;
}

/** The layers whose output may be given a size. */
export abstract class TransposedConvolution extends Module {
  readonly outChannels: number;
  /** One size for each spatial dim. */
  readonly kernelSize: readonly number[];
  weight: Parameter;
  bias: Parameter | null;
  readonly options: ConvTransposeOptions;

  protected constructor(
    dims: number,
    inChannels: number | null,
    outChannels: number,
    kernelSize: SizePerDim,
    { bias: hasBias = true, ...options }: ConvTransposeLayerOptions,
  ) {
    super();
    const { groups } = options;
    const sizes = { inChannels, outChannels, kernelSize, dims, groups };
    const made = makeWeights(new.target.name, { ...sizes, channels: inThenOut, hasBias });
    this.outChannels = outChannels;
    this.kernelSize = made.kernelSize;
    this.weight = made.weight;
    this.bias = made.bias;
    this.options = options;
  }

  /** Channels of the input; 0 while a lazy layer has seen none. */
  get inChannels(): number {
    return this.weight.ndim === 1 ? 0 : (this.weight.shape[0] ?? 0);
  }

  protected run(
    convolve: typeof convTranspose1d,
    x: Tensor,
    outputSize: readonly number[] | null,
  ): Tensor {
    shapeWeights(this, inThenOut, x);
    const { options } = this;
    const outputPadding = outputSize === null ? null : this.paddingFor(x, outputSize);
    const all = outputPadding === null ? options : { ...options, outputPadding };
    return convolve(x, this.weight, this.bias, all);
  }

  /** The extra elements at the end that make the output so large. */
  private paddingFor(x: Tensor, outputSize: readonly number[]): number[] {
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

  override extraRepr(): string {
    return convolutionText(this);
  }
}
