/**
 * Grids for `gridSample` from affine maps.
 * Source: https://pytorch.org/docs/stable/generated/torch.nn.functional.affine_grid.html
 */

import { DTypeError, ShapeError } from '../../../errors.js';
import { type DType, isFloat } from '../../../graph/dtype.js';
import { numel, show } from '../../../graph/shape.js';
import { internally } from '../../../runtime/values/held.js';
import * as signatures from '../../../signatures/nn.js';
import { cat, ones, type Tensor, tensor } from '../../../tensor/index.js';

/** Options of `affineGrid`. */
export interface AffineGridOptions {
  /** Whether -1 and 1 are the centres of the corners rather than their edges, false by default. */
  readonly alignCorners?: boolean;
}

/** From -1 to 1 in `n` steps: centres of elements, or of the corners. */
function coordinates(n: number, alignCorners: boolean): number[] {
  return Array.from({ length: n }, (_, i) => {
    if (!alignCorners) return (2 * i + 1) / n - 1;
    return n === 1 ? 0 : (2 * i) / (n - 1) - 1;
  });
}

/** `[places, dims + 1]`: x, y (and z) of each place, and 1. */
function basePoints(sizes: readonly number[], dtype: DType, alignCorners: boolean): Tensor {
  const columns = sizes.map((n, d) => {
    const shape = sizes.map((_, other) => (other === d ? n : 1));
    const along = tensor(Float64Array.from(coordinates(n, alignCorners)), { shape, dtype });
    return along.expand([...sizes]).reshape([numel(sizes), 1]);
  });
  return cat([...columns.toReversed(), ones([numel(sizes), 1], { dtype })], 1);
}

/**
 * The grid that an affine map of each example makes: `theta` `[N, 2, 3]` for images of `size`
 * `[N, C, H, W]` -> `[N, H, W, 2]`; `[N, 3, 4]` for volumes `[N, C, D, H, W]` -> `[N, D, H, W, 3]`.
 * @throws ShapeError for another map or a size that is not positive; DTypeError unless `theta` is
 *   float.
 * @example
 * const turn = tensor([[[0, 1, 0], [1, 0, 0]]]);
 * const grid = nn.functional.affineGrid(turn, [1, 1, 1, 2]);
 * console.log(grid.flatten().toArray()); // [ 0, -0.5, 0, 0.5 ]
 */
export function affineGrid(
  theta: Tensor,
  size: readonly number[],
  options: AffineGridOptions = {},
): Tensor {
  signatures.affineGrid.check(arguments);
  const { alignCorners = false } = options;
  const [batch = 0, , ...sizes] = size;
  const dims = sizes.length;
  const isMap =
    theta.ndim === 3 &&
    theta.shape[0] === batch &&
    theta.shape[1] === dims &&
    theta.shape[2] === dims + 1;
  if ((dims !== 2 && dims !== 3) || !isMap || size.some((n) => !Number.isInteger(n) || n < 1)) {
    throw new ShapeError(
      'affineGrid: expected theta [N, 2, 3] with size [N, C, H, W], or [N, 3, 4] with ' +
        `[N, C, D, H, W], all positive, got ${show(theta.shape)} and ${show(size)}`,
    );
  }
  if (!isFloat(theta.dtype)) {
    throw new DTypeError(`affineGrid: theta must be float, got ${theta.dtype}`);
  }
  const points = internally(() => basePoints(sizes, theta.dtype, alignCorners));
  return points.matmul(theta.transpose(1, 2)).reshape([batch, ...sizes, dims]);
}
