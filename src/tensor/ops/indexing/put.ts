/** Assignment as functions: x with other values at some places. */

import { DTypeError, ShapeError } from '../../../errors.js';
import { cast, expandTo } from '../../../graph/builders/index.js';
import { broadcastShapes, normalizeDim, numel, sameShape, show } from '../../../graph/shape.js';
import { internally } from '../../../runtime/values/held.js';
import * as signatures from '../../../signatures/tensor.js';
import { type TensorLike, toNode } from '../../handle/convert.js';
import { Tensor } from '../../handle/tensor.js';
import { arange, full } from '../../make/create.js';
import { mul } from '../elementwise/arithmetic.js';
import { where } from '../elementwise/where.js';
import { scatterAdd } from '../movement/lookup.js';
import { expand, reshape } from '../movement/shape.js';
import { at, type Index } from './at.js';
import { addAtPlaces, putPlaces } from './put-places.js';
import { scatter } from './scatter.js';

/** Options of `indexPut`. */
export interface IndexPutOptions {
  /** Whether values are added, those for one place all together. Default false. */
  readonly accumulate?: boolean;
}

/**
 * x with `values` at the places that `at` would pick with these items: PyTorch's `x[i, j] = values`
 * as a function. A number, or a tensor that broadcasts to what is picked, of the dtype of x. Of
 * several values for one place the last counts, or with `accumulate` their sum is added.
 * Source: https://pytorch.org/docs/stable/generated/torch.Tensor.index_put.html
 * @throws IndexError as `at`; ShapeError for values that do not broadcast; DTypeError for values of
 *   another dtype.
 *
 * @example
 * console.log(indexPut(zeros([2, 3]), [0, [1, 3]], 5).toArray()); // [ [ 0, 5, 5 ], [ 0, 0, 0 ] ]
 */
export function indexPut(
  x: TensorLike,
  indices: readonly Index[],
  values: Tensor | number,
  options: IndexPutOptions = {},
): Tensor {
  signatures.indexPut.check(arguments);
  const { accumulate = false } = options;
  const value = new Tensor(toNode('indexPut', x));
  if (!Array.isArray(indices)) {
    throw new DTypeError(
      'indexPut: the indices must be a list: indexPut(x, [rows, columns], values)',
    );
  }
  const places = internally(() => at(reshape(arange(value.numel), value.shape), ...indices));
  const given = valueFor('indexPut', value, values);
  const shape = broadcastShapes('indexPut', places.shape, given.shape);
  if (numel(shape) !== places.numel) {
    throw new ShapeError(
      `indexPut: values of shape ${show(given.shape)} do not broadcast to ${show(places.shape)}`,
    );
  }
  const from = reshape(new Tensor(expandTo(given.node, shape)), [-1]);
  const [list, where0] = [reshape(value, [-1]), reshape(places, [-1])];
  const mayRepeat = indices.some((item) => item instanceof Tensor && item.dtype !== 'bool');
  const result = accumulate
    ? addAtPlaces(list, where0, from)
    : putPlaces(list, where0, from, mayRepeat);
  return reshape(result, value.shape);
}

/** A number or a tensor as a tensor of the dtype of x. */
function valueFor(op: string, x: Tensor, value: Tensor | number | boolean): Tensor {
  if (!(value instanceof Tensor)) {
    return new Tensor(cast(toNode(op, value), x.dtype));
  }
  if (value.dtype === x.dtype) return value;
  throw new DTypeError(
    `${op}: x is ${x.dtype}, the values ${value.dtype}. Convert them: values.to('${x.dtype}')`,
  );
}

/**
 * x with a number where the mask is true, in the dtype of x; x and mask broadcast.
 * Source: https://pytorch.org/docs/stable/generated/torch.Tensor.masked_fill.html
 * @throws DTypeError for a mask that is not bool; ShapeError for one that does not broadcast, or a
 *   value of more than one element.
 * @example
 * const mask = tensor([true, false, true]);
 * console.log(maskedFill(tensor([1, 2, 3]), mask, 0).toArray()); // [ 0, 2, 0 ]
 */
export function maskedFill(x: TensorLike, mask: Tensor, value: Tensor | number | boolean): Tensor {
  signatures.maskedFill.check(arguments);
  const from = new Tensor(toNode('maskedFill', x));
  if (!(mask instanceof Tensor) || mask.dtype !== 'bool') {
    const kind = mask instanceof Tensor ? mask.dtype : typeof mask;
    throw new DTypeError(`maskedFill: the mask must be bool, got ${kind}. Use a comparison`);
  }
  broadcastShapes('maskedFill', from.shape, mask.shape);
  if (value instanceof Tensor && value.ndim > 0) {
    throw new ShapeError(
      `maskedFill: the value must be a number or 0-d, got ${show(value.shape)}. Use where()`,
    );
  }
  const fill = value instanceof Tensor ? new Tensor(cast(value.node, from.dtype)) : value;
  return where(mask, typeof fill === 'number' ? valueFor('maskedFill', from, fill) : fill, from);
}

/** A 1-d index as one for every element of the slices that it names. */
function spreadOver(
  op: string,
  x: Tensor,
  dim: number,
  index: Tensor,
): { d: number; places: Tensor } {
  if (!(index instanceof Tensor) || index.dtype !== 'int32') {
    const kind = index instanceof Tensor ? index.dtype : typeof index;
    throw new DTypeError(`${op}: the index must be int32, got ${kind}. Use index.to('int32')`);
  }
  if (index.ndim > 1) {
    throw new ShapeError(`${op}: the index must have one dim, got shape ${show(index.shape)}`);
  }
  const d = normalizeDim(op, dim, x.ndim);
  const along = x.shape.map((_, i) => (i === d ? index.numel : 1));
  const shape = x.shape.map((n, i) => (i === d ? index.numel : n));
  return { d, places: expand(reshape(index, along), shape) };
}

function whole(x: Tensor): Tensor {
  return x.ndim === 0 ? reshape(x, [1]) : x;
}

/** Options of `indexAdd`. */
export interface IndexAddOptions {
  /** Factor of the source. Default 1. */
  readonly alpha?: number;
}

/**
 * x with the slices of `source` added to the slices of `dim` that a 1-d int32 index names.
 * Source: https://pytorch.org/docs/stable/generated/torch.Tensor.index_add.html
 * @throws DTypeError for an index that is not int32, or a source of another dtype; ShapeError for
 *   shapes that do not fit; IndexError for a dim that does not exist and, when the values are read,
 *   for an index out of range.
 * @example
 * const places = tensor([0, 0], { dtype: 'int32' });
 * console.log(zeros([2]).indexAdd(0, places, tensor([1, 2])).toArray()); // [ 3, 0 ]
 */
export function indexAdd(
  x: TensorLike,
  dim: number,
  index: Tensor,
  source: Tensor,
  options: IndexAddOptions = {},
): Tensor {
  signatures.indexAdd.check(arguments);
  const given = new Tensor(toNode('indexAdd', x));
  const value = whole(given);
  const { d, places } = spreadOver('indexAdd', value, dim, index);
  const { alpha = 1 } = options;
  const from = fitted('indexAdd', given, places, source);
  const added = scatterAdd(value, d, places, alpha === 1 ? from : mul(from, alpha));
  return reshape(added, given.shape);
}

function fitted(op: string, x: Tensor, places: Tensor, source: Tensor): Tensor {
  const from = valueFor(op, x, source);
  const shaped = from.ndim === 0 && places.numel === 1 ? reshape(from, places.shape) : from;
  if (sameShape(shaped.shape, places.shape)) return shaped;
  throw new ShapeError(
    `${op}: the source must have shape ${show(places.shape)}, got ${show(source.shape)}`,
  );
}

/**
 * x with the slices of `source` in place of the slices of `dim` that a 1-d int32 index names.
 * Source: https://pytorch.org/docs/stable/generated/torch.Tensor.index_copy.html
 * @throws DTypeError, ShapeError, IndexError as `indexAdd`.
 * @example
 * const places = tensor([1], { dtype: 'int32' });
 * console.log(zeros([2]).indexCopy(0, places, tensor([5])).toArray()); // [ 0, 5 ]
 */
export function indexCopy(x: TensorLike, dim: number, index: Tensor, source: Tensor): Tensor {
  signatures.indexCopy.check(arguments);
  const given = new Tensor(toNode('indexCopy', x));
  const value = whole(given);
  const { d, places } = spreadOver('indexCopy', value, dim, index);
  return reshape(
    scatter(value, d, places, fitted('indexCopy', given, places, source)),
    given.shape,
  );
}

/**
 * x with a number in the slices of `dim` that a 1-d int32 index names.
 * Source: https://pytorch.org/docs/stable/generated/torch.Tensor.index_fill.html
 * @throws DTypeError, ShapeError, IndexError as `indexAdd`.
 * @example
 * const places = tensor([1], { dtype: 'int32' });
 * console.log(zeros([2]).indexFill(0, places, 7).toArray()); // [ 0, 7 ]
 */
export function indexFill(
  x: TensorLike,
  dim: number,
  index: Tensor,
  value: Tensor | number | boolean,
): Tensor {
  signatures.indexFill.check(arguments);
  const given = new Tensor(toNode('indexFill', x));
  const from = whole(given);
  const { d, places } = spreadOver('indexFill', from, dim, index);
  const fill =
    value instanceof Tensor
      ? expand(value, places.shape)
      : full(places.shape, value, { dtype: from.dtype });
  return reshape(scatter(from, d, places, fill), given.shape);
}
