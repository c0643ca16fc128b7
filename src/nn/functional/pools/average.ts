/**
 * Mean element of sliding windows, with PyTorch's arguments.
 * Source: https://pytorch.org/docs/stable/nn.functional.html#pooling-functions
 */

import { ValueError } from '../../../errors.js';
import { internally } from '../../../runtime/values/held.js';
import * as signatures from '../../../signatures/nn.js';
import { type Tensor, tensor } from '../../../tensor/index.js';
import type { SizePerDim } from '../windows/geometry.js';
import { countWindows, readWindows, viewWindows, withMargin } from '../windows/windows.js';

/** Options of `avgPool1d`. */
export interface AvgPool1dOptions {
  /** Elements from one window to the next, the kernel size by default. */
  readonly stride?: SizePerDim | null;
  /** Zeros on each side, 0 by default, at most half the kernel. */
  readonly padding?: SizePerDim;
  /** Whether a last window may reach beyond the end, false by default. */
  readonly ceilMode?: boolean;
  /** Whether the zeros count in the mean, true by default. */
  readonly countIncludePad?: boolean;
}

/** Options of `avgPool2d` and `avgPool3d`. */
export interface AvgPoolOptions extends AvgPool1dOptions {
  /** What to divide the sums by, instead of the number of elements. */
  readonly divisorOverride?: number | null;
}

/** One dim of the windows. */
interface Along {
  readonly kernel: number;
  readonly stride: number;
  readonly padding: number;
}

/** How many elements the windows along a dim of `size` count; margins of `ceilMode` never do. */
function countsAlong(size: number, windows: number, along: Along, withPadding: boolean): number[] {
  const { kernel, stride, padding } = along;
  const counted = withPadding ? padding : 0;
  return Array.from({ length: windows }, (_, i) => {
    const start = i * stride - padding;
    return Math.min(start + kernel, size + counted) - Math.max(start, -counted);
  });
}

function avgPool(
  op: string,
  x: Tensor,
  dims: number,
  kernelSize: SizePerDim,
  options: AvgPoolOptions,
): Tensor {
  const { countIncludePad = true, divisorOverride = null } = options;
  const windows = readWindows(op, x, dims, kernelSize, options);
  const { kernel, padding, margin, stride } = windows;
  const padded = withMargin(x, padding, margin);
  const { view, dims: places } = viewWindows(padded, windows);
  if (divisorOverride !== null) {
    if (divisorOverride === 0 || !Number.isFinite(divisorOverride)) {
      throw new ValueError(`${op}: divisorOverride must not be 0, got ${divisorOverride}`);
    }
    return view.sum(places).div(divisorOverride);
  }
  const spatial = x.shape.slice(-dims);
  const counts = countWindows(padded.shape.slice(-dims), windows).map((count, d) => {
    const along = { kernel: kernel[d] ?? 1, stride: stride[d] ?? 1, padding: padding[d] ?? 0 };
    return countsAlong(spatial[d] ?? 0, count, along, countIncludePad);
  });
  if (counts.every((list, d) => list.every((n) => n === kernel[d]))) return view.mean(places);
  return view.sum(places).div(internally(() => outerProduct(counts, x)));
}

/** The products of one number of each list, as a grid. */
function outerProduct(lists: readonly (readonly number[])[], like: Tensor): Tensor {
  return lists
    .map((list, d) => {
      const shape = lists.map((_, other) => (other === d ? list.length : 1));
      return tensor([...list], { dtype: like.dtype }).reshape(shape);
    })
    .reduce((product, one) => product.mul(one));
}

/**
 * Mean of each window, `[N, C, L]` or `[C, L]` -> `[N, C, L']`; sizes as in `maxPool1d`.
 * @example
 * const y = nn.functional.avgPool1d(tensor([[[1, 3, 2, 5]]]), 2);
 * console.log(y.toArray()); // [ [ [ 2, 3.5 ] ] ]
 */
export function avgPool1d(
  x: Tensor,
  kernelSize: SizePerDim,
  options: AvgPool1dOptions = {},
): Tensor {
  signatures.avgPool1d.check(arguments);
  return avgPool('avgPool1d', x, 1, kernelSize, options);
}

/**
 * Mean of each window, `[N, C, H, W]` or `[C, H, W]`; sizes as in `maxPool1d`.
 * @throws ValueError for a `divisorOverride` of 0.
 * @example
 * console.log(nn.functional.avgPool2d(tensor([[[[1, 2], [3, 4]]]]), 2).item()); // 2.5
 */
export function avgPool2d(x: Tensor, kernelSize: SizePerDim, options: AvgPoolOptions = {}): Tensor {
  signatures.avgPool2d.check(arguments);
  return avgPool('avgPool2d', x, 2, kernelSize, options);
}

/**
 * Mean of each window, `[N, C, D, H, W]` or `[C, D, H, W]`; sizes as in `maxPool1d`.
 * @throws ValueError for a `divisorOverride` of 0.
 * @example
 * const x = ones([1, 1, 2, 2, 2]);
 * console.log(nn.functional.avgPool3d(x, 2, { divisorOverride: 4 }).item()); // 2
 */
export function avgPool3d(x: Tensor, kernelSize: SizePerDim, options: AvgPoolOptions = {}): Tensor {
  signatures.avgPool3d.check(arguments);
  return avgPool('avgPool3d', x, 3, kernelSize, options);
}
