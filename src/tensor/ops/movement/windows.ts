/** Padding and sliding windows: what convolutions and pooling are made of. */

import { ShapeError } from '../../../errors.js';
import { pad as padNode, window as windowNode } from '../../../graph/builders/index.js';
import type { WindowAttrs } from '../../../graph/ops.js';
import { checkShape, normalizeDim, show } from '../../../graph/shape.js';
import * as signatures from '../../../signatures/tensor.js';
import { type TensorLike, toNode } from '../../handle/convert.js';
import { Tensor } from '../../handle/tensor.js';

/**
 * Zeros around each dim and between its elements: dim d of size n becomes low[d] + n + high[d] +
 * interior[d] * (n - 1). The lists have one number for each dim, from the first; `interior` is 0 by
 * default. PyTorch's nn.functional.pad takes pairs [low, high] in one list, from the last dim.
 * @throws ShapeError for lists of another length, or numbers that are no non-negative integers.
 * @example
 * console.log(tensor([1, 2]).pad([1], [2]).toArray()); // [ 0, 1, 2, 0, 0 ]
 */
export function pad(
  x: TensorLike,
  low: readonly number[],
  high: readonly number[],
  interior?: readonly number[],
): Tensor {
  signatures.pad.check(arguments);
  const between = interior ?? low.map(() => 0);
  const node = toNode('pad', x);
  for (const list of [low, high, between]) {
    checkShape('pad', list);
    if (list.length !== node.shape.length) {
      throw new ShapeError(
        `pad: ${show(list)} needs one number for each dim of ${show(node.shape)}`,
      );
    }
  }
  return new Tensor(padNode(node, { low, high, interior: between }));
}

/** Options of `slidingWindow`. */
export interface WindowOptions {
  /** Distance between windows. Default 1. */
  readonly stride?: number;
  /** Distance between the elements of a window. Default 1. */
  readonly dilation?: number;
}

/**
 * Windows of `size` elements along `dim`: `[.., n, ..] -> [.., windows, .., size]`, with the place
 * within a window as a new last dim, and floor((n - dilation * (size - 1) - 1) / stride) + 1
 * windows. Nothing is copied.
 * @throws ShapeError when no window fits, or for numbers that are not positive integers; IndexError
 *   for a dim that does not exist.
 * @example
 * const pairs = arange(4).slidingWindow(0, 2, { stride: 1 });
 * console.log(pairs.toArray()); // [ [ 0, 1 ], [ 1, 2 ], [ 2, 3 ] ]
 */
export function slidingWindow(
  x: TensorLike,
  dim: number,
  size: number,
  options: WindowOptions = {},
): Tensor {
  signatures.slidingWindow.check(arguments);
  const { stride = 1, dilation = 1 } = options;
  return windowsOf('slidingWindow', x, { dim, size, stride, dilation });
}

function windowsOf(op: string, x: TensorLike, windows: WindowAttrs): Tensor {
  const { dim, size, stride, dilation } = windows;
  const node = toNode(op, x);
  const d = normalizeDim(op, dim, node.shape.length);
  if (![size, stride, dilation].every((n) => Number.isInteger(n) && n > 0)) {
    throw new ShapeError(
      `${op}: size, stride and dilation must be positive integers, got ` +
        `${size}, ${stride} and ${dilation}`,
    );
  }
  const reach = (size - 1) * dilation + 1;
  const length = node.shape[d] ?? 1;
  if (node.shape.length === 0 || reach > length) {
    throw new ShapeError(
      `${op}: a window that reaches over ${reach} elements does not fit into dim ${dim} ` +
        `of ${show(node.shape)}`,
    );
  }
  return new Tensor(windowNode(node, { dim: d, size, stride, dilation }));
}

/**
 * Windows of `size` elements along `dim`, `step` apart: `slidingWindow` under PyTorch's name.
 * Source: https://pytorch.org/docs/stable/generated/torch.Tensor.unfold.html
 * @throws ShapeError when no window fits; IndexError for a dim that does not exist.
 * @example
 * console.log(arange(4).unfold(0, 2, 1).toArray()); // [ [ 0, 1 ], [ 1, 2 ], [ 2, 3 ] ]
 */
export function unfold(x: TensorLike, dim: number, size: number, step: number): Tensor {
  signatures.unfold.check(arguments);
  return windowsOf('unfold', x, { dim, size, stride: step, dilation: 1 });
}
