/** Elements picked by their number, along a dim, or by a mask. */

import { DTypeError, ShapeError } from '../../../errors.js';
import { gather } from '../../../graph/builders/index.js';
import { broadcastShapes, normalizeDim, show } from '../../../graph/shape.js';
import { internally } from '../../../runtime/values/held.js';
import * as signatures from '../../../signatures/tensor.js';
import { type TensorLike, toNode } from '../../handle/convert.js';
import { Tensor } from '../../handle/tensor.js';
import { add } from '../elementwise/arithmetic.js';
import { lt } from '../elementwise/comparison.js';
import { where } from '../elementwise/where.js';
import { expand, reshape } from '../movement/shape.js';
import { at } from './at.js';

function checkIndex(op: string, index: Tensor): void {
  if (index instanceof Tensor && index.dtype === 'int32') return;
  const kind = index instanceof Tensor ? index.dtype : typeof index;
  throw new DTypeError(`${op}: the index must be int32, got ${kind}. Use index.to('int32')`);
}

/**
 * The elements of those numbers, counted in row-major order (negative ones from the end), in the
 * shape of the index (int32).
 * Source: https://pytorch.org/docs/stable/generated/torch.take.html
 * @throws DTypeError for an index that is not int32; IndexError, when the values are read, for one
 *   out of range.
 * @example
 * const places = tensor([3, 0], { dtype: 'int32' });
 * console.log(take(tensor([[1, 2], [3, 4]]), places).toArray()); // [ 4, 1 ]
 */
export function take(x: TensorLike, index: Tensor): Tensor {
  signatures.take.check(arguments);
  checkIndex('take', index);
  return at(reshape(new Tensor(toNode('take', x)), [-1]), index);
}

/**
 * The elements at those places (int32) along `dim`, as `argsort` and `argmax` give them: x and
 * index broadcast in the other dims. Without a dim, of all elements in one list. Source:
 * https://pytorch.org/docs/stable/generated/torch.take_along_dim.html
 * @throws DTypeError for an index that is not int32; ShapeError for another number of dims;
 *   IndexError for a dim that does not exist and, when the values are read, for an index out of
 *   range.
 * @example
 * const places = tensor([1], { dtype: 'int32' });
 * console.log(takeAlongDim(tensor([4, 5]), places, 0).toArray()); // [ 5 ]
 */
export function takeAlongDim(x: TensorLike, index: Tensor, dim: number | null = null): Tensor {
  signatures.takeAlongDim.check(arguments);
  checkIndex('takeAlongDim', index);
  const value = new Tensor(toNode('takeAlongDim', x));
  if (dim === null) {
    return takeAlongDim(reshape(value, [-1]), reshape(index, [-1]), 0);
  }
  if (value.ndim !== index.ndim) {
    throw new ShapeError(
      `takeAlongDim: x ${show(value.shape)} and the index ${show(index.shape)} must have as many dims`,
    );
  }
  const d = normalizeDim('takeAlongDim', dim, value.ndim);
  const without = (shape: readonly number[]): number[] => shape.map((n, i) => (i === d ? 1 : n));
  const common = broadcastShapes('takeAlongDim', without(value.shape), without(index.shape));
  const of = (each: Tensor): Tensor =>
    expand(
      each,
      common.map((n, i) => (i === d ? (each.shape[d] ?? 1) : n)),
    );
  const places = of(index);
  const counted = internally(() => where(lt(places, 0), add(places, value.shape[d] ?? 1), places));
  return new Tensor(gather(of(value).node, d, counted.node, 'takeAlongDim'));
}

/**
 * The elements where the mask is true, in one list: `[n]`. Both broadcast. The mask is read.
 * Source: https://pytorch.org/docs/stable/generated/torch.masked_select.html
 * @throws DTypeError for a mask that is not bool; ShapeError when the shapes do not broadcast.
 * @example
 * console.log(maskedSelect(tensor([1, 2, 3]), tensor([true, false, true])).toArray()); // [ 1, 3 ]
 */
export function maskedSelect(x: TensorLike, mask: Tensor): Tensor {
  signatures.maskedSelect.check(arguments);
  if (!(mask instanceof Tensor) || mask.dtype !== 'bool') {
    const kind = mask instanceof Tensor ? mask.dtype : typeof mask;
    throw new DTypeError(`maskedSelect: the mask must be bool, got ${kind}. Use a comparison`);
  }
  const value = new Tensor(toNode('maskedSelect', x));
  const shape = broadcastShapes('maskedSelect', value.shape, mask.shape);
  const [from, kept] = [expand(value, shape), expand(mask, shape)];
  return at(reshape(from, [-1]), reshape(kept, [-1]));
}
