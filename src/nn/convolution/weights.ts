/**
 * What all convolution layers have: a kernel and perhaps a bias per output channel, which start as
 * PyTorch's do. Source: https://pytorch.org/docs/stable/nn.html#convolution-layers
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

/** What a layer is made of, whatever its options. */
export interface ConvolutionParts {
  /** Null where the first input says. */
  readonly inChannels: number | null;
  readonly outChannels: number;
  readonly kernelSize: SizePerDim;
  /** Dims that the windows move along. */
  readonly dims: number;
  readonly channels: ChannelDims;
  readonly groups?: number | undefined;
  readonly hasBias?: boolean | undefined;
}

/** A kernel and perhaps a bias, which start as PyTorch's do. */
export interface ConvolutionWeights {
  /** One size for each spatial dim. */
  readonly kernelSize: readonly number[];
  weight: Parameter;
  bias: Parameter | null;
}

/** Makes the weights of a layer. @throws ValueError for sizes that make no sense. */
export function makeWeights(layer: string, parts: ConvolutionParts): ConvolutionWeights {
  const { inChannels, outChannels, dims, channels, groups = 1, hasBias = true } = parts;
  checkChannels(layer, inChannels ?? outChannels, outChannels, groups);
  const kernelSize = perDim(layer, 'kernelSize', parts.kernelSize, dims, 1);
  const bias = hasBias ? new Parameter(zeros([outChannels])) : null;
  if (inChannels === null) return { kernelSize, weight: new UninitializedParameter(), bias };
  const shape = [...channels(inChannels, outChannels, groups), ...kernelSize];
  const weight = new Parameter(zeros(shape));
  fillConvolution(weight, bias);
  return { kernelSize, weight, bias };
}

/** A convolution layer, which may be lazy. */
interface ShapedLayer extends ConvolutionWeights {
  readonly outChannels: number;
  readonly options: { readonly groups?: number };
}

/** Gives the weight of a lazy layer its shape, by the channels of its first input. */
export function shapeWeights(layer: ShapedLayer, channels: ChannelDims, x: Tensor): void {
  const { weight, bias, kernelSize, outChannels, options } = layer;
  if (!(weight instanceof UninitializedParameter) || weight.hasShape) return;
  const { name } = layer.constructor;
  const { groups = 1 } = options;
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
