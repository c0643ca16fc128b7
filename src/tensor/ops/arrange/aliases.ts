/**
 * PyTorch's other names for what is there. Nothing has strides that a user could see, so a view is
 * a shape and `contiguous` the tensor itself; `long` is int32, the one type of integers.
 */

import { normalizeDim, type Shape } from '../../../graph/shape.js';
import * as signatures from '../../../signatures/tensor.js';
import { type TensorLike, toNode } from '../../handle/convert.js';
import { Tensor } from '../../handle/tensor.js';
import { to } from '../movement/copy.js';
import { broadcastTo, flatten, reshape, transpose } from '../movement/shape.js';
import { sizesOf } from './sizes-of.js';

/**
 * `reshape`, of a list or of numbers: `x.view(2, -1)`.
 * @example
 * console.log(arange(4).view([2, 2]).toArray()); // [ [ 0, 1 ], [ 2, 3 ] ]
 */
export function view(x: TensorLike, ...shape: (number | readonly number[])[]): Tensor {
  signatures.view.check(arguments);
  return reshape(x, sizesOf(shape));
}

/**
 * `reshape` to the shape of another tensor.
 * @example
 * console.log(arange(4).reshapeAs(zeros([2, 2])).shape); // [ 2, 2 ]
 */
export function reshapeAs(x: TensorLike, other: Tensor): Tensor {
  signatures.reshapeAs.check(arguments);
  return reshape(x, other.shape);
}

/**
 * `reshape` to the shape of another tensor.
 * @example
 * console.log(arange(4).viewAs(zeros([2, 2])).shape); // [ 2, 2 ]
 */
export function viewAs(x: TensorLike, other: Tensor): Tensor {
  signatures.viewAs.check(arguments);
  return reshape(x, other.shape);
}

/**
 * `broadcastTo` the shape of another tensor.
 * @example
 * console.log(tensor([1]).expandAs(zeros([3])).toArray()); // [ 1, 1, 1 ]
 */
export function expandAs(x: TensorLike, other: Tensor): Tensor {
  signatures.expandAs.check(arguments);
  return broadcastTo(x, other.shape);
}

/**
 * All elements in one dim, in row-major order: `flatten()`.
 * @example
 * console.log(tensor([[1], [2]]).ravel().toArray()); // [ 1, 2 ]
 */
export function ravel(x: TensorLike): Tensor {
  return flatten(x);
}

/**
 * The tensor itself: a view costs nothing, and nothing has to be contiguous.
 * @example
 * console.log(tensor([1, 2]).contiguous().toArray()); // [ 1, 2 ]
 */
export function contiguous(x: TensorLike): Tensor {
  return new Tensor(toNode('contiguous', x));
}

/**
 * `transpose`, in NumPy's words.
 * @example
 * console.log(zeros([2, 3]).swapaxes(0, 1).shape); // [ 3, 2 ]
 */
export function swapaxes(x: TensorLike, axis0: number, axis1: number): Tensor {
  signatures.swapaxes.check(arguments);
  return transpose(x, axis0, axis1);
}

/**
 * `transpose`, in NumPy's words.
 * @example
 * console.log(zeros([2, 3]).swapdims(0, 1).shape); // [ 3, 2 ]
 */
export function swapdims(x: TensorLike, dim0: number, dim1: number): Tensor {
  signatures.swapdims.check(arguments);
  return transpose(x, dim0, dim1);
}

/**
 * The shape.
 * @example
 * console.log(zeros([2, 3]).size(1)); // 3
 */
export function size(x: TensorLike): Shape;
/** The size of one dim. @throws IndexError for a dim that does not exist. */
export function size(x: TensorLike, dim: number): number;
export function size(x: TensorLike, dim: number | null = null): unknown {
  signatures.size.check(arguments);
  const { shape } = toNode('size', x);
  return dim === null ? shape : shape[normalizeDim('size', dim, shape.length)];
}

/**
 * Number of dims: `x.ndim`.
 * @example
 * console.log(zeros([2, 3]).dim()); // 2
 */
export function dim(x: TensorLike): number {
  return toNode('dim', x).shape.length;
}

/**
 * `to('float32')`.
 * @example
 * console.log(tensor([1], { dtype: 'int32' }).float().dtype); // float32
 */
export function float(x: TensorLike): Tensor {
  return to(x, 'float32');
}

/**
 * `to('float64')`.
 * @example
 * console.log(tensor([1]).double().dtype); // float64
 */
export function double(x: TensorLike): Tensor {
  return to(x, 'float64');
}

/**
 * `to('int32')`. @throws ValueError, when the values are read, for what no int32 holds.
 * @example
 * console.log(tensor([1.5]).int().toArray()); // [ 1 ]
 */
export function int(x: TensorLike): Tensor {
  return to(x, 'int32');
}

/**
 * `to('int32')`: the one type of integers. @throws ValueError as `int`.
 * @example
 * console.log(tensor([1.5]).long().dtype); // int32
 */
export function long(x: TensorLike): Tensor {
  return to(x, 'int32');
}

/**
 * `to('bool')`: whether it is not 0.
 * @example
 * console.log(tensor([0, 2]).bool().toArray()); // [ false, true ]
 */
export function bool(x: TensorLike): Tensor {
  return to(x, 'bool');
}
