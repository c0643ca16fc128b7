/** What the convolution layers share: weights, and what stands beyond the edges of an input. */

import type { Tensor } from '../../tensor/index.js';
import type { ConvOptions, conv1d } from '../functional/windows/convolution.js';
import { readPadding, type SizePerDim } from '../functional/windows/geometry.js';
import { Module } from '../module.js';
import type { Parameter } from '../parameter.js';
import { convolutionText } from '../text/window-text.js';
import { type ConvPaddingMode, withMargins } from './margins.js';
import { type ConvolutionState, makeConvolution, outThenIn, shapeWeights } from './weights.js';

/** Options of `Conv1d`, `Conv2d` and `Conv3d`. */
export interface ConvLayerOptions extends ConvOptions {
  /** Whether to add a bias per output channel, true by default. */
  readonly bias?: boolean;
  /** What stands in the padding, as the modes of `pad`; `'zeros'` by default. */
  readonly paddingMode?: ConvPaddingMode;
}

/** The layers that move windows over their input, with whatever stands beyond its edges. */
export abstract class PaddedConvolution extends Module implements ConvolutionState {
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
  /** The margin on each side along each spatial dim, or the word that was given for it. */
  readonly padding: readonly number[] | 'same' | 'valid';
  /** What stands in the margin. */
  readonly paddingMode: ConvPaddingMode;
  /** The kernels; without a shape while a lazy layer has seen no input. */
  weight: Parameter;
  /** `[outChannels]`, or null. */
  bias: Parameter | null;

  protected constructor(
    dims: number,
    inChannels: number | null,
    outChannels: number,
    kernelSize: SizePerDim,
    { padding = 0, paddingMode = 'zeros', ...options }: ConvLayerOptions,
  ) {
    super();
    const parts = { dims, inChannels, outChannels, kernelSize, ...options };
    const state = makeConvolution(new.target.name, parts, outThenIn);
    this.outChannels = state.outChannels;
    this.kernelSize = state.kernelSize;
    this.stride = state.stride;
    this.dilation = state.dilation;
    this.groups = state.groups;
    this.weight = state.weight;
    this.bias = state.bias;
    const { stride, dilation } = this;
    const margins = readPadding(new.target.name, padding, this.kernelSize, stride, dilation);
    this.padding = typeof padding === 'string' ? padding : margins.low;
    this.paddingMode = paddingMode;
  }

  /** Channels of the input; 0 while a lazy layer has seen none. */
  get inChannels(): number {
    return this.weight.ndim === 1 ? 0 : (this.weight.shape[1] ?? 0) * this.groups;
  }

  protected run(convolve: typeof conv1d, x: Tensor): Tensor {
    shapeWeights(this, outThenIn, x);
    const { weight, bias, stride, dilation, groups, paddingMode } = this;
    if (paddingMode === 'zeros') return convolve(x, weight, bias, this);
    return convolve(withMargins(this, x, paddingMode), weight, bias, { stride, dilation, groups });
  }

  override extraRepr(): string {
    return convolutionText(this);
  }
}
