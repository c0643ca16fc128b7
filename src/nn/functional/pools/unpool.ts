/**
 * Maxima put back where they came from, all else 0.
 * Source: https://pytorch.org/docs/stable/generated/torch.nn.functional.max_unpool2d.html
 */

import { customOp } from '../../../autodiff/index.js';
import { DTypeError, ShapeError, ValueError } from '../../../errors.js';
import { numel, sameShape, show } from '../../../graph/shape.js';
import * as signatures from '../../../signatures/nn.js';
import { type Tensor, zeros } from '../../../tensor/index.js';
import { perDim, type SizePerDim } from '../windows/geometry.js';
import { checkImage } from '../windows/windows.js';

/** Options of the unpools: those of the pool that gave the indices. */
export interface MaxUnpoolOptions {
  /** Elements from one window to the next, the kernel size by default. */
  readonly stride?: SizePerDim | null;
  /** Margin on each side of the pool, 0 by default. */
  readonly padding?: SizePerDim;
  /** Size of the input of the pool, where several are possible; also with batch and channels. */
  readonly outputSize?: readonly number[] | null;
}

/** The spatial sizes of the output. */
function outputSizes(
  op: string,
  x: Tensor,
  kernel: readonly number[],
  stride: readonly number[],
  padding: readonly number[],
  wanted: readonly number[] | null,
): number[] {
  const dims = kernel.length;
  const least = x.shape.slice(-dims).map((n, d) => {
    return (n - 1) * (stride[d] ?? 1) + (kernel[d] ?? 1) - 2 * (padding[d] ?? 0);
  });
  if (wanted === null) return least;
  const sizes = wanted.length === dims + 2 ? wanted.slice(2) : wanted;
  const fits = sizes.every((n, d) => Math.abs(n - (least[d] ?? 0)) < (stride[d] ?? 1));
  if (sizes.length === dims && fits) return [...sizes];
  throw new ValueError(
    `${op}: outputSize must be less than a stride ${show(stride)} away from ${show(least)}, got ` +
      show(wanted),
  );
}

function checkIndices(op: string, x: Tensor, indices: Tensor): void {
  if (indices.dtype !== 'int32') {
    throw new DTypeError(
      `${op}: the indices must be int32, as the pool with returnIndices gives them, got ` +
        indices.dtype,
    );
  }
  if (sameShape(x.shape, indices.shape)) return;
  throw new ShapeError(
    `${op}: the indices must have the shape of the input ${show(x.shape)}, got ` +
      show(indices.shape),
  );
}

/** `[rows, n]` put into `[rows, size]`; windows that overlap name places twice. */
function put(x: Tensor, places: Tensor, size: number, mayRepeat: boolean): Tensor {
  const op = customOp({
    name: 'maxUnpool',
    forward: (values: Tensor, index: Tensor) => {
      const nothing = zeros([values.shape[0] ?? 0, size], { dtype: values.dtype });
      return mayRepeat ? nothing.scatter(1, index, values) : nothing.scatterAdd(1, index, values);
    },
    // As in PyTorch each of several values for one place has its gradient.
    backward: (gradient: Tensor, [, index]: readonly [Tensor, Tensor]) => [
      gradient.gather(1, index),
      null,
    ],
  });
  return op(x, places);
}

function maxUnpool(
  op: string,
  x: Tensor,
  indices: Tensor,
  dims: number,
  kernelSize: SizePerDim,
  options: MaxUnpoolOptions,
): Tensor {
  checkImage(op, x, dims);
  checkIndices(op, x, indices);
  const kernel = perDim(op, 'kernelSize', kernelSize, dims, 1);
  const stride = perDim(op, 'stride', options.stride ?? kernel, dims, 1);
  const padding = perDim(op, 'padding', options.padding ?? 0, dims, 0);
  const sizes = outputSizes(op, x, kernel, stride, padding, options.outputSize ?? null);
  const leading = x.shape.slice(0, -dims);
  const rows = [numel(leading), numel(x.shape.slice(-dims))];
  const mayRepeat = stride.some((n, d) => n < (kernel[d] ?? 1));
  const result = put(x.reshape(rows), indices.reshape(rows), numel(sizes), mayRepeat);
  return result.reshape([...leading, ...sizes]);
}

/**
 * The inverse of `maxPool1d` as far as there is one: `[N, C, L]` or `[C, L]` and the indices that
 * the pool gave -> `[N, C, L']` with `L' = (L - 1) stride + kernel - 2 padding`, or `outputSize`.
 * @throws ShapeError for indices of another shape; DTypeError for such that are not int32;
 *   ValueError for a size that the pool cannot have had; IndexError, when computed, for an index
 *   out of range.
 * @example
 * const { maxPool1d, maxUnpool1d } = nn.functional;
 * const [most, places] = maxPool1d(tensor([[[1, 3, 5, 2]]]), 2, { returnIndices: true });
 * console.log(maxUnpool1d(most, places, 2).toArray()); // [ [ [ 0, 3, 5, 0 ] ] ]
 */
export function maxUnpool1d(
  x: Tensor,
  indices: Tensor,
  kernelSize: SizePerDim,
  options: MaxUnpoolOptions = {},
): Tensor {
  signatures.maxUnpool1d.check(arguments);
  return maxUnpool('maxUnpool1d', x, indices, 1, kernelSize, options);
}

/**
 * The inverse of `maxPool2d` as far as there is one: `[N, C, H, W]` or `[C, H, W]`; see
 * `maxUnpool1d`.
 * @example
 * const places = tensor([[[[3]]]], { dtype: 'int32' });
 * console.log(nn.functional.maxUnpool2d(ones([1, 1, 1, 1]), places, 2).shape); // [ 1, 1, 2, 2 ]
 */
export function maxUnpool2d(
  x: Tensor,
  indices: Tensor,
  kernelSize: SizePerDim,
  options: MaxUnpoolOptions = {},
): Tensor {
  signatures.maxUnpool2d.check(arguments);
  return maxUnpool('maxUnpool2d', x, indices, 2, kernelSize, options);
}

/**
 * The inverse of `maxPool3d` as far as there is one: `[N, C, D, H, W]` or `[C, D, H, W]`; see
 * `maxUnpool1d`.
 * @example
 * const places = zeros([1, 1, 1, 1, 1], { dtype: 'int32' });
 * const y = nn.functional.maxUnpool3d(ones([1, 1, 1, 1, 1]), places, 2);
 * console.log(y.shape); // [ 1, 1, 2, 2, 2 ]
 */
export function maxUnpool3d(
  x: Tensor,
  indices: Tensor,
  kernelSize: SizePerDim,
  options: MaxUnpoolOptions = {},
): Tensor {
  signatures.maxUnpool3d.check(arguments);
  return maxUnpool('maxUnpool3d', x, indices, 3, kernelSize, options);
}
