/** Ops that walk along a dim in order: running sums and maxima, sorting, and the largest few. */

import { ValueError } from '../../../errors.js';
import {
  argsort as argsortNode,
  cast,
  cummax as cummaxNode,
  cumsum as cumsumNode,
  exactly,
  gather,
  permute,
  reshape,
} from '../../../graph/builders/index.js';
import type { Node } from '../../../graph/node.js';
import { normalizeDim, show } from '../../../graph/shape.js';
import { type MappedTuple, mapTuple } from '../../../list.js';
import * as signatures from '../../../signatures/tensor.js';
import { type TensorLike, toNode } from '../../handle/convert.js';
import { Tensor } from '../../handle/tensor.js';
import { sliceDim } from '../movement/slice-dim.js';
import { type ValuesIndices, valuesIndices } from '../reduction/values-indices.js';

/** Applies `fn` with dim `d` moved to the end; a 0-d tensor has one dim meanwhile. */
function onLastDim<const T extends readonly Node[]>(
  x: Node,
  d: number,
  fn: (moved: Node) => T,
): MappedTuple<T, Tensor> {
  if (x.shape.length === 0) {
    return mapTuple(fn(reshape(x, [1])), (node) => new Tensor(reshape(node, [])));
  }
  const order = [...x.shape.map((_, i) => i).filter((i) => i !== d), d];
  const inverse = order.map((_, i) => order.indexOf(i));
  return mapTuple(fn(permute(x, order)), (node) => new Tensor(permute(node, inverse)));
}

/**
 * Running sum along `dim`, in the shape of x: out[i] = x[0] + ... + x[i]. Floats keep their dtype;
 * int32 and bool give int32.
 * Source: https://pytorch.org/docs/stable/generated/torch.cumsum.html
 * @throws IndexError for a dim that does not exist; ValueError, when the values are read, for a sum
 *   that no int32 holds.
 * @example
 * console.log(tensor([1, 2, 3]).cumsum(0).toArray()); // [ 1, 3, 6 ]
 */
export function cumsum(x: TensorLike, dim: number): Tensor {
  signatures.cumsum.check(arguments);
  const node = toNode('cumsum', x);
  const value = node.dtype === 'bool' ? cast(node, 'int32') : node;
  const d = normalizeDim('cumsum', dim, node.shape.length);
  const isCount = node.dtype === 'bool';
  const [sums] = onLastDim(value, d, (moved) => [
    isCount ? cumsumNode(moved) : exactly('cumsum', (as) => cumsumNode(as(moved))),
  ]);
  return sums;
}

/**
 * Running maximum along `dim`, in the shape and dtype of x: out[i] = the largest of x[0] .. x[i];
 * and where each comes from (int32). Of equal elements the last counts, and NaN as the largest:
 * from the first NaN on the values are NaN. Gradients flow to the elements at those indices.
 * Source: https://pytorch.org/docs/stable/generated/torch.cummax.html
 * @throws IndexError for a dim that does not exist.
 * @example
 * const [values] = tensor([1, 3, 2]).cummax(0);
 * console.log(values.toArray()); // [ 1, 3, 3 ]
 */
export function cummax(x: TensorLike, dim: number): ValuesIndices {
  signatures.cummax.check(arguments);
  const node = toNode('cummax', x);
  const d = normalizeDim('cummax', dim, node.shape.length);
  return valuesIndices(
    ...onLastDim(node, d, (moved) => [cummaxNode(moved, 'values'), cummaxNode(moved, 'places')]),
  );
}

/**
 * In a row without any order, longer lists of the first few, or of more than one in `leastRow`,
 * take longer to find than to sort all.
 */
const longestList = 64;
const leastRow = 8;

/** The first `count` places in the order of the last dim. */
function firstPlaces(x: Node, last: number, descending: boolean, count: number): Node {
  const length = x.shape[last] ?? 1;
  if (count <= longestList && count * leastRow <= length) return argsortNode(x, descending, count);
  return sliceDim(argsortNode(x, descending), last, 0, 1, count);
}

/** The first `count` values in order, all of them if left out, and their places. */
function ordered(x: Node, d: number, descending: boolean, count?: number): ValuesIndices {
  const both = onLastDim(x, d, (moved) => {
    const last = moved.shape.length - 1;
    const places = firstPlaces(moved, last, descending, count ?? moved.shape[last] ?? 1);
    return [gather(moved, last, places, 'sort'), places];
  });
  return valuesIndices(...both);
}

/**
 * The values in order along `dim`, and their indices (int32), both of the shape of x. Stable; NaN
 * counts as the largest. Gradients flow to the values' places.
 * Source: https://pytorch.org/docs/stable/generated/torch.sort.html
 * @throws IndexError for a dim that does not exist.
 * @example
 * const [values, indices] = tensor([3, 1, 2]).sort();
 * console.log(values.toArray(), indices.toArray()); // [ 1, 2, 3 ] [ 1, 2, 0 ]
 */
export function sort(x: TensorLike, dim = -1, descending = false): ValuesIndices {
  signatures.sort.check(arguments);
  const node = toNode('sort', x);
  return ordered(node, normalizeDim('sort', dim, node.shape.length), descending);
}

/**
 * The indices (int32) that put the elements along `dim` in order, in the shape of x. Stable; NaN
 * counts as the largest.
 * Source: https://pytorch.org/docs/stable/generated/torch.argsort.html
 * @throws IndexError for a dim that does not exist.
 * @example
 * console.log(tensor([3, 1, 2]).argsort().toArray()); // [ 1, 2, 0 ]
 */
export function argsort(x: TensorLike, dim = -1, descending = false): Tensor {
  signatures.argsort.check(arguments);
  return sort(x, dim, descending).indices;
}

/**
 * The values in order along the first dim; of a 0-d tensor itself.
 * Source: https://pytorch.org/docs/stable/generated/torch.msort.html
 * @example
 * console.log(msort(tensor([3, 1, 2])).toArray()); // [ 1, 2, 3 ]
 */
export function msort(x: TensorLike): Tensor {
  return sort(x, 0).values;
}

/**
 * The k largest (or smallest) values along `dim`, in order, and their indices (int32):
 * `[.., n, ..] -> [.., k, ..]`. Of equal values the first come first; NaN counts as the largest.
 * Source: https://pytorch.org/docs/stable/generated/torch.topk.html
 * @throws ValueError unless k is an integer from 0 to the size of the dim; IndexError for a dim
 *   that does not exist.
 * @example
 * const [values, indices] = tensor([3, 1, 4, 1, 5]).topk(2);
 * console.log(values.toArray(), indices.toArray()); // [ 5, 4 ] [ 4, 2 ]
 */
export function topk(x: TensorLike, k: number, dim = -1, largest = true): ValuesIndices {
  signatures.topk.check(arguments);
  const node = toNode('topk', x);
  const d = normalizeDim('topk', dim, node.shape.length);
  const length = node.shape[d] ?? 1;
  if (!Number.isInteger(k) || k < 0 || k > length) {
    throw new ValueError(
      `topk: k is ${k}, but dim ${dim} of ${show(node.shape)} has ${length} elements`,
    );
  }
  return ordered(node, d, largest, k);
}
