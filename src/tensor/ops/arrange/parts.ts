/** Parts along one dim: each by itself, one of them, or several. */

import { IndexError, ShapeError, ValueError } from '../../../errors.js';
import { reshape as reshapeNode } from '../../../graph/builders/index.js';
import { normalizeDim, type Shape, show } from '../../../graph/shape.js';
import * as signatures from '../../../signatures/tensor.js';
import { type TensorLike, toNode } from '../../handle/convert.js';
import { Tensor } from '../../handle/tensor.js';
import { reshape } from '../movement/shape.js';
import { needsDims, sliceDim } from '../movement/slice-dim.js';
import { split } from '../movement/split.js';

/**
 * The slice at `index` of a dim, which goes; negative ones count from the end.
 * Source: https://pytorch.org/docs/stable/generated/torch.select.html
 * @throws ShapeError for a 0-d tensor; IndexError for a dim or an index that does not exist.
 * @example
 * console.log(select(tensor([[1, 2], [3, 4]]), 0, 1).toArray()); // [ 3, 4 ]
 */
export function select(x: TensorLike, dim: number, index: number): Tensor {
  signatures.select.check(arguments);
  const node = toNode('select', x);
  needsDims('select', node);
  const d = normalizeDim('select', dim, node.shape.length);
  const length = node.shape[d] ?? 0;
  if (!Number.isInteger(index) || index < -length || index >= length) {
    throw new IndexError(
      `select: index ${index} is out of range for dim ${dim} of ${show(node.shape)}`,
    );
  }
  const part = sliceDim(node, d, index < 0 ? index + length : index, 1, 1);
  return new Tensor(
    reshapeNode(
      part,
      node.shape.filter((_, i) => i !== d),
    ),
  );
}

/**
 * `length` elements of a dim from `start` on; a negative start counts from the end.
 * Source: https://pytorch.org/docs/stable/generated/torch.narrow.html
 * @throws ShapeError for a 0-d tensor; IndexError for a dim or places that do not exist.
 * @example
 * console.log(narrow(arange(5), 0, 1, 3).toArray()); // [ 1, 2, 3 ]
 */
export function narrow(x: TensorLike, dim: number, start: number, length: number): Tensor {
  signatures.narrow.check(arguments);
  const node = toNode('narrow', x);
  needsDims('narrow', node);
  const d = normalizeDim('narrow', dim, node.shape.length);
  const size = node.shape[d] ?? 0;
  const from = start < 0 ? start + size : start;
  const isThere =
    [from, length].every((n) => Number.isInteger(n) && n >= 0) && from + length <= size;
  if (!isThere) {
    throw new IndexError(
      `narrow: ${length} elements from ${start} on are not in dim ${dim} of ${show(node.shape)}`,
    );
  }
  return new Tensor(sliceDim(node, d, from, 1, length));
}

/**
 * The slices of a dim, which goes, as a list.
 * Source: https://pytorch.org/docs/stable/generated/torch.unbind.html
 * @throws ShapeError for a 0-d tensor; IndexError for a dim that does not exist.
 * @example
 * const rows = unbind(tensor([[1, 2], [3, 4]]));
 * console.log(rows.map((row) => row.toArray())); // [ [ 1, 2 ], [ 3, 4 ] ]
 */
export function unbind(x: TensorLike, dim = 0): Tensor[] {
  signatures.unbind.check(arguments);
  const value = new Tensor(toNode('unbind', x));
  needsDims('unbind', value.node);
  const d = normalizeDim('unbind', dim, value.ndim);
  return Array.from({ length: value.shape[d] ?? 0 }, (_, i) => select(value, d, i));
}

/**
 * One dim cut into several, of which one size may be -1: the inverse of `flatten`.
 * Source: https://pytorch.org/docs/stable/generated/torch.unflatten.html
 * @throws ShapeError when the sizes do not make up the dim; IndexError for a dim that does not
 *   exist.
 * @example
 * console.log(unflatten(arange(6), 0, [2, 3]).shape); // [ 2, 3 ]
 */
export function unflatten(x: TensorLike, dim: number, sizes: Shape): Tensor {
  signatures.unflatten.check(arguments);
  const value = new Tensor(toNode('unflatten', x));
  const d = normalizeDim('unflatten', dim, value.ndim);
  const size = value.shape[d] ?? 1;
  const known = sizes.reduce((product, n) => (n === -1 ? product : product * n), 1);
  const filled = sizes.map((n) => (n === -1 ? size / known : n));
  const isFit = filled.every(Number.isInteger) && filled.reduce((a, b) => a * b, 1) === size;
  if (!isFit || sizes.length === 0 || value.ndim === 0) {
    throw new ShapeError(
      `unflatten: ${show(sizes)} does not make up dim ${dim} of ${show(value.shape)}`,
    );
  }
  return reshape(value, [...value.shape.slice(0, d), ...filled, ...value.shape.slice(d + 1)]);
}

/** A number of parts, or places to cut at, out of a tensor too. */
function cutsOf(given: number | readonly number[] | Tensor): number | readonly number[] {
  if (!(given instanceof Tensor)) return given;
  return given.ndim === 0 ? given.item() : [...given.toTypedArray()];
}

/**
 * Parts along a dim: so many, the first ones larger by one where the size asks for it; or cut at
 * the listed places. Source: https://pytorch.org/docs/stable/generated/torch.tensor_split.html
 * @throws ValueError unless the number of parts is a positive integer; ShapeError for a 0-d tensor;
 *   IndexError for a dim that does not exist.
 * @example
 * const parts = tensorSplit(arange(5), 2);
 * console.log(parts.map((part) => part.toArray())); // [ [ 0, 1, 2 ], [ 3, 4 ] ]
 */
export function tensorSplit(
  x: TensorLike,
  indicesOrSections: number | readonly number[] | Tensor,
  dim = 0,
): Tensor[] {
  signatures.tensorSplit.check(arguments);
  const node = toNode('tensorSplit', x);
  needsDims('tensorSplit', node);
  const d = normalizeDim('tensorSplit', dim, node.shape.length);
  const length = node.shape[d] ?? 0;
  const given = cutsOf(indicesOrSections);
  if (typeof given === 'number') {
    if (!Number.isInteger(given) || given < 1) {
      throw new ValueError(`tensorSplit: the number of parts must be positive, got ${given}`);
    }
    const [least, more] = [Math.floor(length / given), length % given];
    const sizes = Array.from({ length: given }, (_, i) => least + (i < more ? 1 : 0));
    return split(x, sizes, d);
  }
  const place = (n: number): number => Math.min(length, Math.max(0, n < 0 ? n + length : n));
  const cuts = [0, ...given.map(place), length];
  return cuts.slice(1).map((end, i) => {
    const start = cuts[i] ?? 0;
    return new Tensor(sliceDim(node, d, start, 1, Math.max(0, end - start)));
  });
}
