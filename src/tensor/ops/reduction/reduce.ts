/**
 * Sums, means and products. `dim` is a number, a list, or left out for all dims; reduced dims go,
 * unless `keepdim` keeps them with size 1. The other reductions are in files of their own.
 */

import { DTypeError } from '../../../errors.js';
import {
  binary,
  cast,
  cat,
  where as choose,
  compare,
  exactly,
  full,
  max as maxNode,
  mul as multiply,
  permute,
  reshape,
  slice,
  sum as sumNode,
} from '../../../graph/builders/index.js';
import { isFloat } from '../../../graph/dtype.js';
import type { Node } from '../../../graph/node.js';
import { dropDims, normalizeDims } from '../../../graph/shape.js';
import * as signatures from '../../../signatures/tensor.js';
import { type TensorLike, toNode } from '../../handle/convert.js';
import type { Tensor } from '../../handle/tensor.js';
import { mul } from '../elementwise/arithmetic.js';
import { trueQuotient as div } from '../elementwise/quotient.js';
import { countOf, type Dim, reducedTensor } from './reduced.js';

/**
 * Sum over `dim`: `[.., n, ..] -> [.., ..]`, or `[.., 1, ..]` with `keepdim`. 0 of nothing. Floats
 * keep their dtype; int32 and bool give int32.
 * Source: https://pytorch.org/docs/stable/generated/torch.sum.html
 * @throws IndexError for a dim that does not exist; ValueError for one named twice and, when the
 *   values are read, for a sum that no int32 holds.
 * @example
 * console.log(sum(tensor([[1, 2], [3, 4]]), 1).toArray()); // [ 3, 7 ]
 */
export function sum(x: TensorLike, dim: Dim = null, keepdim = false): Tensor {
  signatures.sum.check(arguments);
  const node = toNode('sum', x);
  const dims = normalizeDims('sum', dim, node.shape.length);
  const isCount = node.dtype === 'bool';
  const total = isCount ? sumNode(node, dims) : exactly('sum', (as) => sumNode(as(node), dims));
  return reducedTensor(total, node, dims, keepdim);
}

/**
 * Mean over `dim`: `[.., n, ..] -> [.., ..]`, or `[.., 1, ..]` with `keepdim`. NaN of nothing.
 * Source: https://pytorch.org/docs/stable/generated/torch.mean.html
 * @throws DTypeError unless x is a float; IndexError for a dim that does not exist; ValueError for
 *   one named twice.
 * @example
 * console.log(mean(tensor([1, 2, 6])).item()); // 3
 */
export function mean(x: TensorLike, dim: Dim = null, keepdim = false): Tensor {
  signatures.mean.check(arguments);
  const node = toNode('mean', x);
  if (!isFloat(node.dtype)) {
    throw new DTypeError(
      `mean: needs a float tensor, got ${node.dtype}. Convert it first: x.to('float32')`,
    );
  }
  const dims = normalizeDims('mean', dim, node.shape.length);
  const count = countOf(node, dims);
  const total = reducedTensor(sumNode(node, dims), node, dims, keepdim);
  return count === 0 ? div(total, 0) : mul(total, 1 / count);
}

/** Products of pairs along the last dim, until one element is left: exact gradients at zeros. */
function multiplyLast(x: Node): Node {
  const last = x.shape.length - 1;
  let rest = x;
  const part = (from: number, size: number): Node =>
    slice(rest, {
      start: rest.shape.map((_, d) => (d === last ? from : 0)),
      step: rest.shape.map(() => 1),
      size: rest.shape.map((n, d) => (d === last ? size : n)),
    });
  for (let length = x.shape[last] ?? 1; length > 1; length = Math.ceil(length / 2)) {
    const half = Math.floor(length / 2);
    const pairs = multiply(part(0, half), part(half, half));
    rest = length % 2 === 0 ? pairs : cat([pairs, part(length - 1, 1)], last);
  }
  return reshape(rest, x.shape.slice(0, last));
}

/** The product of the last dim, which is not empty. */
function product(rows: Node): Node {
  return exactly('prod', (as) => {
    const x = as(rows);
    const result = multiplyLast(x);
    if (x === rows) return result;
    // Of floats beside a zero, an infinite product would be NaN.
    const zero = full([], 0, x.dtype);
    const isZero = maxNode(cast(compare('eq', x, zero), 'int32'), [x.shape.length - 1]);
    return choose(cast(isZero, 'bool'), zero, result);
  });
}

/**
 * Product over `dim`: `[.., n, ..] -> [.., ..]`, or `[.., 1, ..]` with `keepdim`. 1 of nothing.
 * Floats keep their dtype; int32 and bool give int32. The gradient is exact where elements are 0.
 * Source: https://pytorch.org/docs/stable/generated/torch.prod.html
 * @throws IndexError for a dim that does not exist; ValueError for one named twice and, when the
 *   values are read, for a product that no int32 holds.
 * @example
 * console.log(prod(tensor([2, 3, 4])).item()); // 24
 */
export function prod(x: TensorLike, dim: Dim = null, keepdim = false): Tensor {
  signatures.prod.check(arguments);
  const input = toNode('prod', x);
  const node = input.dtype === 'bool' ? cast(input, 'int32') : input;
  const dims = normalizeDims('prod', dim, node.shape.length);
  const kept = node.shape.map((_, d) => d).filter((d) => !dims.includes(d));
  const keptShape = dropDims(node.shape, dims);
  const count = countOf(node, dims);
  const rows = reshape(permute(node, [...kept, ...dims]), [...keptShape, count]);
  // An empty product is 1, and its gradient reaches what it is a product of.
  const nothing = (): Node => binary('add', sumNode(rows, [kept.length]), full([], 1, node.dtype));
  const reduced = count === 0 ? nothing() : product(rows);
  return reducedTensor(reduced, node, dims, keepdim);
}
