/**
 * Mean over a grid of cells, however many are asked for.
 * Source: https://pytorch.org/docs/stable/generated/torch.nn.functional.adaptive_avg_pool2d.html
 */

import * as signatures from '../../../signatures/nn.js';
import type { Tensor } from '../../../tensor/index.js';
import { type Mix, mixAlong } from '../windows/mix-along.js';
import { checkImage } from '../windows/windows.js';
import { type AdaptiveSize, adaptiveSizes, cellsAlong, sideBySide } from './adaptive-sizes.js';
import { avgPool1d, avgPool2d, avgPool3d } from './average.js';

/** The mean of a cell. */
function meanOf([start, end]: readonly [number, number]): Mix {
  const size = end - start;
  return Array.from({ length: size }, (_, k) => [start + k, 1 / size] as const);
}

function adaptiveAvgPool(
  op: string,
  x: Tensor,
  dims: number,
  outputSize: AdaptiveSize,
  pool: typeof avgPool2d,
): Tensor {
  checkImage(op, x, dims);
  const spatial = x.shape.slice(-dims);
  const sizes = adaptiveSizes(op, outputSize, spatial);
  const windows = sideBySide(spatial, sizes);
  if (windows !== null) return pool(x, windows);
  return spatial.reduceRight((result, from, d) => {
    const to = sizes[d] ?? from;
    if (to === from) return result;
    return mixAlong(result, x.ndim - dims + d, cellsAlong(from, to).map(meanOf));
  }, x);
}

/**
 * Mean over `outputSize` cells that cover the sequence: `[N, C, L]` or `[C, L]` to
 * `[..., outputSize]`. Cell i spans elements floor(i L / n) to ceil((i + 1) L / n).
 * @throws ShapeError for an input of other dims; ValueError for what is no size.
 * @example
 * const y = nn.functional.adaptiveAvgPool1d(tensor([[[1, 3, 5]]]), 2);
 * console.log(y.toArray()); // [ [ [ 2, 4 ] ] ]
 */
export function adaptiveAvgPool1d(x: Tensor, outputSize: AdaptiveSize): Tensor {
  signatures.adaptiveAvgPool1d.check(arguments);
  return adaptiveAvgPool('adaptiveAvgPool1d', x, 1, outputSize, avgPool1d);
}

/**
 * Mean over a grid of `outputSize` cells that cover the image: `[N, C, H, W]` or `[C, H, W]` to
 * `[..., outputSize]`; null keeps a size. Cells as in `adaptiveAvgPool1d`.
 * @throws ShapeError for an input of other dims; ValueError for what is no size.
 * @example
 * console.log(nn.functional.adaptiveAvgPool2d(tensor([[[[1, 2], [3, 4]]]]), 1).item()); // 2.5
 */
export function adaptiveAvgPool2d(x: Tensor, outputSize: AdaptiveSize): Tensor {
  signatures.adaptiveAvgPool2d.check(arguments);
  return adaptiveAvgPool('adaptiveAvgPool2d', x, 2, outputSize, avgPool2d);
}

/**
 * Mean over a grid of `outputSize` cells that cover the volume: `[N, C, D, H, W]` or `[C, D, H, W]`
 * to `[..., outputSize]`; null keeps a size. Cells as in `adaptiveAvgPool1d`.
 * @throws ShapeError for an input of other dims; ValueError for what is no size.
 * @example
 * const y = nn.functional.adaptiveAvgPool3d(ones([1, 2, 4, 5, 6]), [2, null, 1]);
 * console.log(y.shape); // [ 1, 2, 2, 5, 1 ]
 */
export function adaptiveAvgPool3d(x: Tensor, outputSize: AdaptiveSize): Tensor {
  signatures.adaptiveAvgPool3d.check(arguments);
  return adaptiveAvgPool('adaptiveAvgPool3d', x, 3, outputSize, avgPool3d);
}
