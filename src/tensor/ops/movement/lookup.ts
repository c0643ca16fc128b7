/**
 * Elements picked by a tensor of indices, the reverse of it, and indices as rows of zeros and ones.
 */

import { DTypeError, ShapeError, ValueError } from '../../../errors.js';
import {
  binary,
  cast,
  compare,
  exactly,
  expandTo,
  gather as gatherNode,
  iota,
  pad,
  reshape,
  scatterAdd as scatterNode,
  slice as sliceNode,
} from '../../../graph/builders/index.js';
import { refuseForeign } from '../../../graph/copy.js';
import type { Node } from '../../../graph/node.js';
import { normalizeDim, type Shape, show } from '../../../graph/shape.js';
import { at } from '../../../list.js';
import * as signatures from '../../../signatures/tensor.js';
import { type TensorLike, toNode, toNodes } from '../../handle/convert.js';
import { Tensor } from '../../handle/tensor.js';

/** Refuses dtypes that are no index. */
function checkIndexDType(op: string, x: Tensor): void {
  refuseForeign(op, x);
  if (x.dtype !== 'int32') {
    throw new DTypeError(`${op}: the index must be int32, got ${x.dtype}. Use index.to('int32')`);
  }
}

/** Cuts the dims of x other than `d` to those of the index, which may be smaller. */
function cutTo(x: Node, index: Shape, d = -1): Node {
  const size = x.shape.map((n, i) => (i === d ? n : (index[i] ?? n)));
  return sliceNode(x, { start: size.map(() => 0), step: size.map(() => 1), size });
}

/** Zeros behind x, up to a shape. */
function padTo(x: Node, shape: Shape): Node {
  const none = shape.map(() => 0);
  return pad(x, { low: none, high: shape.map((n, i) => n - at(x.shape, i)), interior: none });
}

/** A 0-d tensor as 1-d: it counts as one element that can be picked, or picks one. */
function withDim(x: Node): Node {
  return x.shape.length === 0 ? reshape(x, [1]) : x;
}

function checkIndexShape(op: string, x: Shape, index: Shape, d: number): void {
  const fits = x.length === index.length && index.every((n, i) => i === d || n <= (x[i] ?? 0));
  if (!fits) {
    throw new ShapeError(
      `${op}: the index of shape ${show(index)} must have as many dims as ${show(x)}, ` +
        `and no larger size except in dim ${d}`,
    );
  }
}

/**
 * The element of x at each index along `dim`, in the shape of the index (int32): for dim 0 of a
 * matrix, out[i][j] = x[index[i][j]][j]. Gradients of an element picked twice add up.
 * Source: https://pytorch.org/docs/stable/generated/torch.gather.html
 * @throws DTypeError for an index that is not int32; ShapeError for one with other dims than x or
 *   larger ones; IndexError for a dim that does not exist and, when the values are read, for an
 *   index out of range (negative ones are).
 * @example
 * const index = tensor([[1], [0]], { dtype: 'int32' });
 * console.log(tensor([[1, 2], [3, 4]]).gather(1, index).toArray()); // [ [ 2 ], [ 3 ] ]
 */
export function gather(x: TensorLike, dim: number, index: Tensor): Tensor {
  signatures.gather.check(arguments);
  const node = toNode('gather', x);
  checkIndexDType('gather', index);
  const d = normalizeDim('gather', dim, node.shape.length);
  const [from, places] = [withDim(node), withDim(index.node)];
  checkIndexShape('gather', from.shape, places.shape, d);
  const picked = gatherNode(cutTo(from, places.shape, d), d, places, 'gather');
  return new Tensor(reshape(picked, index.shape));
}

/**
 * x plus each element of `source` added at its index (int32) along `dim`: for dim 0 of a matrix,
 * out[index[i][j]][j] += source[i][j]. The index may be smaller than source and x; x and source
 * promote.
 * Source: https://pytorch.org/docs/stable/generated/torch.scatter_add.html
 * @throws DTypeError for an index that is not int32; ShapeError for other shapes; IndexError for a
 *   dim that does not exist and, when the values are read, for an index out of range; ValueError
 *   then for a sum that no int32 holds.
 * @example
 * const index = tensor([0, 2, 0], { dtype: 'int32' });
 * console.log(zeros([3]).scatterAdd(0, index, tensor([1, 2, 3])).toArray()); // [ 4, 0, 2 ]
 */
export function scatterAdd(x: TensorLike, dim: number, index: Tensor, source: Tensor): Tensor {
  signatures.scatterAdd.check(arguments);
  const [node, values] = toNodes('scatterAdd', [x, source]);
  checkIndexDType('scatterAdd', index);
  const d = normalizeDim('scatterAdd', dim, node.shape.length);
  const [into, places, from] = [withDim(node), withDim(index.node), withDim(values)];
  checkIndexShape('scatterAdd', into.shape, places.shape, d);
  if (
    from.shape.length !== places.shape.length ||
    places.shape.some((n, i) => n > at(from.shape, i))
  ) {
    throw new ShapeError(
      `scatterAdd: the index of shape ${show(index.shape)} must have as many dims as the source ` +
        `${show(values.shape)}, and no larger size`,
    );
  }
  const total = exactly('scatterAdd', (as) => {
    const used = cutTo(as(from), places.shape);
    const added = scatterNode(places, used, d, at(into.shape, d), 'scatterAdd');
    return binary('add', as(into), padTo(added, into.shape));
  });
  return new Tensor(reshape(total, node.shape));
}

/**
 * Whole slices of `dim`, in the order of a 1-d int32 index of k places: `[.., n, ..] -> [.., k,
 * ..]`. A 0-d index is one place, and a 0-d x the only slice of itself. Source:
 * https://pytorch.org/docs/stable/generated/torch.index_select.html
 * @throws DTypeError for an index that is not int32; ShapeError for one of several dims, or of
 *   several places in a 0-d x; IndexError for a dim that does not exist and, when the values are
 *   read, for an index out of range.
 * @example
 * const rows = tensor([1, 0], { dtype: 'int32' });
 * console.log(tensor([[1, 2], [3, 4]]).indexSelect(0, rows).toArray()); // [ [ 3, 4 ], [ 1, 2 ] ]
 */
export function indexSelect(x: TensorLike, dim: number, index: Tensor): Tensor {
  signatures.indexSelect.check(arguments);
  const node = toNode('indexSelect', x);
  checkIndexDType('indexSelect', index);
  const d = normalizeDim('indexSelect', dim, node.shape.length);
  if (index.ndim > 1) {
    throw new ShapeError(
      `indexSelect: the index must have one dim, got shape ${show(index.shape)}`,
    );
  }
  if (node.shape.length === 0 && index.numel !== 1) {
    throw new ShapeError(`indexSelect: of a 0-d tensor only one can be picked, not ${index.numel}`);
  }
  const from = withDim(node);
  const shape = from.shape.map((n, i) => (i === d ? index.numel : n));
  const along = from.shape.map((_, i) => (i === d ? index.numel : 1));
  const places = expandTo(reshape(index.node, along), shape);
  const picked = gatherNode(from, d, places, 'indexSelect');
  return new Tensor(node.shape.length === 0 ? reshape(picked, []) : picked);
}

/**
 * 1 at the class that each element names, 0 elsewhere, int32: int32 `[..] -> [.., numClasses]`. A
 * class out of range gives zeros only. Unlike PyTorch it needs `numClasses`, since guessing it
 * would mean to compute x. Source:
 * https://pytorch.org/docs/stable/generated/torch.nn.functional.one_hot.html
 * @throws DTypeError unless x is int32; ValueError unless `numClasses` is a positive integer.
 * @example
 * const labels = tensor([2, 0], { dtype: 'int32' });
 * console.log(oneHot(labels, 3).toArray()); // [ [ 0, 0, 1 ], [ 1, 0, 0 ] ]
 */
export function oneHot(x: Tensor, numClasses: number): Tensor {
  signatures.oneHot.check(arguments);
  checkIndexDType('oneHot', x);
  if (!Number.isInteger(numClasses) || numClasses < 1) {
    throw new ValueError(`oneHot: numClasses must be a positive integer, got ${numClasses}`);
  }
  const shape = [...x.shape, numClasses];
  const place = expandTo(reshape(x.node, [...x.shape, 1]), shape);
  const wide = expandTo(iota([numClasses]), shape);
  return new Tensor(cast(compare('eq', place, wide), 'int32'));
}
