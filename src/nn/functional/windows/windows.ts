/**
 * The windows of pooling: reads the options, and views a tensor as its windows. Where windows lie
 * side by side the view is a reshape, whose gradient costs nothing.
 */

import { ShapeError, ValueError } from '../../../errors.js';
import { window } from '../../../graph/builders/index.js';
import { type Shape, show } from '../../../graph/shape.js';
import { pad, Tensor } from '../../../tensor/index.js';
import { checkFits, perDim, type SizePerDim, spatialLetters } from './geometry.js';

/** Options of windows as the user gives them. */
export interface WindowOptions {
  readonly stride?: SizePerDim | null;
  readonly padding?: SizePerDim;
  readonly dilation?: SizePerDim;
  readonly ceilMode?: boolean;
}

/** Windows over the last dims of a tensor, one number per spatial dim. */
export interface Windows {
  readonly kernel: readonly number[];
  readonly stride: readonly number[];
  /** Margin before the elements, and after them as far as PyTorch counts it. */
  readonly padding: readonly number[];
  /** Margin after the elements: more than `padding` where the last window of `ceilMode` ends. */
  readonly margin: readonly number[];
  readonly dilation: readonly number[];
}

/**
 * Reads the options of a pool over the last `dims` dims of `x`, `[N, C, ...]` or `[C, ...]`.
 * @throws ShapeError for another number of dims or windows that do not fit; ValueError for sizes
 * that make no sense.
 */
export function readWindows(
  op: string,
  x: Tensor,
  dims: number,
  kernelSize: SizePerDim,
  options: WindowOptions,
): Windows {
  checkImage(op, x, dims);
  const kernel = perDim(op, 'kernelSize', kernelSize, dims, 1);
  const stride = perDim(op, 'stride', options.stride ?? kernel, dims, 1);
  const padding = perDim(op, 'padding', options.padding ?? 0, dims, 0);
  const dilation = perDim(op, 'dilation', options.dilation ?? 1, dims, 1);
  if (padding.some((n, d) => 2 * n > (kernel[d] ?? 1))) {
    throw new ValueError(
      `${op}: padding must be at most half the kernel size ${show(kernel)}, got ${show(padding)}`,
    );
  }
  const sizes = x.shape.slice(-dims);
  const whole = { kernel, stride, padding, margin: padding, dilation };
  const margin = options.ceilMode === true ? marginOf(sizes, whole) : padding;
  checkFits(op, sizes, kernel, dilation, { low: padding, high: margin });
  return { ...whole, margin };
}

/**
 * The margin after the elements with `ceilMode`: the last window may reach out of the padding, as
 * long as it begins before that.
 */
function marginOf(sizes: Shape, { kernel, stride, padding, dilation }: Windows): number[] {
  return sizes.map((n, d) => {
    const [k = 1, step = 1, low = 0] = [kernel[d], stride[d], padding[d]];
    const reach = (k - 1) * (dilation[d] ?? 1) + 1;
    const last = Math.ceil((n + 2 * low - reach) / step) * step;
    const start = last < n + low ? last : last - step;
    return start < 0 ? low : Math.max(low, start + reach - n - low);
  });
}

/** @throws ShapeError unless `x` is `[N, C, ...]` or `[C, ...]` with `dims` spatial dims. */
export function checkImage(op: string, x: Tensor, dims: number): void {
  if (x.ndim === dims + 1 || x.ndim === dims + 2) return;
  const letters = spatialLetters[dims];
  throw new ShapeError(
    `${op}: the input must be [N, C, ${letters}] or [C, ${letters}], got ${show(x.shape)}`,
  );
}

/** Whether the windows lie side by side, so that a reshape makes them. */
export function isTiling({ kernel, stride, dilation }: Windows): boolean {
  return kernel.every((k, d) => stride[d] === k && dilation[d] === 1);
}

/** How many windows fit along each spatial dim of the (padded) sizes. */
export function countWindows(spatial: Shape, windows: Windows): number[] {
  return windows.kernel.map((k, d) => {
    const reach = (k - 1) * (windows.dilation[d] ?? 1) + 1;
    return Math.floor(((spatial[d] ?? 0) - reach) / (windows.stride[d] ?? 1)) + 1;
  });
}

/** A view with the windows of `[..., spatial]`, and which of its dims are places in a window. */
export function viewWindows(
  x: Tensor,
  windows: Windows,
): { view: Tensor; dims: readonly number[] } {
  const first = x.ndim - windows.kernel.length;
  if (isTiling(windows)) {
    const counts = countWindows(x.shape.slice(first), windows);
    let whole = x;
    counts.forEach((count, d) => {
      whole = whole.slice(first + d, 0, count * (windows.kernel[d] ?? 1));
    });
    const pairs = counts.flatMap((count, d) => [count, windows.kernel[d] ?? 1]);
    return {
      view: whole.reshape([...x.shape.slice(0, first), ...pairs]),
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

/** Zeros around the spatial dims: `low` before, `high` after. */
export function withMargin(
  x: Tensor,
  low: readonly number[],
  high: readonly number[] = low,
): Tensor {
  const leading = x.shape.slice(low.length).map(() => 0);
  return pad(x, [...leading, ...low], [...leading, ...high]);
}
