/** Shape changes: the same elements seen in another arrangement. Nothing is copied until read. */

import { ShapeError, ValueError } from '../../../errors.js';
import {
  expandTo,
  permute as permuteNode,
  reshape as reshapeNode,
  slice as sliceNode,
} from '../../../graph/builders/index.js';
import {
  broadcastShapes,
  checkList,
  checkShape,
  normalizeDim,
  normalizeDims,
  numel,
  ownShape,
  type Shape,
  show,
} from '../../../graph/shape.js';
import * as signatures from '../../../signatures/tensor.js';
import { type TensorLike, toNode } from '../../handle/convert.js';
import { Tensor } from '../../handle/tensor.js';

/**
 * The elements, in row-major order, in another shape with as many elements; one size may be -1 and
 * is then computed.
 * Source: https://pytorch.org/docs/stable/generated/torch.reshape.html
 * @throws ShapeError when the numbers of elements differ, or no size for -1 fits.
 * @example
 * console.log(tensor([1, 2, 3, 4]).reshape([2, -1]).toArray()); // [ [ 1, 2 ], [ 3, 4 ] ]
 */
export function reshape(x: TensorLike, shape: Shape): Tensor {
  signatures.reshape.check(arguments);
  const node = toNode('reshape', x);
  checkList('reshape', 'shape', shape);
  const unknown = shape.indexOf(-1);
  if (unknown < 0) {
    return new Tensor(reshapeNode(node, ownShape('reshape', shape)));
  }
  const known = numel(shape.filter((_, d) => d !== unknown));
  const size = numel(node.shape) / known;
  if (shape.lastIndexOf(-1) !== unknown || !Number.isInteger(size)) {
    throw new ShapeError(
      `reshape: no size for -1 makes ${show(shape)} hold the ${numel(node.shape)} elements ` +
        `of ${show(node.shape)}`,
    );
  }
  const full = shape.map((n, d) => (d === unknown ? size : n));
  checkShape('reshape', full);
  return new Tensor(reshapeNode(node, full));
}

/**
 * Dims `startDim` to `endDim` (inclusive) joined into one: `[a, b, c] -> [a, b * c]` from dim 1. A
 * 0-d tensor becomes `[1]`. Source: https://pytorch.org/docs/stable/generated/torch.flatten.html
 * @throws IndexError for a dim that does not exist; ValueError when the dims are in wrong order.
 * @example
 * console.log(tensor([[1, 2], [3, 4]]).flatten().toArray()); // [ 1, 2, 3, 4 ]
 */
export function flatten(x: TensorLike, startDim = 0, endDim = -1): Tensor {
  signatures.flatten.check(arguments);
  const node = toNode('flatten', x);
  if (node.shape.length === 0) return new Tensor(reshapeNode(node, [1]));
  const from = normalizeDim('flatten', startDim, node.shape.length);
  const to = normalizeDim('flatten', endDim, node.shape.length);
  if (from > to) {
    throw new ValueError(`flatten: startDim ${startDim} comes after endDim ${endDim}`);
  }
  const joined = numel(node.shape.slice(from, to + 1));
  return new Tensor(
    reshapeNode(node, [...node.shape.slice(0, from), joined, ...node.shape.slice(to + 1)]),
  );
}

/**
 * Dims of size 1 removed: all of them, or the named ones, which stay when their size is another.
 * Source: https://pytorch.org/docs/stable/generated/torch.squeeze.html
 * @throws IndexError for a dim that does not exist; ValueError for one named twice.
 * @example
 * console.log(zeros([1, 3, 1]).squeeze().shape); // [ 3 ]
 */
export function squeeze(x: TensorLike, dim: number | readonly number[] | null = null): Tensor {
  signatures.squeeze.check(arguments);
  const node = toNode('squeeze', x);
  const dims = normalizeDims('squeeze', dim, node.shape.length);
  return new Tensor(
    reshapeNode(
      node,
      node.shape.filter((n, d) => n !== 1 || !dims.includes(d)),
    ),
  );
}

/**
 * A new dim of size 1 at place `dim` of the result (-1: at the end).
 * Source: https://pytorch.org/docs/stable/generated/torch.unsqueeze.html
 * @throws IndexError for a place that the result does not have.
 * @example
 * console.log(zeros([3]).unsqueeze(0).shape); // [ 1, 3 ]
 */
export function unsqueeze(x: TensorLike, dim: number): Tensor {
  signatures.unsqueeze.check(arguments);
  const node = toNode('unsqueeze', x);
  const d = normalizeDim('unsqueeze', dim, node.shape.length + 1);
  return new Tensor(reshapeNode(node, [...node.shape.slice(0, d), 1, ...node.shape.slice(d)]));
}

/**
 * Dims of size 1 repeated to `shape`, which may have more dims in front; -1 keeps a size. Nothing
 * is copied. Source: https://pytorch.org/docs/stable/generated/torch.Tensor.expand.html
 * @throws ShapeError when a size other than 1 would change.
 * @example
 * console.log(tensor([[1], [2]]).expand([2, 3]).toArray()); // [ [ 1, 1, 1 ], [ 2, 2, 2 ] ]
 */
export function expand(x: TensorLike, shape: Shape): Tensor {
  signatures.expand.check(arguments);
  const node = toNode('expand', x);
  checkList('expand', 'shape', shape);
  const missing = shape.length - node.shape.length;
  const wanted = shape.map((n, d) => (n === -1 ? (node.shape[d - missing] ?? -1) : n));
  checkShape('expand', wanted);
  const fits = missing >= 0 && node.shape.every((n, d) => n === 1 || n === wanted[d + missing]);
  if (!fits) {
    throw new ShapeError(
      `expand: ${show(node.shape)} does not expand to ${show(shape)}: only dims of size 1 repeat`,
    );
  }
  return new Tensor(expandTo(node, wanted));
}

/**
 * x stretched to `shape` by the rules of broadcasting: `expand` with every size written out.
 * Source: https://pytorch.org/docs/stable/generated/torch.broadcast_to.html
 * @throws ShapeError when x does not broadcast to the shape.
 * @example
 * console.log(tensor([1, 2]).broadcastTo([2, 2]).toArray()); // [ [ 1, 2 ], [ 1, 2 ] ]
 */
export function broadcastTo(x: TensorLike, shape: Shape): Tensor {
  signatures.broadcastTo.check(arguments);
  const node = toNode('broadcastTo', x);
  checkList('broadcastTo', 'shape', shape);
  broadcastShapes('broadcastTo', node.shape, shape);
  return expand(x, shape);
}

/**
 * Dims in another order: dim d of the result is dim `dims[d]` of x.
 * Source: https://pytorch.org/docs/stable/generated/torch.permute.html
 * @throws ValueError unless the list names each dim once; IndexError for a dim that does not exist.
 * @example
 * console.log(zeros([2, 3, 4]).permute([2, 0, 1]).shape); // [ 4, 2, 3 ]
 */
export function permute(x: TensorLike, dims: readonly number[]): Tensor {
  signatures.permute.check(arguments);
  const node = toNode('permute', x);
  checkList('permute', 'order of dims', dims);
  const order = dims.map((d) => normalizeDim('permute', d, node.shape.length));
  if (order.length !== node.shape.length || new Set(order).size !== order.length) {
    throw new ValueError(
      `permute: dims ${show(dims)} must name each of the ${node.shape.length} dims of ` +
        `${show(node.shape)} once`,
    );
  }
  return new Tensor(permuteNode(node, order));
}

/**
 * Two dims swapped; a 0-d tensor is unchanged.
 * Source: https://pytorch.org/docs/stable/generated/torch.transpose.html
 * @throws IndexError for a dim that does not exist.
 * @example
 * console.log(tensor([[1, 2], [3, 4]]).transpose(0, 1).toArray()); // [ [ 1, 3 ], [ 2, 4 ] ]
 */
export function transpose(x: TensorLike, dim0: number, dim1: number): Tensor {
  signatures.transpose.check(arguments);
  const node = toNode('transpose', x);
  const a = normalizeDim('transpose', dim0, node.shape.length);
  const b = normalizeDim('transpose', dim1, node.shape.length);
  const order = node.shape.map((_, d) => d);
  if (order.length > 0) [order[a], order[b]] = [b, a];
  return new Tensor(permuteNode(node, order));
}

/**
 * The order of elements reversed along one dim or several; none for an empty list.
 * Source: https://pytorch.org/docs/stable/generated/torch.flip.html
 * @throws IndexError for a dim that does not exist; ValueError for one named twice.
 * @example
 * console.log(flip(tensor([[1, 2], [3, 4]]), 1).toArray()); // [ [ 2, 1 ], [ 4, 3 ] ]
 */
export function flip(x: TensorLike, dim: number | readonly number[]): Tensor {
  signatures.flip.check(arguments);
  const node = toNode('flip', x);
  const list = typeof dim === 'number' ? [dim] : dim;
  const dims = list.length === 0 ? [] : normalizeDims('flip', list, node.shape.length);
  return new Tensor(
    sliceNode(node, {
      start: node.shape.map((n, d) => (dims.includes(d) ? Math.max(n - 1, 0) : 0)),
      step: node.shape.map((_, d) => (dims.includes(d) ? -1 : 1)),
      size: node.shape,
    }),
  );
}
