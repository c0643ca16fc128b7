/** The largest and the smallest elements, and where they are. */

import { ShapeError } from '../../../errors.js';
import {
  binary,
  cast,
  where as choose,
  compare,
  full,
  iota,
  max as maxNode,
  neg,
  reshape,
  restoreDims,
} from '../../../graph/builders/index.js';
import { isFloat } from '../../../graph/dtype.js';
import type { Node } from '../../../graph/node.js';
import { normalizeDim, normalizeDims, numel, show } from '../../../graph/shape.js';
import * as signatures from '../../../signatures/tensor.js';
import { type TensorLike, toNode } from '../../handle/convert.js';
import { Tensor } from '../../handle/tensor.js';
import { type Dim, reducedTensor } from './reduced.js';

function checkNotEmpty(op: string, node: Node, dims: readonly number[]): void {
  if (dims.some((d) => node.shape[d] === 0)) {
    throw new ShapeError(
      `${op}: no largest or smallest element in an empty dim of ${show(node.shape)}`,
    );
  }
}

/** The same values in reverse order: -x, or -1 - x for integers, as -2^31 has no negative. */
function turned(x: Node): Node {
  return isFloat(x.dtype) ? neg(x) : binary('sub', full(x.shape, -1, x.dtype), x);
}

function extreme(
  op: 'max' | 'min',
  name: string,
  x: TensorLike,
  dim: Dim,
  keepdim: boolean,
): Tensor {
  const node = toNode(name, x);
  const dims = normalizeDims(name, dim, node.shape.length);
  checkNotEmpty(name, node, dims);
  const isBool = node.dtype === 'bool';
  const value = isBool ? cast(node, 'int32') : node;
  const reduced = op === 'max' ? maxNode(value, dims) : turned(maxNode(turned(value), dims));
  return reducedTensor(isBool ? cast(reduced, 'bool') : reduced, node, dims, keepdim);
}

/**
 * Largest element over `dim`, NaN if there is one: `[.., n, ..] -> [.., ..]`, or `[.., 1, ..]` with
 * `keepdim`, in the dtype of x. Ties share the gradient equally. Source:
 * https://pytorch.org/docs/stable/generated/torch.amax.html
 * @throws ShapeError when a reduced dim is empty; IndexError for a dim that does not exist;
 *   ValueError for one named twice.
 * @example
 * console.log(amax(tensor([[1, 5], [7, 2]]), 1).toArray()); // [ 5, 7 ]
 */
export function amax(x: TensorLike, dim: Dim = null, keepdim = false): Tensor {
  signatures.amax.check(arguments);
  return extreme('max', 'amax', x, dim, keepdim);
}

/**
 * Smallest element over `dim`, NaN if there is one: `[.., n, ..] -> [.., ..]`, or `[.., 1, ..]`
 * with `keepdim`, in the dtype of x. Ties share the gradient equally. Source:
 * https://pytorch.org/docs/stable/generated/torch.amin.html
 * @throws ShapeError when a reduced dim is empty; IndexError for a dim that does not exist;
 *   ValueError for one named twice.
 * @example
 * console.log(amin(tensor([[1, 5], [7, 2]]), 1).toArray()); // [ 1, 2 ]
 */
export function amin(x: TensorLike, dim: Dim = null, keepdim = false): Tensor {
  signatures.amin.check(arguments);
  return extreme('min', 'amin', x, dim, keepdim);
}

/** Index of the first largest element along a dim, which is dropped; NaN is the largest. */
function firstLargest(value: Node, d: number): Node {
  if (value.shape.length === 0) return full([], 0, 'int32');
  const size = value.shape[d] ?? 1;
  const best = restoreDims(maxNode(value, [d]), value, [d]);
  const isNumber = compare('eq', value, value);
  const isBest = choose(isNumber, compare('eq', value, best), full(value.shape, 1, 'bool'));
  const along = value.shape.map((n, i) => (i === d ? n : 1));
  // The first place that holds the extreme is the one whose distance to the end is largest.
  const fromEnd = binary('sub', full(along, size, 'int32'), iota(along));
  const distance = maxNode(choose(isBest, fromEnd, full([], 0, 'int32')), [d]);
  return binary('sub', full(distance.shape, size, 'int32'), distance);
}

function argExtreme(op: string, x: TensorLike, dim: number | null, keepdim: boolean): Tensor {
  const input = toNode(op, x);
  const number = input.dtype === 'bool' ? cast(input, 'int32') : input;
  const signed = op === 'argmin' ? turned(number) : number;
  const value = dim === null ? reshape(signed, [numel(signed.shape)]) : signed;
  const d = normalizeDim(op, dim ?? 0, value.shape.length);
  if (value.shape[d] === 0) {
    throw new ShapeError(`${op}: no element to choose from in ${show(input.shape)}`);
  }
  const place = firstLargest(value, d);
  if (dim !== null)
    return reducedTensor(place, value, value.shape.length === 0 ? [] : [d], keepdim);
  const ones = input.shape.map(() => 1);
  return new Tensor(keepdim ? reshape(place, ones) : place);
}

/**
 * Index of the largest element along `dim`, int32: `[.., n, ..] -> [.., ..]`, or `[.., 1, ..]` with
 * `keepdim`. Without a dim it is the index in row-major order. The first wins a tie, and NaN is the
 * largest.
 * Source: https://pytorch.org/docs/stable/generated/torch.argmax.html
 * @throws ShapeError when there is no element; IndexError for a dim that does not exist.
 * @example
 * console.log(argmax(tensor([3, 9, 4])).item()); // 1
 */
export function argmax(x: TensorLike, dim: number | null = null, keepdim = false): Tensor {
  signatures.argmax.check(arguments);
  return argExtreme('argmax', x, dim, keepdim);
}

/**
 * Index of the smallest element along `dim`, int32: `[.., n, ..] -> [.., ..]`, or `[.., 1, ..]`
 * with `keepdim`. Without a dim it is the index in row-major order. The first wins a tie, and NaN
 * is the smallest. Source: https://pytorch.org/docs/stable/generated/torch.argmin.html
 * @throws ShapeError when there is no element; IndexError for a dim that does not exist.
 * @example
 * console.log(argmin(tensor([3, 1, 4])).item()); // 1
 */
export function argmin(x: TensorLike, dim: number | null = null, keepdim = false): Tensor {
  signatures.argmin.check(arguments);
  return argExtreme('argmin', x, dim, keepdim);
}
