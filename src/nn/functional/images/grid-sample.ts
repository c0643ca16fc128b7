/**
 * Images at places that a grid names.
 * Source: https://pytorch.org/docs/stable/generated/torch.nn.functional.grid_sample.html
 */

import { ShapeError, ValueError } from '../../../errors.js';
import { numel, show } from '../../../graph/shape.js';
import { internally } from '../../../runtime/values/held.js';
import * as signatures from '../../../signatures/nn.js';
import { type Tensor, where } from '../../../tensor/index.js';
import { checkSameDType } from '../operand-checks.js';
import {
  type GridSampleMode,
  type GridSamplePadding,
  type SampledDim,
  type Tap,
  tapsAlong,
} from './sampled-places.js';

/** Options of `gridSample`. */
export interface GridSampleOptions {
  /** `'bilinear'` (default; of volumes in three dims), `'nearest'`, or `'bicubic'` of images. */
  readonly mode?: GridSampleMode;
  /** What stands beyond the edges, `'zeros'` by default. */
  readonly paddingMode?: GridSamplePadding;
  /** Whether -1 and 1 are the centres of the corners rather than their edges, false by default. */
  readonly alignCorners?: boolean;
}

/** One tap of each dim. */
type Corner = readonly Tap[];

/** All choices of one tap for each dim. */
function cornersOf(taps: readonly (readonly Tap[])[]): Corner[] {
  let corners: Corner[] = [[]];
  for (const along of taps) {
    corners = corners.flatMap((corner) => along.map((tap) => [...corner, tap]));
  }
  return corners;
}

/** The elements `[N, C, P]` of a flat input `[N, C, n]` at one corner of each place, weighed. */
function sampleCorner(flat: Tensor, corner: Corner, sizes: readonly number[]): Tensor {
  const { index, isInside } = internally(() => ({
    index: corner
      .map((tap) => tap.index)
      .reduce((place, one, d) => place.mul(sizes[d] ?? 1).add(one)),
    isInside: corner.map((tap) => tap.isInside).reduce((all, one) => all.logicalAnd(one)),
  }));
  const [batch = 0, channels = 0] = flat.shape;
  const places = index.unsqueeze(1).expand([batch, channels, index.shape[1] ?? 0]);
  const values = where(isInside.unsqueeze(1), flat.gather(2, places), 0);
  const weights = corner.flatMap(({ weight }) => (weight === null ? [] : [weight]));
  const [first, ...others] = weights;
  if (first === undefined) return values;
  return values.mul(others.reduce((product, one) => product.mul(one), first).unsqueeze(1));
}

function check(x: Tensor, grid: Tensor, mode: GridSampleMode): void {
  const dims = x.ndim - 2;
  const fits = grid.ndim === x.ndim && grid.shape.at(-1) === dims && grid.shape[0] === x.shape[0];
  if ((dims !== 2 && dims !== 3) || !fits) {
    throw new ShapeError(
      'gridSample: expected [N, C, H, W] and a grid [N, Ho, Wo, 2], or [N, C, D, H, W] and ' +
        `[N, Do, Ho, Wo, 3], got ${show(x.shape)} and ${show(grid.shape)}`,
    );
  }
  if (x.shape.slice(2).some((n) => n === 0)) {
    throw new ShapeError(`gridSample: there is nothing to sample in ${show(x.shape)}`);
  }
  checkSameDType('gridSample', x, grid, 'grid');
  if (mode === 'bicubic' && dims === 3) {
    throw new ValueError("gridSample: mode 'bicubic' is for images [N, C, H, W] only");
  }
}

/**
 * The input at the places of a grid: `[N, C, H, W]` and `[N, Ho, Wo, 2]` -> `[N, C, Ho, Wo]`, or
 * `[N, C, D, H, W]` and `[N, Do, Ho, Wo, 3]` -> `[N, C, Do, Ho, Wo]`. The last dim of the grid is
 * x, y (and z), from -1 at the left, top (and front) to 1. A NaN is outside. Gradients go to the
 * input and, but for mode `'nearest'`, to the grid. Source: Jaderberg et al., "Spatial Transformer
 * Networks", 2015.
 * @throws ShapeError, DTypeError for operands that do not fit; ValueError for `'bicubic'` volumes.
 * @example
 * const [x, grid] = [tensor([[[[1, 2], [3, 4]]]]), zeros([1, 1, 1, 2])];
 * console.log(nn.functional.gridSample(x, grid).item()); // 2.5
 */
export function gridSample(x: Tensor, grid: Tensor, options: GridSampleOptions = {}): Tensor {
  signatures.gridSample.check(arguments);
  const { mode = 'bilinear', paddingMode = 'zeros', alignCorners = false } = options;
  check(x, grid, mode);
  const [batch = 0, channels = 0, ...sizes] = x.shape;
  const outs = grid.shape.slice(1, -1);
  const points = grid.reshape([batch, numel(outs), sizes.length]);
  const taps = sizes.map((size, d) => {
    const isOfVolume = sizes.length === 3;
    const dim: SampledDim = { size, padding: paddingMode, alignCorners, isOfVolume };
    // x, the first coordinate, runs along the last dim.
    return tapsAlong(points.select(2, sizes.length - 1 - d), mode, dim);
  });
  const flat = x.reshape([batch, channels, numel(sizes)]);
  return cornersOf(taps)
    .map((corner) => sampleCorner(flat, corner, sizes))
    .reduce((sum, part) => sum.add(part))
    .reshape([batch, channels, ...outs]);
}
