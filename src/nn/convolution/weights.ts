/**
 * What all convolution layers have: sizes, a kernel and perhaps a bias per output channel, which
 * start as PyTorch's do. Source: https://pytorch.org/docs/stable/nn.html#convolution-layers
 */

import { ShapeError, ValueError } from '../../errors.js';
import { show } from '../../graph/shape.js';
import { type Tensor, zeros } from '../../tensor/index.js';
import { perDim, type SizePerDim } from '../functional/windows/geometry.js';
import { calculateFans, kaimingUniform, uniform } from '../init.js';
import { checkCount } from '../layers/sizes.js';
import { Parameter } from '../parameter.js';
import { UninitializedParameter } from '../uninitialized.js';

/** Shape of a weight before the dims of the kernel. */
type ChannelDims = (inChannels: number, outChannels: number, groups: number) => number[];

/** Of a convolution. */
export const outThenIn: ChannelDims = (inChannels, outChannels, groups) => [
  outChannels,
  inChannels / groups,
];

/** Of a transposed convolution. */
export const inThenOut: ChannelDims = (inChannels, outChannels, groups) => [
  inChannels,
  outChannels / groups,
];

/** What a layer is made with. */
export interface ConvolutionParts {
  /** Dims that the windows move along. */
  readonly dims: number;
  /** Null where the first input says. */
  readonly inChannels: number | null;
  readonly outChannels: number;
  readonly kernelSize: SizePerDim;
  readonly stride?: SizePerDim;
  readonly dilation?: SizePerDim;
  readonly groups?: number;
  readonly bias?: boolean;
}

/** What a layer is made of. */
export interface ConvolutionState {
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
  /** The kernels; without a shape while a lazy layer has seen no input. */
  weight: Parameter;
  /** `[outChannels]`, or null. */
  bias: Parameter | null;
}

/** Reads the sizes of a layer, makes its weights. @throws ValueError where they make no sense. */
export function makeConvolution(
  layer: string,
  parts: ConvolutionParts,
  channels: ChannelDims,
): ConvolutionState {
  const { dims, inChannels, outChannels, stride = 1, dilation = 1, groups = 1 } = parts;
  checkChannels(layer, inChannels ?? outChannels, outChannels, groups);
  const kernelSize = perDim(layer, 'kernelSize', parts.kernelSize, dims, 1);
  const bias = (parts.bias ?? true) ? new Parameter(zeros([outChannels])) : null;
  const state: ConvolutionState = {
    outChannels,
    kernelSize,
    stride: perDim(layer, 'stride', stride, dims, 1),
    dilation: perDim(layer, 'dilation', dilation, dims, 1),
    groups,
    weight: new UninitializedParameter(),
    bias,
  };
  if (inChannels === null) return state;
  const shape = [...channels(inChannels, outChannels, groups), ...kernelSize];
  const weight = new Parameter(zeros(shape));
  fillConvolution(weight, bias);
  return { ...state, weight };
}

/** Gives the weight of a lazy layer its shape, by the channels of its first input. */
export function shapeWeights(layer: ConvolutionState, channels: ChannelDims, x: Tensor): void {
  const { weight, bias, kernelSize, outChannels, groups } = layer;
  if (!(weight instanceof UninitializedParameter) || weight.hasShape) return;
  const { name } = layer.constructor;
  const dims = kernelSize.length;
  if (x.ndim !== dims + 1 && x.ndim !== dims + 2) {
    throw new ShapeError(
      `${name}: the input must have ${dims} spatial dims after its channels, got ${show(x.shape)}`,
    );
  }
  const inChannels = x.shape.at(-dims - 1) ?? 0;
  checkChannels(name, inChannels, outChannels, groups);
  weight.materialize([...channels(inChannels, outChannels, groups), ...kernelSize]);
  fillConvolution(weight, bias);
}

/** Uniform over `±1 / sqrt(fan in)`, both. */
function fillConvolution(weight: Parameter, bias: Parameter | null): void {
  kaimingUniform(weight, { a: Math.sqrt(5) });
  const bound = 1 / Math.sqrt(calculateFans(weight).fanIn);
  if (bias !== null) uniform(bias, -bound, bound);
}

function checkChannels(
  layer: string,
  inChannels: number,
  outChannels: number,
  groups: number,
): void {
  checkCount(layer, 'inChannels', inChannels);
  checkCount(layer, 'outChannels', outChannels);
  checkCount(layer, 'groups', groups);
  if (inChannels % groups === 0 && outChannels % groups === 0) return;
  throw new ValueError(
    `${layer}: groups must divide inChannels ${inChannels} and outChannels ${outChannels}, ` +
      `got ${groups}`,
  );
}
