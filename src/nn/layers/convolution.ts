/** Convolution layers. Source: https://pytorch.org/docs/stable/nn.html#convolution-layers */

import { ValueError } from '../../errors.js';
import * as signatures from '../../signatures/nn.js';
import { type Tensor, zeros } from '../../tensor/index.js';
import {
  type ConvOptions,
  type ConvTransposeOptions,
  conv1d,
  conv2d,
  convTranspose2d,
} from '../functional/windows/convolution.js';
import { perDim, type SizePerDim } from '../functional/windows/geometry.js';
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

/** What tells the layers apart. */
interface Kind {
  readonly name: string;
  /** Dims that the windows move along. */
  readonly dims: number;
  /** Shape of the weight before the dims of the kernel. */
  readonly channels: (inChannels: number, outChannels: number, groups: number) => number[];
}

/** A layer with a kernel and perhaps a bias per output channel, which start as PyTorch's do. */
abstract class Convolution<Options extends { readonly groups?: number }> extends Module {
  readonly weight: Parameter;
  readonly bias: Parameter | null;
  readonly options: Options;

  protected constructor(
    { name, dims, channels }: Kind,
    [inChannels, outChannels]: readonly [number, number],
    kernelSize: SizePerDim,
    hasBias: boolean,
    options: Options,
  ) {
    super();
    const { groups = 1 } = options;
    checkChannels(name, inChannels, outChannels, groups);
    const kernel = perDim(name, 'kernelSize', kernelSize, dims, 1);
    this.weight = new Parameter(zeros([...channels(inChannels, outChannels, groups), ...kernel]));
    this.bias = hasBias ? new Parameter(zeros([outChannels])) : null;
    this.options = options;
    kaimingUniform(this.weight, { a: Math.sqrt(5) });
    const bound = 1 / Math.sqrt(calculateFans(this.weight).fanIn);
    if (this.bias !== null) uniform(this.bias, -bound, bound);
  }

  abstract override forward(x: Tensor): Tensor;
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

const outThenIn: Kind['channels'] = (inChannels, outChannels, groups) => [
  outChannels,
  inChannels / groups,
];

const kinds = {
  Conv1d: { name: 'Conv1d', dims: 1, channels: outThenIn },
  Conv2d: { name: 'Conv2d', dims: 2, channels: outThenIn },
  ConvTranspose2d: {
    name: 'ConvTranspose2d',
    dims: 2,
    channels: (inChannels, outChannels, groups) => [inChannels, outChannels / groups],
  },
} as const satisfies Record<string, Kind>;

/**
 * Convolution of sequences, `[N, inChannels, L] -> [N, outChannels, L']`; see `conv1d`.
 * @example
 * console.log(new nn.Conv1d(2, 4, 3).forward(zeros([1, 2, 10])).shape); // [ 1, 4, 8 ]
 */
export class Conv1d extends Convolution<ConvOptions> {
  constructor(
    inChannels: number,
    outChannels: number,
    kernelSize: SizePerDim,
    { bias = true, ...options }: ConvLayerOptions = {},
  ) {
    signatures.Conv1d.check(arguments);
    super(kinds.Conv1d, [inChannels, outChannels], kernelSize, bias, options);
  }

  /** `[N, C, L]` or `[C, L]`. @throws ShapeError for another channel count. */
  forward(x: Tensor): Tensor {
    signatures.Conv1d$forward.check(arguments);
    return conv1d(x, this.weight, this.bias, this.options);
  }
}

/**
 * Convolution of images, `[N, inChannels, H, W] -> [N, outChannels, H', W']`; see `conv2d`.
 * @example
 * const conv = new nn.Conv2d(1, 8, 3, { padding: 1 });
 * console.log(conv.forward(zeros([2, 1, 28, 28])).shape); // [ 2, 8, 28, 28 ]
 */
export class Conv2d extends Convolution<ConvOptions> {
  constructor(
    inChannels: number,
    outChannels: number,
    kernelSize: SizePerDim,
    { bias = true, ...options }: ConvLayerOptions = {},
  ) {
    signatures.Conv2d.check(arguments);
    super(kinds.Conv2d, [inChannels, outChannels], kernelSize, bias, options);
  }

  /** `[N, C, H, W]` or `[C, H, W]`. @throws ShapeError for another channel count. */
  forward(x: Tensor): Tensor {
    signatures.Conv2d$forward.check(arguments);
    return conv2d(x, this.weight, this.bias, this.options);
  }
}

/**
 * Transposed convolution of images, `[N, inChannels, H, W] -> [N, outChannels, H', W']`; weight
 * `[inChannels, outChannels / groups, KH, KW]`; see `convTranspose2d`.
 * @example
 * const conv = new nn.ConvTranspose2d(4, 2, 2, { stride: 2 });
 * console.log(conv.forward(zeros([1, 4, 5, 5])).shape); // [ 1, 2, 10, 10 ]
 */
export class ConvTranspose2d extends Convolution<ConvTransposeOptions> {
  constructor(
    inChannels: number,
    outChannels: number,
    kernelSize: SizePerDim,
    { bias = true, ...options }: ConvTransposeLayerOptions = {},
  ) {
    signatures.ConvTranspose2d.check(arguments);
    super(kinds.ConvTranspose2d, [inChannels, outChannels], kernelSize, bias, options);
  }

  /** `[N, C, H, W]` or `[C, H, W]`. @throws ShapeError for another channel count. */
  forward(x: Tensor): Tensor {
    signatures.ConvTranspose2d$forward.check(arguments);
    return convTranspose2d(x, this.weight, this.bias, this.options);
  }
}
