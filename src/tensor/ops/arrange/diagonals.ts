/** Diagonals: taken out of matrices, and put into them. */

import { ShapeError, ValueError } from '../../../errors.js';
import { exactly, pad, permute, reshape, sum } from '../../../graph/builders/index.js';
import type { Node } from '../../../graph/node.js';
import { normalizeDim, show } from '../../../graph/shape.js';
import * as signatures from '../../../signatures/tensor.js';
import { type TensorLike, toNode } from '../../handle/convert.js';
import { Tensor } from '../../handle/tensor.js';
import { sliceDim } from '../movement/slice-dim.js';

/** The two dims of a matrix, which differ. */
function planeOf(op: string, ndim: number, dim1: number, dim2: number): [number, number] {
  const [a, b] = [normalizeDim(op, dim1, ndim), normalizeDim(op, dim2, ndim)];
  if (a === b) throw new ValueError(`${op}: dim1 and dim2 must differ, both are ${dim1}`);
  return [a, b];
}

/** Dims a and b moved to the end. */
function toLast(x: Node, a: number, b: number): Node {
  return permute(x, [...x.shape.flatMap((_, d) => (d === a || d === b ? [] : [d])), a, b]);
}

/**
 * A diagonal of the matrices in dims `dim1` and `dim2`, which go; it is the new last dim. Offset 0
 * is the main diagonal, 1 the next above.
 * Source: https://pytorch.org/docs/stable/generated/torch.diagonal.html
 * @throws ShapeError for fewer than two dims; IndexError for a dim that does not exist; ValueError
 *   for one dim twice.
 * @example
 * console.log(diagonal(tensor([[1, 2], [3, 4]])).toArray()); // [ 1, 4 ]
 */
export function diagonal(x: TensorLike, offset = 0, dim1 = 0, dim2 = 1): Tensor {
  signatures.diagonal.check(arguments);
  const node = toNode('diagonal', x);
  if (node.shape.length < 2) {
    throw new ShapeError(`diagonal: needs a matrix, got shape ${show(node.shape)}`);
  }
  const moved = toLast(node, ...planeOf('diagonal', node.shape.length, dim1, dim2));
  const last = moved.shape.length - 1;
  const [rows = 0, columns = 0] = moved.shape.slice(-2);
  const [top, left] = [Math.max(0, -offset), Math.max(0, offset)];
  const size = Math.max(0, Math.min(rows - top, columns - left));
  const [from, start] = size === 0 ? [0, 0] : [top, left];
  const square = sliceDim(sliceDim(moved, last - 1, from, 1, size), last, start, 1, size);
  const flat = reshape(square, [...moved.shape.slice(0, -2), size * size]);
  return new Tensor(sliceDim(flat, last - 1, 0, size + 1, size));
}

/**
 * Matrices with x on a diagonal and zeros elsewhere: `[.., n] -> [.., n, n]` for offset 0, larger
 * by the offset else; the two dims of a matrix are `dim1` and `dim2` of the result. Source:
 * https://pytorch.org/docs/stable/generated/torch.diag_embed.html
 * @throws ShapeError for a 0-d tensor; IndexError for a dim that does not exist; ValueError for one
 *   dim twice.
 * @example
 * console.log(diagEmbed(tensor([1, 2])).toArray()); // [ [ 1, 0 ], [ 0, 2 ] ]
 */
export function diagEmbed(x: TensorLike, offset = 0, dim1 = -2, dim2 = -1): Tensor {
  signatures.diagEmbed.check(arguments);
  const node = toNode('diagEmbed', x);
  if (node.shape.length === 0) throw new ShapeError('diagEmbed: a 0-d tensor has no dim');
  const [a, b] = planeOf('diagEmbed', node.shape.length + 1, dim1, dim2);
  const length = node.shape.at(-1) ?? 0;
  const size = length + Math.abs(offset);
  const lead = node.shape.slice(0, -1);
  const low = offset >= 0 ? offset : -offset * size;
  const used = length === 0 ? 0 : low + (length - 1) * (size + 1) + 1;
  const none = lead.map(() => 0);
  const flat = pad(node, {
    low: [...none, length === 0 ? 0 : low],
    high: [...none, size * size - used],
    interior: [...none, size],
  });
  const matrices = reshape(flat, [...lead, size, size]);
  const order: number[] = [];
  let next = 0;
  for (let d = 0; d < matrices.shape.length; d++) {
    if (d === a) order.push(lead.length);
    else order.push(d === b ? lead.length + 1 : next++);
  }
  return new Tensor(permute(matrices, order));
}

/**
 * Of a list `[n]` the matrix with it on a diagonal, of a matrix its diagonal.
 * Source: https://pytorch.org/docs/stable/generated/torch.diag.html
 * @throws ShapeError for other numbers of dims.
 * @example
 * console.log(diag(tensor([1, 2])).toArray()); // [ [ 1, 0 ], [ 0, 2 ] ]
 */
export function diag(x: TensorLike, diagonalOffset = 0): Tensor {
  signatures.diag.check(arguments);
  const node = toNode('diag', x);
  if (node.shape.length === 1) return diagEmbed(new Tensor(node), diagonalOffset);
  if (node.shape.length === 2) return diagonal(new Tensor(node), diagonalOffset);
  throw new ShapeError(`diag: needs one or two dims, got shape ${show(node.shape)}`);
}

/**
 * Sum of the main diagonal of a matrix: `[n, m] -> []`.
 * Source: https://pytorch.org/docs/stable/generated/torch.trace.html
 * @throws ShapeError unless x has two dims.
 * @example
 * console.log(trace(tensor([[1, 2], [3, 4]])).item()); // 5
 */
export function trace(x: TensorLike): Tensor {
  const node = toNode('trace', x);
  if (node.shape.length !== 2) {
    throw new ShapeError(`trace: needs a matrix, got shape ${show(node.shape)}`);
  }
  const { node: elements } = diagonal(new Tensor(node));
  return new Tensor(exactly('trace', (as) => sum(as(elements), [0])));
}
