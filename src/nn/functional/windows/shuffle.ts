/** Channels and places exchanged: pixel shuffles, channel shuffles, windows as columns. */

import { ShapeError, ValueError } from '../../../errors.js';
import { show } from '../../../graph/shape.js';
import * as signatures from '../../../signatures/nn.js';
import { type Tensor, zeros } from '../../../tensor/index.js';
import { perDim, type SizePerDim } from './geometry.js';
import { withMargin } from './windows.js';

function checkFactor(op: string, factor: number): void {
  if (Number.isInteger(factor) && factor > 0) return;
  throw new ValueError(`${op}: the factor must be a positive integer, got ${factor}`);
}

/**
 * Channels become places: `[.., C r^2, H, W] -> [.., C, H r, W r]`. Source: Shi et al., "Real-time
 * single image and video super-resolution", 2016.
 * @throws ShapeError unless r^2 divides the channels.
 * @example
 * const x = tensor([[[[1]], [[2]], [[3]], [[4]]]]);
 * const result = nn.functional.pixelShuffle(x, 2);
 * console.log(result.flatten().toArray()); // [ 1, 2, 3, 4 ]
 */
export function pixelShuffle(x: Tensor, upscaleFactor: number): Tensor {
  signatures.pixelShuffle.check(arguments);
  checkFactor('pixelShuffle', upscaleFactor);
  const r = upscaleFactor;
  const [channels = 0, height = 0, width = 0] = x.shape.slice(-3);
  if (x.ndim < 3 || channels % (r * r) !== 0) {
    throw new ShapeError(`pixelShuffle: ${r}^2 must divide the channels of ${show(x.shape)}`);
  }
  const lead = x.shape.slice(0, -3);
  const n = lead.length;
  const apart = x.reshape([...lead, channels / (r * r), r, r, height, width]);
  const order = [...lead.map((_, d) => d), n, n + 3, n + 1, n + 4, n + 2];
  return apart.permute(order).reshape([...lead, channels / (r * r), height * r, width * r]);
}

/**
 * Places become channels, the inverse of `pixelShuffle`: `[.., C, H r, W r] -> [.., C r^2, H, W]`.
 * @example
 * const x = tensor([[[[1, 2], [3, 4]]]]);
 * const result = nn.functional.pixelUnshuffle(x, 2);
 * console.log(result.flatten().toArray()); // [ 1, 2, 3, 4 ]
 */
export function pixelUnshuffle(x: Tensor, downscaleFactor: number): Tensor {
  signatures.pixelUnshuffle.check(arguments);
  checkFactor('pixelUnshuffle', downscaleFactor);
  const r = downscaleFactor;
  const [channels = 0, height = 0, width = 0] = x.shape.slice(-3);
  if (x.ndim < 3 || height % r !== 0 || width % r !== 0) {
    throw new ShapeError(`pixelUnshuffle: ${r} must divide height and width of ${show(x.shape)}`);
  }
  const lead = x.shape.slice(0, -3);
  const n = lead.length;
  const apart = x.reshape([...lead, channels, height / r, r, width / r, r]);
  const order = [...lead.map((_, d) => d), n, n + 2, n + 4, n + 1, n + 3];
  return apart.permute(order).reshape([...lead, channels * r * r, height / r, width / r]);
}

/**
 * Channels of groups dealt out in turns: `[N, C, ...]`, kept. Source: Zhang et al., "ShuffleNet",
 * 2018.
 * @throws ShapeError unless the groups divide the channels.
 * @example
 * const x = tensor([[[[1]], [[2]], [[3]], [[4]]]]);
 * console.log(nn.functional.channelShuffle(x, 2).flatten().toArray()); // [ 1, 3, 2, 4 ]
 */
export function channelShuffle(x: Tensor, groups: number): Tensor {
  signatures.channelShuffle.check(arguments);
  checkFactor('channelShuffle', groups);
  const [batch = 0, channels = 0, ...spatial] = x.shape;
  if (x.ndim < 3 || channels % groups !== 0) {
    throw new ShapeError(`channelShuffle: ${groups} must divide the channels of ${show(x.shape)}`);
  }
  return x
    .reshape([batch, groups, channels / groups, ...spatial])
    .transpose(1, 2)
    .reshape(x.shape);
}

/** Options of `fold` and `unfold`. */
export interface FoldOptions {
  /** Elements from one place of the kernel to the next, 1 by default. */
  readonly dilation?: SizePerDim;
  /** Zeros on each side, 0 by default. */
  readonly padding?: SizePerDim;
  /** Elements from one window to the next, 1 by default. */
  readonly stride?: SizePerDim;
}

interface Blocks {
  readonly kernel: readonly number[];
  readonly dilation: readonly number[];
  readonly padding: readonly number[];
  readonly stride: readonly number[];
}

function blocksOf(op: string, kernelSize: SizePerDim, options: FoldOptions): Blocks {
  return {
    kernel: perDim(op, 'kernelSize', kernelSize, 2, 1),
    dilation: perDim(op, 'dilation', options.dilation ?? 1, 2, 1),
    padding: perDim(op, 'padding', options.padding ?? 0, 2, 0),
    stride: perDim(op, 'stride', options.stride ?? 1, 2, 1),
  };
}

/**
 * The windows of images as columns: `[N, C, H, W] -> [N, C kH kW, L]` (or without N), L the number
 * of windows, row by row. Source:
 * https://pytorch.org/docs/stable/generated/torch.nn.functional.unfold.html
 * @throws ShapeError for another number of dims or windows that do not fit.
 * @example
 * const image = arange(9).reshape([1, 1, 3, 3]);
 * console.log(nn.functional.unfold(image, 2).shape); // [ 1, 4, 4 ]
 */
export function unfold(x: Tensor, kernelSize: SizePerDim, options: FoldOptions = {}): Tensor {
  signatures.unfold.check(arguments);
  if (x.ndim === 3) return unfold(x.unsqueeze(0), kernelSize, options).squeeze(0);
  if (x.ndim !== 4) {
    throw new ShapeError(`unfold: needs [N, C, H, W] or [C, H, W], got ${show(x.shape)}`);
  }
  const { kernel, dilation, padding, stride } = blocksOf('unfold', kernelSize, options);
  let windows = withMargin(x, padding);
  kernel.forEach((size, d) => {
    windows = windows.slidingWindow(2 + d, size, {
      stride: stride[d] ?? 1,
      dilation: dilation[d] ?? 1,
    });
  });
  const [batch = 0, channels = 0, rows = 0, columns = 0] = windows.shape;
  const [kh = 1, kw = 1] = kernel;
  return windows.permute([0, 1, 4, 5, 2, 3]).reshape([batch, channels * kh * kw, rows * columns]);
}

/**
 * Columns put back as windows, which add up where they overlap: `[N, C kH kW, L] -> [N, C, H, W]`
 * (or without N), the adjoint of `unfold`. Source:
 * https://pytorch.org/docs/stable/generated/torch.nn.functional.fold.html
 * @throws ShapeError for other sizes than `unfold` of such an image gives.
 * @example
 * const columns = tensor([[[1], [2], [3], [4]]]);
 * const result = nn.functional.fold(columns, [2, 2], [2, 2]);
 * console.log(result.flatten().toArray()); // [ 1, 2, 3, 4 ]
 */
export function fold(
  x: Tensor,
  outputSize: SizePerDim,
  kernelSize: SizePerDim,
  options: FoldOptions = {},
): Tensor {
  signatures.fold.check(arguments);
  if (x.ndim === 2) return fold(x.unsqueeze(0), outputSize, kernelSize, options).squeeze(0);
  const size = perDim('fold', 'outputSize', outputSize, 2, 1);
  const blocks = blocksOf('fold', kernelSize, options);
  const { kernel, dilation, padding, stride } = blocks;
  const room = size.map((n, d) => n + 2 * (padding[d] ?? 0));
  const counts = room.map((n, d) => {
    const reach = ((kernel[d] ?? 1) - 1) * (dilation[d] ?? 1) + 1;
    return Math.floor((n - reach) / (stride[d] ?? 1)) + 1;
  });
  const [kh = 1, kw = 1] = kernel;
  const [rows = 0, columns = 0] = counts;
  const [batch = 0, all = 0, windows = 0] = x.shape;
  if (x.ndim !== 3 || all % (kh * kw) !== 0 || windows !== rows * columns) {
    throw new ShapeError(
      `fold: ${show(x.shape)} is not [N, C * ${kh * kw}, ${rows * columns}], as this image and kernel ask`,
    );
  }
  const channels = all / (kh * kw);
  const parts = x.reshape([batch, channels, kh, kw, rows, columns]);
  let total = zeros([batch, channels, ...room], { dtype: x.dtype });
  for (let i = 0; i < kh; i++) {
    for (let j = 0; j < kw; j++) {
      total = total.add(spread(parts.at(null, null, i, j), blocks, room, [i, j]));
    }
  }
  const [ph = 0, pw = 0] = padding;
  return total.slice(2, ph, ph + (size[0] ?? 0)).slice(3, pw, pw + (size[1] ?? 0));
}

/** The elements of one place of all windows, where they belong in the image. */
function spread(
  part: Tensor,
  { dilation, stride }: Blocks,
  room: readonly number[],
  place: readonly [number, number],
): Tensor {
  const low = place.map((k, d) => k * (dilation[d] ?? 1));
  const interior = low.map((_, d) => (stride[d] ?? 1) - 1);
  const high = low.map((from, d) => {
    const count = part.shape[2 + d] ?? 1;
    return (room[d] ?? 0) - from - ((count - 1) * (stride[d] ?? 1) + 1);
  });
  return part.pad([0, 0, ...low], [0, 0, ...high], [0, 0, ...interior]);
}
