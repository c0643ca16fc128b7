/**
 * Transposed convolution over one to three spatial dims, with PyTorch's arguments: the gradient of
 * a convolution with respect to its input, as a function of its own.
 * Source: https://pytorch.org/docs/stable/nn.functional.html#convolution-functions
 */

import { ValueError } from '../../../errors.js';
import * as signatures from '../../../signatures/nn.js';
import { Tensor } from '../../../tensor/index.js';
import { checkParameter } from '../operand-checks.js';
import {
  batched,
  checkChannels,
  checkGroups,
  checkOperands,
  joinChannels,
  splitChannels,
} from './convolution-operands.js';
import { correlate, flipKernel } from './correlate.js';
import { checkFits, perDim, type SizePerDim } from './geometry.js';
import type { Sweep } from './phases.js';

/** Options of the transposed convolutions. */
export interface ConvTransposeOptions {
  /** Output elements from one input element to the next, 1 by default. */
  readonly stride?: SizePerDim;
  /** Elements cut off on each side of the output, 0 by default. */
  readonly padding?: SizePerDim;
  /** Extra elements at the end of the output, 0 by default; less than stride or dilation. */
  readonly outputPadding?: SizePerDim;
  /** Elements from one place of the kernel to the next, 1 by default. */
  readonly dilation?: SizePerDim;
  /** Independent groups of channels, 1 by default. */
  readonly groups?: number;
}

/** The sweep over the input that undoes the shape of a convolution with these options. */
function transposedSweep(
  op: string,
  kernel: readonly number[],
  options: ConvTransposeOptions,
): Sweep {
  const dims = kernel.length;
  const stride = perDim(op, 'stride', options.stride ?? 1, dims, 1);
  const dilation = perDim(op, 'dilation', options.dilation ?? 1, dims, 1);
  const padding = perDim(op, 'padding', options.padding ?? 0, dims, 0);
  const extra = perDim(op, 'outputPadding', options.outputPadding ?? 0, dims, 0);
  extra.forEach((n, d) => {
    const room = Math.max(stride[d] ?? 1, dilation[d] ?? 1);
    if (n < room) return;
    throw new ValueError(
      `${op}: outputPadding must be less than stride or dilation, got ${n} and ${room}`,
    );
  });
  const low = kernel.map((k, d) => (k - 1) * (dilation[d] ?? 1) - (padding[d] ?? 0));
  const high = low.map((n, d) => n + (extra[d] ?? 0));
  return { low, high, spread: stride, stride: kernel.map(() => 1), dilation };
}

function transpose(
  op: string,
  dims: number,
  x: Tensor,
  weight: Tensor,
  bias: Tensor | null,
  options: ConvTransposeOptions,
): Tensor {
  checkOperands(op, x, weight, bias, dims);
  const [inChannels = 0, groupChannels = 0, ...kernel] = weight.shape;
  const groups = options.groups ?? 1;
  checkGroups(op, groups, [inChannels]);
  checkParameter(op, 'bias', bias, [groupChannels * groups]);
  const sweep = transposedSweep(op, kernel, options);
  return batched(x, dims, (input) => {
    checkChannels(op, input, inChannels, weight);
    const spreadSizes = input.shape.slice(2).map((n, d) => (n - 1) * (sweep.spread[d] ?? 1) + 1);
    checkFits(op, spreadSizes, kernel, sweep.dilation, sweep);
    const grouped = weight.reshape([groups, inChannels / groups, groupChannels, ...kernel]);
    const flipped = new Tensor(flipKernel(grouped.node));
    return joinChannels(correlate(splitChannels(input, groups), flipped, sweep), bias);
  });
}

/**
 * The gradient of `conv1d` with respect to its input: `[N, C, L]` or `[C, L]`, weight
 * `[C, O / groups, K]`, bias `[O]` -> `[N, O, L']` with
 * `L' = (L - 1) stride - 2 padding + dilation (K - 1) + outputPadding + 1`.
 * @throws ShapeError for channel counts that differ or an output without elements.
 * @example
 * const [x, weight] = [tensor([[[1, 2]]]), tensor([[[1, 10]]])];
 * console.log(nn.functional.convTranspose1d(x, weight).toArray()); // [ [ [ 1, 12, 20 ] ] ]
 */
export function convTranspose1d(
  x: Tensor,
  weight: Tensor,
  bias: Tensor | null = null,
  options: ConvTransposeOptions = {},
): Tensor {
  signatures.convTranspose1d.check(arguments);
  return transpose('convTranspose1d', 1, x, weight, bias, options);
}

/**
 * The gradient of `conv2d` with respect to its input: `[N, C, H, W]` or `[C, H, W]`, weight
 * `[C, O / groups, KH, KW]`, bias `[O]` -> `[N, O, H', W']`, sizes as in `convTranspose1d`.
 * @throws ShapeError for channel counts that differ or an output without elements.
 * @example
 * const { convTranspose2d } = nn.functional;
 * console.log(convTranspose2d(ones([1, 1, 2, 2]), ones([1, 1, 2, 2])).shape); // [ 1, 1, 3, 3 ]
 */
export function convTranspose2d(
  x: Tensor,
  weight: Tensor,
  bias: Tensor | null = null,
  options: ConvTransposeOptions = {},
): Tensor {
  signatures.convTranspose2d.check(arguments);
  return transpose('convTranspose2d', 2, x, weight, bias, options);
}

/**
 * The gradient of `conv3d` with respect to its input: `[N, C, D, H, W]` or `[C, D, H, W]`, weight
 * `[C, O / groups, KD, KH, KW]`, bias `[O]` -> `[N, O, D', H', W']`, sizes as in `convTranspose1d`.
 * @throws ShapeError for channel counts that differ or an output without elements.
 * @example
 * const y = nn.functional.convTranspose3d(ones([1, 1, 1, 1, 1]), ones([1, 2, 2, 2, 2]));
 * console.log(y.shape); // [ 1, 2, 2, 2, 2 ]
 */
export function convTranspose3d(
  x: Tensor,
  weight: Tensor,
  bias: Tensor | null = null,
  options: ConvTransposeOptions = {},
): Tensor {
  signatures.convTranspose3d.check(arguments);
  return transpose('convTranspose3d', 3, x, weight, bias, options);
}
