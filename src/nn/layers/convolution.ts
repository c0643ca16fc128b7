/** Convolution layers. Source: https://pytorch.org/docs/stable/nn.html#convolution-layers */

import { ValueError } from '../../errors.js';
import { type Tensor, zeros } from '../../tensor/index.js';
import {
  type ConvOptions,
  type ConvTransposeOptions,
  conv1d,
  conv2d,
  convTranspose2d,
} from '../functional/convolution.js';
import { perDim, type SizePerDim } from '../functional/geometry.js';
import { calculateFans, kaimingUniform, uniform } from '../init.js';
import { Module } from '../module.js';
import { Parameter } from '../parameter.js';
import { checkCount } from './sizes.js';

/** Options of `Conv1d` and `Conv2d`. */
export interface ConvLayerOptions extends ConvOptions {
  /** Whether to add a bias per output channel, true by default. */
  readonly bias?: boolean;
}

/** Options of `ConvTranspose2d`. */
export interface ConvTransposeLayerOptions extends ConvTransposeOptions {
  /** Whether to add a bias per output channel, true by default. */
  readonly bias?: boolean;
}

interface Weights {
  readonly weight: Parameter;
  readonly bias: Parameter | null;
}

function checkLayer(layer: string, channels: readonly [number, number], groups: number): void {
  const [inChannels, outChannels] = channels;
  checkCount(layer, 'inChannels', inChannels);
  checkCount(layer, 'outChannels', outChannels);
  checkCount(layer, 'groups', groups);
  if (inChannels % groups === 0 && outChannels % groups === 0) return;
  throw new ValueError(
    `${layer}: groups must divide inChannels ${inChannels} and outChannels ${outChannels}, ` +
      `got ${groups}`,
  );
}

/** PyTorch's start: uniform over `±1 / sqrt(fanIn)`, weight and bias. */
function makeWeights(shape: readonly number[], outChannels: number, hasBias = true): Weights {
  const weight = new Parameter(zeros(shape));
  const bias = hasBias ? new Parameter(zeros([outChannels])) : null;
  kaimingUniform(weight, { a: Math.sqrt(5) });
  const bound = 1 / Math.sqrt(calculateFans(weight).fanIn);
  if (bias !== null) uniform(bias, -bound, bound);
  return { weight, bias };
}

/** Convolution of sequences, `[N, inChannels, L] -> [N, outChannels, L']`; see `conv1d`. */
export class Conv1d extends Module {
  readonly weight: Parameter;
  readonly bias: Parameter | null;
  readonly options: ConvOptions;

  constructor(
    inChannels: number,
    outChannels: number,
    kernelSize: SizePerDim,
    options: ConvLayerOptions = {},
  ) {
    super();
    const { bias, ...sizes } = options;
    const groups = sizes.groups ?? 1;
    checkLayer('Conv1d', [inChannels, outChannels], groups);
    const kernel = perDim('Conv1d', 'kernelSize', kernelSize, 1, 1);
    const shape = [outChannels, inChannels / groups, ...kernel];
    const weights = makeWeights(shape, outChannels, bias);
    this.weight = weights.weight;
    this.bias = weights.bias;
    this.options = sizes;
  }

  /** `[N, C, L]` or `[C, L]`. @throws ShapeError for another channel count. */
  forward(x: Tensor): Tensor {
    return conv1d(x, this.weight, this.bias, this.options);
  }
}

/** Convolution of images, `[N, inChannels, H, W] -> [N, outChannels, H', W']`; see `conv2d`. */
export class Conv2d extends Module {
  readonly weight: Parameter;
  readonly bias: Parameter | null;
  readonly options: ConvOptions;

  constructor(
    inChannels: number,
    outChannels: number,
    kernelSize: SizePerDim,
    options: ConvLayerOptions = {},
  ) {
    super();
    const { bias, ...sizes } = options;
    const groups = sizes.groups ?? 1;
    checkLayer('Conv2d', [inChannels, outChannels], groups);
    const kernel = perDim('Conv2d', 'kernelSize', kernelSize, 2, 1);
    const shape = [outChannels, inChannels / groups, ...kernel];
    const weights = makeWeights(shape, outChannels, bias);
    this.weight = weights.weight;
    this.bias = weights.bias;
    this.options = sizes;
  }

  /** `[N, C, H, W]` or `[C, H, W]`. @throws ShapeError for another channel count. */
  forward(x: Tensor): Tensor {
    return conv2d(x, this.weight, this.bias, this.options);
  }
}

/**
 * Transposed convolution of images, `[N, inChannels, H, W] -> [N, outChannels, H', W']`; weight
 * `[inChannels, outChannels / groups, KH, KW]`; see `convTranspose2d`.
 */
export class ConvTranspose2d extends Module {
  readonly weight: Parameter;
  readonly bias: Parameter | null;
  readonly options: ConvTransposeOptions;

  constructor(
    inChannels: number,
    outChannels: number,
    kernelSize: SizePerDim,
    options: ConvTransposeLayerOptions = {},
  ) {
    super();
    const { bias, ...sizes } = options;
    const groups = sizes.groups ?? 1;
    checkLayer('ConvTranspose2d', [inChannels, outChannels], groups);
    const kernel = perDim('ConvTranspose2d', 'kernelSize', kernelSize, 2, 1);
    const shape = [inChannels, outChannels / groups, ...kernel];
    const weights = makeWeights(shape, outChannels, bias);
    this.weight = weights.weight;
    this.bias = weights.bias;
    this.options = sizes;
  }

  /** `[N, C, H, W]` or `[C, H, W]`. @throws ShapeError for another channel count. */
  forward(x: Tensor): Tensor {
    return convTranspose2d(x, this.weight, this.bias, this.options);
  }
}
