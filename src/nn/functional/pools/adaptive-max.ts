/**
 * Largest element of each cell of a grid, however many are asked for.
 * Source: https://pytorch.org/docs/stable/generated/torch.nn.functional.adaptive_max_pool2d.html
 */

import { numel, type Shape } from '../../../graph/shape.js';
import { internally } from '../../../runtime/values/held.js';
import * as signatures from '../../../signatures/nn.js';
import { type Tensor, tensor } from '../../../tensor/index.js';
import { checkImage, type Windows } from '../windows/windows.js';
import { type AdaptiveSize, adaptiveSizes, cellsAlong, sideBySide } from './adaptive-sizes.js';
import { maxOfView } from './first-max.js';
import { maxPool1d, maxPool2d, maxPool3d, type ValuesAndIndices } from './max.js';
import { firstOfView } from './places.js';

/** Options of the adaptive max pools. */
export interface AdaptiveMaxPoolOptions {
  /** Whether the places of the maxima are returned, too, false by default. */
  readonly returnIndices?: boolean;
}

/** `AdaptiveMaxPoolOptions` of a pool that returns the places of the maxima. */
export interface AdaptiveMaxPoolIndicesOptions extends AdaptiveMaxPoolOptions {
  readonly returnIndices: true;
}

/** `AdaptiveMaxPoolOptions` of a pool that returns the maxima alone. */
export interface AdaptiveMaxPoolValuesOptions extends AdaptiveMaxPoolOptions {
  readonly returnIndices?: false;
}

/** The elements of each cell along a dim, the last one again where a cell has fewer than most. */
function membersAlong(from: number, to: number): { width: number; members: number[] } {
  const cells = cellsAlong(from, to);
  const width = Math.max(...cells.map(([start, end]) => end - start));
  const members = cells.flatMap(([start, end]) =>
    Array.from({ length: width }, (_, k) => Math.min(start + k, end - 1)),
  );
  return { width, members };
}

/** `[..., spatial]` as `[..., size, width, size, width]`, and each element's number. */
function viewCells(x: Tensor, spatial: Shape, sizes: Shape) {
  const first = x.ndim - spatial.length;
  const along = spatial.map((from, d) => membersAlong(from, sizes[d] ?? from));
  const pairs = along.flatMap(({ width }, d) => [sizes[d] ?? 1, width]);
  const cellsOf = (all: Tensor, lead: number): Tensor =>
    along
      .reduce((view, { members }, d) => {
        return view.indexSelect(lead + d, tensor(Int32Array.from(members)));
      }, all)
      .reshape([...all.shape.slice(0, lead), ...pairs]);
  const numbers = Int32Array.from({ length: numel(spatial) }, (_, i) => i);
  return {
    view: cellsOf(x, first),
    dims: spatial.map((_, d) => first + 2 * d + 1),
    widths: along.map(({ width }) => width),
    numbers: () => cellsOf(tensor(numbers, { shape: spatial }), 0),
  };
}

/** The number of each cell's maximum among the elements of `spatial`. */
function placesIn(cells: ReturnType<typeof viewCells>, windows: Windows): Tensor {
  const { view, dims, widths } = cells;
  const detached = view.detach();
  const { place } = firstOfView(detached, dims, detached.amax(dims), windows);
  const count = numel(widths);
  const sizes = place.shape.slice(-widths.length);
  // Numbers as rows of cells, so that a place is a column.
  const outs = sizes.map((_, d) => 2 * d);
  const rows = cells.numbers().permute([...outs, ...outs.map((d) => d + 1)]);
  const starts = Int32Array.from({ length: numel(sizes) }, (_, i) => i * count);
  return rows.reshape([-1]).take(place.add(tensor(starts, { shape: sizes })));
}

function adaptiveMaxPool(
  op: string,
  x: Tensor,
  dims: number,
  outputSize: AdaptiveSize,
  options: AdaptiveMaxPoolOptions,
): Tensor | ValuesAndIndices {
  const { returnIndices = false } = options;
  checkImage(op, x, dims);
  const spatial = x.shape.slice(-dims);
  const sizes = adaptiveSizes(op, outputSize, spatial);
  const pool = [maxPool1d, maxPool2d, maxPool3d][dims - 1] ?? maxPool1d;
  const kernel = sideBySide(spatial, sizes);
  if (kernel !== null) return pool(x, kernel, { returnIndices });
  const cells = viewCells(x, spatial, sizes);
  const none = spatial.map(() => 0);
  const once = spatial.map(() => 1);
  const windows = {
    kernel: cells.widths,
    stride: cells.widths,
    padding: none,
    margin: none,
    dilation: once,
  };
  const output = maxOfView(cells.view, cells.dims, windows);
  return returnIndices ? [output, internally(() => placesIn(cells, windows))] : output;
}

/**
 * Largest element of each of `outputSize` cells that cover the sequence: `[N, C, L]` or `[C, L]` to
 * `[..., outputSize]`; cells as in `adaptiveAvgPool1d`. With `returnIndices` the places of the
 * maxima follow, int32, as `maxPool1d` has them.
 * @throws ShapeError for an input of other dims; ValueError for what is no size.
 * @example
 * const y = nn.functional.adaptiveMaxPool1d(tensor([[[1, 3, 5]]]), 2);
 * console.log(y.toArray()); // [ [ [ 3, 5 ] ] ]
 */
export function adaptiveMaxPool1d(
  x: Tensor,
  outputSize: AdaptiveSize,
  options?: AdaptiveMaxPoolValuesOptions,
): Tensor;
export function adaptiveMaxPool1d(
  x: Tensor,
  outputSize: AdaptiveSize,
  options: AdaptiveMaxPoolIndicesOptions,
): ValuesAndIndices;
export function adaptiveMaxPool1d(
  x: Tensor,
  outputSize: AdaptiveSize,
  options?: AdaptiveMaxPoolOptions,
): Tensor | ValuesAndIndices;
export function adaptiveMaxPool1d(
  x: Tensor,
  outputSize: AdaptiveSize,
  options: AdaptiveMaxPoolOptions = {},
): Tensor | ValuesAndIndices {
  signatures.adaptiveMaxPool1d.check(arguments);
  return adaptiveMaxPool('adaptiveMaxPool1d', x, 1, outputSize, options);
}

/**
 * Largest element of each cell of a grid: `[N, C, H, W]` or `[C, H, W]` to `[..., outputSize]`;
 * null keeps a size. See `adaptiveMaxPool1d`.
 * @throws ShapeError for an input of other dims; ValueError for what is no size.
 * @example
 * const y = nn.functional.adaptiveMaxPool2d(ones([1, 2, 7, 5]), [3, null]);
 * console.log(y.shape); // [ 1, 2, 3, 5 ]
 */
export function adaptiveMaxPool2d(
  x: Tensor,
  outputSize: AdaptiveSize,
  options?: AdaptiveMaxPoolValuesOptions,
): Tensor;
export function adaptiveMaxPool2d(
  x: Tensor,
  outputSize: AdaptiveSize,
  options: AdaptiveMaxPoolIndicesOptions,
): ValuesAndIndices;
export function adaptiveMaxPool2d(
  x: Tensor,
  outputSize: AdaptiveSize,
  options?: AdaptiveMaxPoolOptions,
): Tensor | ValuesAndIndices;
export function adaptiveMaxPool2d(
  x: Tensor,
  outputSize: AdaptiveSize,
  options: AdaptiveMaxPoolOptions = {},
): Tensor | ValuesAndIndices {
  signatures.adaptiveMaxPool2d.check(arguments);
  return adaptiveMaxPool('adaptiveMaxPool2d', x, 2, outputSize, options);
}

/**
 * Largest element of each cell of a grid: `[N, C, D, H, W]` or `[C, D, H, W]` to
 * `[..., outputSize]`; null keeps a size. See `adaptiveMaxPool1d`.
 * @throws ShapeError for an input of other dims; ValueError for what is no size.
 * @example
 * const y = nn.functional.adaptiveMaxPool3d(ones([1, 2, 4, 5, 6]), 2);
 * console.log(y.shape); // [ 1, 2, 2, 2, 2 ]
 */
export function adaptiveMaxPool3d(
  x: Tensor,
  outputSize: AdaptiveSize,
  options?: AdaptiveMaxPoolValuesOptions,
): Tensor;
export function adaptiveMaxPool3d(
  x: Tensor,
  outputSize: AdaptiveSize,
  options: AdaptiveMaxPoolIndicesOptions,
): ValuesAndIndices;
export function adaptiveMaxPool3d(
  x: Tensor,
  outputSize: AdaptiveSize,
  options?: AdaptiveMaxPoolOptions,
): Tensor | ValuesAndIndices;
export function adaptiveMaxPool3d(
  x: Tensor,
  outputSize: AdaptiveSize,
  options: AdaptiveMaxPoolOptions = {},
): Tensor | ValuesAndIndices {
  signatures.adaptiveMaxPool3d.check(arguments);
  return adaptiveMaxPool('adaptiveMaxPool3d', x, 3, outputSize, options);
}
