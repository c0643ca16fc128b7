/**
 * Largest element of sliding windows, with PyTorch's arguments.
 * Source: https://pytorch.org/docs/stable/nn.functional.html#pooling-functions
 */

import { internally } from '../../../runtime/values/held.js';
import * as signatures from '../../../signatures/nn.js';
import { ones, type Tensor, where } from '../../../tensor/index.js';
import type { SizePerDim } from '../windows/geometry.js';
import { readWindows, type Windows, withMargin } from '../windows/windows.js';
import { maxOfWindows } from './first-max.js';
import { placesOfMax } from './max-places.js';

/** Options of the windows of max pools. */
export interface MaxPoolWindowOptions {
  /** Elements from one window to the next, the kernel size by default. */
  readonly stride?: SizePerDim | null;
  /** Margin on each side that never wins, 0 by default, at most half the kernel. */
  readonly padding?: SizePerDim;
  /** Elements from one place of a window to the next, 1 by default. */
  readonly dilation?: SizePerDim;
  /** Whether a last window may reach beyond the end, false by default. */
  readonly ceilMode?: boolean;
}

/** Options of the max pools. */
export interface MaxPoolOptions extends MaxPoolWindowOptions {
  /** Whether the places of the maxima are returned, too, false by default. */
  readonly returnIndices?: boolean;
}

/** `MaxPoolOptions` of a pool that returns the places of the maxima. */
export interface MaxPoolIndicesOptions extends MaxPoolOptions {
  readonly returnIndices: true;
}

/** `MaxPoolOptions` of a pool that returns the maxima alone. */
export interface MaxPoolValuesOptions extends MaxPoolOptions {
  readonly returnIndices?: false;
}

/** What a pool gives with `returnIndices`: the indices, int32, count the elements of a plane. */
export type ValuesAndIndices = [output: Tensor, indices: Tensor];

/** The input with margins that never win. */
function withLowMargin(x: Tensor, { padding, margin }: Windows): Tensor {
  if ([...padding, ...margin].every((n) => n === 0)) return x;
  const inside = internally(() => withMargin(ones(x.shape, { dtype: 'bool' }), padding, margin));
  return where(inside, withMargin(x, padding, margin), Number.NEGATIVE_INFINITY);
}

function maxPool(
  op: string,
  x: Tensor,
  dims: number,
  kernelSize: SizePerDim,
  options: MaxPoolOptions,
): Tensor | ValuesAndIndices {
  const windows = readWindows(op, x, dims, kernelSize, options);
  const padded = withLowMargin(x, windows);
  const output = maxOfWindows(padded, windows);
  if (options.returnIndices !== true) return output;
  const indices = internally(() => placesOfMax(padded.detach(), windows, x.shape.slice(-dims)));
  return [output, indices];
}

/**
 * Largest element of each window, `[N, C, L]` or `[C, L]` -> `[N, C, L']` with
 * `L' = floor((L + 2 padding - dilation (kernel - 1) - 1) / stride) + 1`, rounded up with
 * `ceilMode`. The gradient of equal elements goes to the first. With `returnIndices` the places of
 * the maxima follow, int32 `[N, C, L']`, as `maxUnpool1d` takes them.
 * @throws ShapeError for an input of other dims or smaller than a window.
 * @example
 * console.log(nn.functional.maxPool1d(tensor([[[1, 3, 2, 5]]]), 2).toArray()); // [ [ [ 3, 5 ] ] ]
 */
export function maxPool1d(
  x: Tensor,
  kernelSize: SizePerDim,
  options?: MaxPoolValuesOptions,
): Tensor;
export function maxPool1d(
  x: Tensor,
  kernelSize: SizePerDim,
  options: MaxPoolIndicesOptions,
): ValuesAndIndices;
export function maxPool1d(
  x: Tensor,
  kernelSize: SizePerDim,
  options?: MaxPoolOptions,
): Tensor | ValuesAndIndices;
export function maxPool1d(
  x: Tensor,
  kernelSize: SizePerDim,
  options: MaxPoolOptions = {},
): Tensor | ValuesAndIndices {
  signatures.maxPool1d.check(arguments);
  return maxPool('maxPool1d', x, 1, kernelSize, options);
}

/**
 * Largest element of each window, `[N, C, H, W]` or `[C, H, W]`; see `maxPool1d`.
 * @example
 * console.log(nn.functional.maxPool2d(tensor([[[[1, 2], [3, 4]]]]), 2).item()); // 4
 */
export function maxPool2d(
  x: Tensor,
  kernelSize: SizePerDim,
  options?: MaxPoolValuesOptions,
): Tensor;
export function maxPool2d(
  x: Tensor,
  kernelSize: SizePerDim,
  options: MaxPoolIndicesOptions,
): ValuesAndIndices;
export function maxPool2d(
  x: Tensor,
  kernelSize: SizePerDim,
  options?: MaxPoolOptions,
): Tensor | ValuesAndIndices;
export function maxPool2d(
  x: Tensor,
  kernelSize: SizePerDim,
  options: MaxPoolOptions = {},
): Tensor | ValuesAndIndices {
  signatures.maxPool2d.check(arguments);
  return maxPool('maxPool2d', x, 2, kernelSize, options);
}

/**
 * Largest element of each window, `[N, C, D, H, W]` or `[C, D, H, W]`; see `maxPool1d`.
 * @example
 * const x = arange(8).to('float32').reshape([1, 1, 2, 2, 2]);
 * const [most, places] = nn.functional.maxPool3d(x, 2, { returnIndices: true });
 * console.log(most.item(), places.item()); // 7 7
 */
export function maxPool3d(
  x: Tensor,
  kernelSize: SizePerDim,
  options?: MaxPoolValuesOptions,
): Tensor;
export function maxPool3d(
  x: Tensor,
  kernelSize: SizePerDim,
  options: MaxPoolIndicesOptions,
): ValuesAndIndices;
export function maxPool3d(
  x: Tensor,
  kernelSize: SizePerDim,
  options?: MaxPoolOptions,
): Tensor | ValuesAndIndices;
export function maxPool3d(
  x: Tensor,
  kernelSize: SizePerDim,
  options: MaxPoolOptions = {},
): Tensor | ValuesAndIndices {
  signatures.maxPool3d.check(arguments);
  return maxPool('maxPool3d', x, 3, kernelSize, options);
}
