/**
 * Largest and mean element of sliding windows. Windows are views; where they do not overlap they
 * are a reshape, whose gradient costs nothing.
 * Source: https://pytorch.org/docs/stable/nn.functional.html#pooling-functions
 */

import { customOp } from '../../autodiff/index.js';
import { ShapeError, ValueError } from '../../errors.js';
import { window } from '../../graph/build/index.js';
import { type Shape, show } from '../../graph/shape.js';
import { arange, ones, pad, Tensor, tensor, where } from '../../tensor/index.js';
import { checkFits, perDim, type SizePerDim } from './geometry.js';

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

interface Windows {
  readonly kernel: readonly number[];
  readonly stride: readonly number[];
  readonly padding: readonly number[];
  readonly dilation: readonly number[];
}

function readWindows(
  op: string,
  kernelSize: SizePerDim,
  options: MaxPoolOptions,
  spatial: Shape,
): Windows {
  const dims = spatial.length;
  const kernel = perDim(op, 'kernelSize', kernelSize, dims, 1);
  const stride = perDim(op, 'stride', options.stride ?? kernel, dims, 1);
  const padding = perDim(op, 'padding', options.padding ?? 0, dims, 0);
  const dilation = perDim(op, 'dilation', options.dilation ?? 1, dims, 1);
  if (padding.some((n, d) => 2 * n > (kernel[d] ?? 1))) {
    throw new ValueError(
      `${op}: padding must be at most half the kernel size ${show(kernel)}, got ${show(padding)}`,
    );
  }
  checkFits(op, spatial, kernel, dilation, { low: padding, high: padding });
  return { kernel, stride, padding, dilation };
}

/** Whether the windows lie side by side, so that a reshape makes them. */
function isTiling({ kernel, stride, dilation }: Windows): boolean {
  return kernel.every((k, d) => stride[d] === k && dilation[d] === 1);
}

/** A view with the windows of `[..., spatial]`, and which of its dims are places in a window. */
function view(x: Tensor, windows: Windows): { view: Tensor; dims: readonly number[] } {
  const dims = windows.kernel.length;
  const first = x.ndim - dims;
  if (isTiling(windows)) {
    const leading = x.shape.slice(0, first);
    const counts = windows.kernel.map((k, d) => Math.floor((x.shape[first + d] ?? 0) / k));
    let whole = x;
    counts.forEach((count, d) => {
      whole = whole.slice(first + d, 0, count * (windows.kernel[d] ?? 1));
    });
    const pairs = counts.flatMap((count, d) => [count, windows.kernel[d] ?? 1]);
    return {
      view: whole.reshape([...leading, ...pairs]),
      dims: counts.map((_, d) => first + 2 * d + 1),
    };
  }
  let node = x.node;
  windows.kernel.forEach((size, d) => {
    const [stride, dilation] = [windows.stride[d] ?? 1, windows.dilation[d] ?? 1];
    node = window(node, { dim: first + d, size, stride, dilation });
  });
  return { view: new Tensor(node), dims: windows.kernel.map((_, d) => x.ndim + d) };
}

/** Margins of `padding` around the spatial dims. */
function withMargin(x: Tensor, padding: readonly number[]): Tensor {
  const margin = [...x.shape.slice(padding.length).map(() => 0), ...padding];
  return pad(x, margin, margin);
}

/** The number of each place in a window, 0 to count - 1, in a shape that broadcasts to windows. */
function placeNumbers(shape: Shape, dims: readonly number[]): Tensor {
  const sizes = dims.map((d) => shape[d] ?? 1);
  const count = sizes.reduce((product, n) => product * n, 1);
  return arange(count).reshape(shape.map((n, d) => (dims.includes(d) ? n : 1)));
}

/** Maximum over `dims` whose gradient goes to the first of equal elements, as in PyTorch's pools. */
function firstMax(windows: Tensor, dims: readonly number[]): Tensor {
  const op = customOp({
    name: 'maxPool',
    forward: (x: Tensor) => x.max(dims),
    backward: (gradient: Tensor, [x]: readonly [Tensor], output: Tensor) => {
      const kept = x.shape.map((n, d) => (dims.includes(d) ? 1 : n));
      const place = placeNumbers(x.shape, dims);
      const first = where(x.eq(output.reshape(kept)), place, x.numel).min(dims, true);
      return [where(place.eq(first), gradient.reshape(kept), 0)];
    },
  });
  return op(windows);
}

function checkInput(op: string, x: Tensor, dims: number): void {
  if (x.ndim === dims + 1 || x.ndim === dims + 2) return;
  const wanted = dims === 1 ? '[N, C, L] or [C, L]' : '[N, C, H, W] or [C, H, W]';
  throw new ShapeError(`${op}: the input must be ${wanted}, got ${show(x.shape)}`);
}

function maxPool(
  op: string,
  x: Tensor,
  dims: number,
  kernelSize: SizePerDim,
  options: MaxPoolOptions,
): Tensor {
  checkInput(op, x, dims);
  const windows = readWindows(op, kernelSize, options, x.shape.slice(-dims));
  const isPadded = windows.padding.some((n) => n > 0);
  const padded = isPadded
    ? where(
        withMargin(ones(x.shape, { dtype: 'bool' }), windows.padding),
        withMargin(x, windows.padding),
        Number.NEGATIVE_INFINITY,
      )
    : x;
  const { view: tiles, dims: places } = view(padded, windows);
  return firstMax(tiles, places);
}

/**
 * Largest element of each window, `[N, C, L]` or `[C, L]` -> `[N, C, L']` with
 * `L' = floor((L + 2 padding - dilation (kernel - 1) - 1) / stride) + 1`. The gradient of equal
 * elements goes to the first.
 */
export function maxPool1d(x: Tensor, kernelSize: SizePerDim, options: MaxPoolOptions = {}): Tensor {
  return maxPool('maxPool1d', x, 1, kernelSize, options);
}

/** Largest element of each window, `[N, C, H, W]` or `[C, H, W]`; sizes as in `maxPool1d`. */
export function maxPool2d(x: Tensor, kernelSize: SizePerDim, options: MaxPoolOptions = {}): Tensor {
  return maxPool('maxPool2d', x, 2, kernelSize, options);
}

function avgPool(
  op: string,
  x: Tensor,
  dims: number,
  kernelSize: SizePerDim,
  options: AvgPoolOptions,
): Tensor {
  checkInput(op, x, dims);
  const { countIncludePad = true, ...sizes } = options;
  const windows = readWindows(op, kernelSize, sizes, x.shape.slice(-dims));
  const { view: tiles, dims: places } = view(withMargin(x, windows.padding), windows);
  if (countIncludePad || windows.padding.every((n) => n === 0)) return tiles.mean(places);
  const inside = withMargin(ones(x.shape.slice(-dims), { dtype: x.dtype }), windows.padding);
  const counted = view(inside, windows);
  return tiles.sum(places).div(counted.view.sum(counted.dims));
}

/** Mean of each window, `[N, C, L]` or `[C, L]` -> `[N, C, L']`; sizes as in `maxPool1d`. */
export function avgPool1d(x: Tensor, kernelSize: SizePerDim, options: AvgPoolOptions = {}): Tensor {
  return avgPool('avgPool1d', x, 1, kernelSize, options);
}

/** Mean of each window, `[N, C, H, W]` or `[C, H, W]`; sizes as in `maxPool1d`. */
export function avgPool2d(x: Tensor, kernelSize: SizePerDim, options: AvgPoolOptions = {}): Tensor {
  return avgPool('avgPool2d', x, 2, kernelSize, options);
}

/** `[to, from]`: row i holds 1 / n at the n elements that output i is the mean of. */
function meanMatrix(from: number, to: number): number[][] {
  return Array.from({ length: to }, (_, i) => {
    const start = Math.floor((i * from) / to);
    const end = Math.ceil(((i + 1) * from) / to);
    return Array.from({ length: from }, (_, j) => (j >= start && j < end ? 1 / (end - start) : 0));
  });
}

/**
 * Mean over a grid of `outputSize` cells that cover the image: `[N, C, H, W]` or `[C, H, W]` to
 * `[..., outputSize]`. Cell i spans elements floor(i H / n) to ceil((i + 1) H / n).
 */
export function adaptiveAvgPool2d(x: Tensor, outputSize: SizePerDim): Tensor {
  checkInput('adaptiveAvgPool2d', x, 2);
  const sizes = perDim('adaptiveAvgPool2d', 'outputSize', outputSize, 2, 1);
  const spatial = x.shape.slice(-2);
  const cell = spatial.map((n, d) => n / (sizes[d] ?? 1));
  if (cell.every((n) => Number.isInteger(n) && n > 0)) return avgPool2d(x, cell);
  const [rows, columns] = spatial.map((n, d) =>
    tensor(meanMatrix(n, sizes[d] ?? 1), { dtype: x.dtype }),
  ) as [Tensor, Tensor];
  return rows.matmul(x.matmul(columns.transpose(0, 1)));
}
