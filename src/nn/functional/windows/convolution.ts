/**
 * Convolution over one and two spatial dims, and its transpose, with PyTorch's arguments. Owns the
 * checks and the layout of channels and groups; the sum itself is in `correlate`.
 * Source: https://pytorch.org/docs/stable/nn.functional.html#convolution-functions
 */

import { DTypeError, ShapeError, ValueError } from '../../../errors.js';
import { isFloat } from '../../../graph/dtype.js';
import { show } from '../../../graph/shape.js';
import * as signatures from '../../../signatures/nn.js';
import { Tensor } from '../../../tensor/index.js';
import { checkParameter, checkSameDType } from '../operand-checks.js';
import { correlate, flipKernel } from './correlate.js';
import { checkFits, type Padding, perDim, readPadding, type SizePerDim } from './geometry.js';
import type { Sweep } from './phases.js';

/** Options of `conv1d` and `conv2d`. */
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

/** Options of `convTranspose2d`. */
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

const letters: readonly string[] = ['', 'L', 'H, W'];

/** The operands of a convolution over `dims` spatial dims. */
function checkOperands(
  op: string,
  x: Tensor,
  weight: Tensor,
  bias: Tensor | null,
  dims: 1 | 2,
): void {
  if (weight.ndim !== dims + 2) {
    throw new ShapeError(
      `${op}: the weight must have ${dims + 2} dims, [channels, channels, ` +
        `${'kernel, '.repeat(dims).slice(0, -2)}], got ${show(weight.shape)}`,
    );
  }
  if (x.ndim !== dims + 2 && x.ndim !== dims + 1) {
    throw new ShapeError(
      `${op}: the input must be [N, C, ${letters[dims]}] or [C, ${letters[dims]}], ` +
        `got ${show(x.shape)}`,
    );
  }
  checkSameDType(op, x, weight);
  if (bias !== null) checkSameDType(op, x, bias, 'bias');
  if (isFloat(x.dtype)) return;
  throw new DTypeError(
    `${op}: needs float tensors, got ${x.dtype}. Convert them first: x.to('float32')`,
  );
}

function checkGroups(op: string, groups: number, channels: readonly number[]): void {
  if (Number.isInteger(groups) && groups > 0 && channels.every((n) => n % groups === 0)) return;
  throw new ValueError(
    `${op}: groups must be positive and divide the channel counts ${channels.join(' and ')}, ` +
      `got ${groups}`,
  );
}

function checkChannels(op: string, x: Tensor, channels: number, weight: Tensor): void {
  const given = x.shape[1] ?? 0;
  if (given === channels) return;
  const last = x.shape[x.ndim - 1] === channels;
  const order = ['', 'x.permute(0, 2, 1)', 'x.permute(0, 3, 1, 2)'][x.ndim - 2] ?? '';
  const fix = last
    ? ` Channels come before the spatial dims: did you mean ${order}?`
    : ` Change the layer's first argument to ${given}, or the input.`;
  throw new ShapeError(
    `${op}: the input ${show(x.shape)} has ${given} channels in dim 1, ` +
      `the weight ${show(weight.shape)} takes ${channels}.${fix}`,
  );
}

/** Runs a batched function on `[C, ...]` by adding the batch dim and taking it away. */
function batched(x: Tensor, dims: number, run: (x: Tensor) => Tensor): Tensor {
  return x.ndim === dims + 2 ? run(x) : run(x.unsqueeze(0)).squeeze(0);
}

/** `[N, C, ...]` as `[N, groups, C / groups, ...]`. */
function splitChannels(x: Tensor, groups: number): Tensor {
  const [batch = 1, channels = 1, ...spatial] = x.shape;
  return x.reshape([batch, groups, channels / groups, ...spatial]);
}

function joinChannels(y: Tensor, bias: Tensor | null): Tensor {
  const [batch = 1, groups = 1, channels = 1, ...spatial] = y.shape;
  const joined = y.reshape([batch, groups * channels, ...spatial]);
  if (bias === null) return joined;
  return joined.add(bias.reshape([bias.numel, ...spatial.map(() => 1)]));
}

function convolve(
  op: string,
  input: Tensor,
  weight: Tensor,
  bias: Tensor | null,
  options: ConvOptions,
): Tensor {
  checkOperands(op, input, weight, bias, op === 'conv1d' ? 1 : 2);
  const [outChannels = 0, groupChannels = 0, ...kernel] = weight.shape;
  const dims = kernel.length;
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
  return convolve('conv1d', x, weight, bias, options);
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
  return convolve('conv2d', x, weight, bias, options);
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

/**
 * The gradient of `conv2d` with respect to its input, as a layer of its own: `[N, C, H, W]` or
 * `[C, H, W]`, weight `[C, O / groups, KH, KW]`, bias `[O]` -> `[N, O, H', W']` with
 * `H' = (H - 1) stride - 2 padding + dilation (KH - 1) + outputPadding + 1`.
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
  const op = 'convTranspose2d';
  checkOperands(op, x, weight, bias, 2);
  const [inChannels = 0, groupChannels = 0, ...kernel] = weight.shape;
  const groups = options.groups ?? 1;
  checkGroups(op, groups, [inChannels]);
  checkParameter(op, 'bias', bias, [groupChannels * groups]);
  const sweep = transposedSweep(op, kernel, options);
  return batched(x, kernel.length, (input) => {
    checkChannels(op, input, inChannels, weight);
    const spreadSizes = input.shape.slice(2).map((n, d) => (n - 1) * (sweep.spread[d] ?? 1) + 1);
    checkFits(op, spreadSizes, kernel, sweep.dilation, sweep);
    const grouped = weight.reshape([groups, inChannels / groups, groupChannels, ...kernel]);
    const flipped = new Tensor(flipKernel(grouped.node));
    return joinChannels(correlate(splitChannels(input, groups), flipped, sweep), bias);
  });
}
