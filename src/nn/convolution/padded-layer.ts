/** What the convolution layers share: weights, and what stands beyond the edges of an input. */

import type { Tensor } from '../../tensor/index.js';
import type { ConvOptions, conv1d } from '../functional/windows/convolution.js';
import type { SizePerDim } from '../functional/windows/geometry.js';
import { Module } from '../module.js';
import type { Parameter } from '../parameter.js';
import { convolutionText } from '../text/window-text.js';
import { type ConvPaddingMode, withMargins } from './margins.js';
import { makeWeights, outThenIn, shapeWeights } from './weights.js';

/** Options of `Conv1d`, `Conv2d` and `Conv3d`. */
export interface ConvLayerOptions extends ConvOptions {
  /** Whether to add a bias per output channel, true by default. */
  readonly bias?: boolean;
  /** What stands in the padding, as the modes of `pad`; `'zeros'` by default. */
  readonly paddingMode?: ConvPaddingMode;
}

/** The layers that move windows over their input, with whatever stands beyond its edges. */
export abstract class PaddedConvolution extends Module {
  readonly outChannels: number;
  /** One size for each spatial dim. */
  readonly kernelSize: readonly number[];
  weight: Parameter;
  bias: Parameter | null;
  readonly options: ConvOptions;
  readonly paddingMode: ConvPaddingMode;

  protected constructor(
    dims: number,
    inChannels: number | null,
    outChannels: number,
    kernelSize: SizePerDim,
    { bias: hasBias = true, paddingMode = 'zeros', ...options }: ConvLayerOptions,
  ) {
    super();
    const { groups } = options;
    const sizes = { inChannels, outChannels, kernelSize, dims, groups };
    const made = makeWeights(new.target.name, { ...sizes, channels: outThenIn, hasBias });
    this.outChannels = outChannels;
    this.kernelSize = made.kernelSize;
    this.weight = made.weight;
    this.bias = made.bias;
    this.options = options;
    this.paddingMode = paddingMode;
  }

  /** Channels of the input; 0 while a lazy layer has seen none. */
  get inChannels(): number {
    const { weight, options } = this;
    return weight.ndim === 1 ? 0 : (weight.shape[1] ?? 0) * (options.groups ?? 1);
  }

  protected run(convolve: typeof conv1d, input: Tensor): Tensor {
    shapeWeights(this, outThenIn, input);
    const { options, paddingMode, kernelSize } = this;
    const name = this.constructor.name;
    const [x, rest] = withMargins(name, input, kernelSize, options, paddingMode);
    return convolve(x, this.weight, this.bias, rest);
  }

  override extraRepr(): string {
    return convolutionText(this);
  }
}
