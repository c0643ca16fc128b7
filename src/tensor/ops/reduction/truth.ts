/** Whether any or all elements are true, and how many are not 0. */

import { compare, full, sum as sumNode } from '../../../graph/builders/index.js';
import type { Node } from '../../../graph/node.js';
import { normalizeDims } from '../../../graph/shape.js';
import * as signatures from '../../../signatures/tensor.js';
import { type TensorLike, toNode } from '../../handle/convert.js';
import type { Tensor } from '../../handle/tensor.js';
import { type Dim, reducedTensor } from './reduced.js';

/** How many elements compare so with 0. */
function countOfZeros(op: 'eq' | 'ne', x: Node, dims: readonly number[]): Node {
  return sumNode(compare(op, x, full(x.shape, 0, x.dtype)), dims);
}

/**
 * Whether any element over `dim` is true (not 0; NaN is not): a bool, `[.., n, ..] -> [.., ..]`, or
 * `[.., 1, ..]` with `keepdim`. False of nothing.
 * Source: https://pytorch.org/docs/stable/generated/torch.any.html
 * @throws IndexError for a dim that does not exist; ValueError for one named twice.
 * @example
 * console.log(any(tensor([false, true])).item()); // 1
 */
export function any(x: TensorLike, dim: Dim = null, keepdim = false): Tensor {
  signatures.any.check(arguments);
  const node = toNode('any', x);
  const dims = normalizeDims('any', dim, node.shape.length);
  const count = countOfZeros('ne', node, dims);
  return reducedTensor(compare('ne', count, full([], 0, 'int32')), node, dims, keepdim);
}

/**
 * Whether all elements over `dim` are true (not 0): a bool, `[.., n, ..] -> [.., ..]`, or
 * `[.., 1, ..]` with `keepdim`. True of nothing.
 * Source: https://pytorch.org/docs/stable/generated/torch.all.html
 * @throws IndexError for a dim that does not exist; ValueError for one named twice.
 * @example
 * console.log(all(tensor([false, true])).item()); // 0
 */
export function all(x: TensorLike, dim: Dim = null, keepdim = false): Tensor {
  signatures.all.check(arguments);
  const node = toNode('all', x);
  const dims = normalizeDims('all', dim, node.shape.length);
  const count = countOfZeros('eq', node, dims);
  return reducedTensor(compare('eq', count, full([], 0, 'int32')), node, dims, keepdim);
}

/**
 * How many elements over `dim` are not 0, int32: `[.., n, ..] -> [.., ..]`.
 * Source: https://pytorch.org/docs/stable/generated/torch.count_nonzero.html
 * @throws IndexError for a dim that does not exist; ValueError for one named twice.
 * @example
 * console.log(countNonzero(tensor([0, 5, 7])).item()); // 2
 */
export function countNonzero(x: TensorLike, dim: Dim = null): Tensor {
  signatures.countNonzero.check(arguments);
  const node = toNode('countNonzero', x);
  const dims = normalizeDims('countNonzero', dim, node.shape.length);
  return reducedTensor(countOfZeros('ne', node, dims), node, dims, false);
}
