/** Where elements are not 0: shapes that depend on values, so these functions read their tensor. */

import * as signatures from '../../../signatures/tensor.js';
import { type TensorLike, toNode } from '../../handle/convert.js';
import { Tensor } from '../../handle/tensor.js';
import { placesOf, rowsOf } from './places.js';

/**
 * The places of what is not 0, row by row: int32 `[n, dims]`. Reads x.
 * @example
 * console.log(nonzero(tensor([0, 5, 0, 7])).toArray()); // [ [ 1 ], [ 3 ] ]
 */
export function nonzero(x: TensorLike, options?: { readonly asTuple?: false }): Tensor;
/**
 * The places of what is not 0: for each dim an int32 `[n]`, as `at` takes them. Reads x.
 * Source: https://pytorch.org/docs/stable/generated/torch.nonzero.html
 */
export function nonzero(x: TensorLike, options: { readonly asTuple: boolean }): Tensor[];
export function nonzero(x: TensorLike, options: { readonly asTuple?: boolean } = {}): unknown {
  signatures.nonzero.check(arguments);
  const value = new Tensor(toNode('nonzero', x)).detach();
  if (options.asTuple === true) return placesOf(value.ndim === 0 ? value.reshape([1]) : value);
  return rowsOf(value);
}

/**
 * The places of what is not 0, row by row: int32 `[n, dims]`, as `nonzero`. Reads x.
 * @example
 * console.log(argwhere(tensor([0, 5, 7])).toArray()); // [ [ 1 ], [ 2 ] ]
 */
export function argwhere(x: TensorLike): Tensor {
  return rowsOf(new Tensor(toNode('argwhere', x)).detach());
}
