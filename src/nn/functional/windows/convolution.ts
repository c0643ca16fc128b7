/**
 * Convolution over one to three spatial dims, with PyTorch's arguments; the sum itself is in
 * `correlate`.
 * Source: https://pytorch.org/docs/stable/nn.functional.html#convolution-functions
 */

import * as signatures from '../../../signatures/nn.js';
import type { Tensor } from '../../../tensor/index.js';
import { checkParameter } from '../operand-checks.js';
import {
  batched,
  checkChannels,
  checkGroups,
  checkOperands,
  joinChannels,
  splitChannels,
} from './convolution-operands.js';
import { correlate } from './correlate.js';
import { checkFits, type Padding, perDim, readPadding, type SizePerDim } from './geometry.js';
import type { Sweep } from './phases.js';

/** Options of `conv1d`, `conv2d` and `conv3d`. */
export interface ConvOptions {
  /** Elements from one window to the next, 1 by default. */
  readonly stride?: SizePerDim;
  /** Zeros on each side, 0 by default; `'same'` keeps the size, `'valid'` is 0. */
  readonly padding?: Padding;
  /** Elements from one place of the kernel to the next, 1 by default. */
  readonly dilation?: SizePerDim;
  /** Independent groups of channels, 1 by default; both channel counts must be divisible by it. */
  readonly groups?: number;
}

function convolve(
  op: string,
  dims: number,
  input: Tensor,
  weight: Tensor,
  bias: Tensor | null,
  options: ConvOptions,
): Tensor {
  checkOperands(op, input, weight, bias, dims);
  const [outChannels = 0, groupChannels = 0, ...kernel] = weight.shape;
  const groups = options.groups ?? 1;
  checkGroups(op, groups, [outChannels]);
  checkParameter(op, 'bias', bias, [outChannels]);
  const stride = perDim(op, 'stride', options.stride ?? 1, dims, 1);
  const dilation = perDim(op, 'dilation', options.dilation ?? 1, dims, 1);
  const margins = readPadding(op, options.padding ?? 0, kernel, stride, dilation);
  return batched(input, dims, (x) => {
    checkChannels(op, x, groupChannels * groups, weight);
    checkFits(op, x.shape.slice(2), kernel, dilation, margins);
    const grouped = weight.reshape([groups, outChannels / groups, groupChannels, ...kernel]);
    const sweep: Sweep = { ...margins, spread: kernel.map(() => 1), stride, dilation };
    return joinChannels(correlate(splitChannels(x, groups), grouped, sweep), bias);
  });
}

/**
 * Slides kernels over sequences: `[N, C, L]` or `[C, L]`, weight `[O, C / groups, K]`, bias `[O]`
 * -> `[N, O, L']` with `L' = floor((L + padding - dilation (K - 1) - 1) / stride) + 1`.
 * @throws ShapeError for channel counts that differ or a kernel that does not fit.
 * @example
 * const [x, weight] = [tensor([[[1, 2, 3, 4]]]), tensor([[[1, -1]]])];
 * console.log(nn.functional.conv1d(x, weight).toArray()); // [ [ [ -1, -1, -1 ] ] ]
 */
export function conv1d(
  x: Tensor,
  weight: Tensor,
  bias: Tensor | null = null,
  options: ConvOptions = {},
): Tensor {
  signatures.conv1d.check(arguments);
  return convolve('conv1d', 1, x, weight, bias, options);
}

/**
 * Slides kernels over images: `[N, C, H, W]` or `[C, H, W]`, weight `[O, C / groups, KH, KW]`, bias
 * `[O]` -> `[N, O, H', W']`, sizes as in `conv1d`.
 * @throws ShapeError for channel counts that differ or a kernel that does not fit.
 * @example
 * const y = nn.functional.conv2d(ones([1, 1, 3, 3]), ones([1, 1, 2, 2]));
 * console.log(y.flatten().toArray()); // [ 4, 4, 4, 4 ]
 */
export function conv2d(
  x: Tensor,
  weight: Tensor,
  bias: Tensor | null = null,
  options: ConvOptions = {},
): Tensor {
  signatures.conv2d.check(arguments);
  return convolve('conv2d', 2, x, weight, bias, options);
}

/**
 * Slides kernels over volumes: `[N, C, D, H, W]` or `[C, D, H, W]`, weight
 * `[O, C / groups, KD, KH, KW]`, bias `[O]` -> `[N, O, D', H', W']`, sizes as in `conv1d`.
 * @throws ShapeError for channel counts that differ or a kernel that does not fit.
 * @example
 * const y = nn.functional.conv3d(ones([1, 1, 2, 2, 2]), ones([1, 1, 2, 2, 2]));
 * console.log(y.flatten().toArray()); // [ 8 ]
 */
export function conv3d(
  x: Tensor,
  weight: Tensor,
  bias: Tensor | null = null,
  options: ConvOptions = {},
): Tensor {
  signatures.conv3d.check(arguments);
  return convolve('conv3d', 3, x, weight, bias, options);
}
