/**
 * Largest and mean element of sliding windows, with PyTorch's arguments; `ceilMode` is not there.
 * Source: https://pytorch.org/docs/stable/nn.functional.html#pooling-functions
 */

import * as signatures from '../../../signatures/nn.js';
import { type DType, ones, type Tensor, tensor, where } from '../../../tensor/index.js';
import { maxOfWindows } from './first-max.js';
import { perDim, type SizePerDim } from './geometry.js';
import { checkImage, readWindows, viewWindows, withMargin } from './windows.js';

/** Options of the average pools. */
export interface AvgPoolOptions {
  /** Elements from one window to the next, the kernel size by default. */
  readonly stride?: SizePerDim;
  /** Zeros on each side, 0 by default, at most half the kernel. */
  readonly padding?: SizePerDim;
  /** Whether the zeros count in the mean, true by default. */
  readonly countIncludePad?: boolean;
}

/** Options of the max pools. */
export interface MaxPoolOptions {
  /** Elements from one window to the next, the kernel size by default. */
  readonly stride?: SizePerDim;
  /** Margin on each side that never wins, 0 by default, at most half the kernel. */
  readonly padding?: SizePerDim;
  /** Elements from one place of a window to the next, 1 by default. */
  readonly dilation?: SizePerDim;
}

function maxPool(
  op: string,
  x: Tensor,
  dims: number,
  kernelSize: SizePerDim,
  options: MaxPoolOptions,
): Tensor {
  const windows = readWindows(op, x, dims, kernelSize, options);
  const { padding } = windows;
  if (padding.every((n) => n === 0)) return maxOfWindows(x, windows);
  const inside = withMargin(ones(x.shape, { dtype: 'bool' }), padding);
  const padded = where(inside, withMargin(x, padding), Number.NEGATIVE_INFINITY);
  return maxOfWindows(padded, windows);
}

/**
 * Largest element of each window, `[N, C, L]` or `[C, L]` -> `[N, C, L']` with
 * `L' = floor((L + 2 padding - dilation (kernel - 1) - 1) / stride) + 1`. The gradient of equal
 * elements goes to the first.
 * @throws ShapeError for an input of other dims or smaller than a window.
 * @example
 * console.log(nn.functional.maxPool1d(tensor([[[1, 3, 2, 5]]]), 2).toArray()); // [ [ [ 3, 5 ] ] ]
 */
export function maxPool1d(x: Tensor, kernelSize: SizePerDim, options: MaxPoolOptions = {}): Tensor {
  signatures.maxPool1d.check(arguments);
  return maxPool('maxPool1d', x, 1, kernelSize, options);
}

/**
 * Largest element of each window, `[N, C, H, W]` or `[C, H, W]`; see `maxPool1d`.
 * @example
 * console.log(nn.functional.maxPool2d(tensor([[[[1, 2], [3, 4]]]]), 2).item()); // 4
 */
export function maxPool2d(x: Tensor, kernelSize: SizePerDim, options: MaxPoolOptions = {}): Tensor {
  signatures.maxPool2d.check(arguments);
  return maxPool('maxPool2d', x, 2, kernelSize, options);
}

function avgPool(
  op: string,
  x: Tensor,
  dims: number,
  kernelSize: SizePerDim,
  options: AvgPoolOptions,
): Tensor {
  const { countIncludePad = true, ...sizes } = options;
  const windows = readWindows(op, x, dims, kernelSize, sizes);
  const { padding } = windows;
  const { view, dims: places } = viewWindows(withMargin(x, padding), windows);
  if (countIncludePad || padding.every((n) => n === 0)) return view.mean(places);
  const inside = withMargin(ones(x.shape.slice(-dims), { dtype: x.dtype }), padding);
  const counted = viewWindows(inside, windows);
  return view.sum(places).div(counted.view.sum(counted.dims));
}

/**
 * Mean of each window, `[N, C, L]` or `[C, L]` -> `[N, C, L']`; sizes as in `maxPool1d`.
 * @example
 * const y = nn.functional.avgPool1d(tensor([[[1, 3, 2, 5]]]), 2);
 * console.log(y.toArray()); // [ [ [ 2, 3.5 ] ] ]
 */
export function avgPool1d(x: Tensor, kernelSize: SizePerDim, options: AvgPoolOptions = {}): Tensor {
  signatures.avgPool1d.check(arguments);
  return avgPool('avgPool1d', x, 1, kernelSize, options);
}

/**
 * Mean of each window, `[N, C, H, W]` or `[C, H, W]`; sizes as in `maxPool1d`.
 * @example
 * console.log(nn.functional.avgPool2d(tensor([[[[1, 2], [3, 4]]]]), 2).item()); // 2.5
 */
export function avgPool2d(x: Tensor, kernelSize: SizePerDim, options: AvgPoolOptions = {}): Tensor {
  signatures.avgPool2d.check(arguments);
  return avgPool('avgPool2d', x, 2, kernelSize, options);
}

/** `[to, from]`: row i holds 1 / n at the n elements that output i is the mean of. */
function meanMatrix(from = 1, to = 1, dtype: DType): Tensor {
  const rows = Array.from({ length: to }, (_, i) => {
    const start = Math.floor((i * from) / to);
    const end = Math.ceil(((i + 1) * from) / to);
    return Array.from({ length: from }, (_, j) => (j >= start && j < end ? 1 / (end - start) : 0));
  });
  return tensor(rows, { dtype });
}

/**
 * Mean over a grid of `outputSize` cells that cover the image: `[N, C, H, W]` or `[C, H, W]` to
 * `[..., outputSize]`. Cell i spans elements floor(i H / n) to ceil((i + 1) H / n).
 * @example
 * console.log(nn.functional.adaptiveAvgPool2d(tensor([[[[1, 2], [3, 4]]]]), 1).item()); // 2.5
 */
export function adaptiveAvgPool2d(x: Tensor, outputSize: SizePerDim): Tensor {
  signatures.adaptiveAvgPool2d.check(arguments);
  checkImage('adaptiveAvgPool2d', x, 2);
  const sizes = perDim('adaptiveAvgPool2d', 'outputSize', outputSize, 2, 1);
  const spatial = x.shape.slice(-2);
  const cell = spatial.map((n, d) => n / (sizes[d] ?? 1));
  if (cell.every((n) => Number.isInteger(n) && n > 0)) return avgPool2d(x, cell);
  const rows = meanMatrix(spatial[0], sizes[0], x.dtype);
  const columns = meanMatrix(spatial[1], sizes[1], x.dtype);
  return rows.matmul(x.matmul(columns.transpose(0, 1)));
}
