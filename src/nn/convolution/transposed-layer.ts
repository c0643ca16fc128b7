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
import { type ConvolutionState, inThenOut, makeConvolution, shapeWeights } from './weights.js';

/** Options of the transposed convolution layers. */
export interface ConvTransposeLayerOptions extends ConvTransposeOptions {
  /** Whether to add a bias per output channel, true by default. */
  readonly bias?: boolean;
  /** `'zeros'`, which is all that there is. */
  readonly paddingMode?: 'zeros';
}

/** The layers whose output may be given a size. */
export abstract class TransposedConvolution extends Module implements ConvolutionState {
  /** Channels of the output. */
  readonly outChannels: number;
  /** The kernel's size along each spatial dim. */
  readonly kernelSize: readonly number[];
  /** Elements from one window to the next, along each spatial dim. */
  readonly stride: readonly number[];
  /** Elements from one place of the kernel to the next, along each spatial dim. */
  readonly dilation: readonly number[];
  /** Independent groups of channels. */
  readonly groups: number;
  /** Elements cut off on each side of the output, along each spatial dim. */
  readonly padding: readonly number[];
  /** Extra elements at the end of the output, along each spatial dim. */
  readonly outputPadding: readonly number[];
  /** What stands in the margin. */
  readonly paddingMode: 'zeros';
  /** The kernels; without a shape while a lazy layer has seen no input. */
  weight: Parameter;
  /** `[outChannels]`, or null. */
  bias: Parameter | null;

  protected constructor(
    dims: number,
    inChannels: number | null,
    outChannels: number,
    kernelSize: SizePerDim,
    {
      padding = 0,
      outputPadding = 0,
      paddingMode = 'zeros',
      ...options
    }: ConvTransposeLayerOptions,
  ) {
    super();
    const parts = { dims, inChannels, outChannels, kernelSize, ...options };
    const state = makeConvolution(new.target.name, parts, inThenOut);
    this.outChannels = state.outChannels;
    this.kernelSize = state.kernelSize;
    this.stride = state.stride;
    this.dilation = state.dilation;
    this.groups = state.groups;
    this.weight = state.weight;
    this.bias = state.bias;
    this.padding = perDim(new.target.name, 'padding', padding, dims, 0);
    this.outputPadding = perDim(new.target.name, 'outputPadding', outputPadding, dims, 0);
    this.paddingMode = paddingMode;
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
    const { weight, bias, stride, padding, dilation, groups } = this;
    if (outputSize === null) return convolve(x, weight, bias, this);
    const outputPadding = this.paddingFor(x, outputSize);
    return convolve(x, weight, bias, { stride, padding, outputPadding, dilation, groups });
  }

  /** The extra elements at the end that make the output so large. */
  private paddingFor(x: Tensor, outputSize: readonly number[]): number[] {
    const { kernelSize, stride, padding, dilation } = this;
    const { name } = this.constructor;
    const dims = kernelSize.length;
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
