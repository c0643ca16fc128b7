/**
 * Products with Jacobians, whole Jacobians and Hessians, of functions from tensors to one tensor.
 * Source: https://pytorch.org/docs/stable/autograd.html#functional-higher-level-api
 */

import { GradientError, ShapeError } from '../errors.js';
import { refuseForeign } from '../graph/copy.js';
import { sameShape, show } from '../graph/shape.js';
import { at } from '../list.js';
import * as signatures from '../signatures/autodiff.js';
import type { Tensors } from '../tensor/handle/custom-op.js';
import { add, cat, at as elementAt, reshape, Tensor, unsqueeze } from '../tensor/index.js';
import { eye, zeros } from '../tensor/make/create.js';
import { enableGrad, grad } from './grad.js';
import { asLeaves } from './leaves.js';

/** A function of any number of tensors. */
type TensorFunction = (...inputs: Tensor[]) => Tensor;

/** One tensor or several. */
type Inputs = Tensor | readonly Tensor[];

function listOf(op: string, inputs: Inputs): readonly Tensor[] {
  refuseForeign(op, inputs);
  return inputs instanceof Tensor ? [inputs] : inputs;
}

/** One result for one input, a list for a list. */
function like(inputs: Inputs, results: readonly Tensor[]): Tensor | Tensor[] {
  return inputs instanceof Tensor ? at(results, 0) : [...results];
}

/**
 * Value of `fn` at the inputs, and the product of a row vector `v` with its Jacobian: one tensor
 * for each input, of its shape; a list for a list.
 *
 * @param v vector of the output's shape; may be left out when it has one element, and is then 1.
 * @throws ShapeError for a `v` of another shape; GradientError when it is missing for an output of
 *   several elements; DTypeError for an input that is no float.
 * @example
 * const [value, back] = vjp((x) => x.square().sum(), tensor([1, 2]));
 * console.log(value.item()); // 5
 */
export function vjp(
  fn: (input: Tensor) => Tensor,
  input: Tensor,
  v?: Tensor | null,
): [value: Tensor, product: Tensor];
/** Value of `fn` at a list of inputs, and the products of `v` with its Jacobians, one for each. */
export function vjp<const T extends readonly Tensor[]>(
  fn: (...inputs: Tensors<T>) => Tensor,
  inputs: T,
  v?: Tensor | null,
): [value: Tensor, products: Tensors<T>];
export function vjp(
  fn: TensorFunction,
  inputs: Inputs,
  v: Tensor | null = null,
): [value: Tensor, product: Tensor | Tensor[]] {
  signatures.vjp.check(arguments);
  const leaves = asLeaves(listOf('vjp', inputs));
  const value = enableGrad(() => fn(...leaves));
  return [value, like(inputs, grad(value, leaves, v))];
}

function checkDirections(leaves: readonly Tensor[], directions: readonly Tensor[]): void {
  leaves.forEach((leaf, i) => {
    const direction = directions[i];
    if (direction !== undefined && sameShape(direction.shape, leaf.shape)) return;
    throw new ShapeError(
      `jvp: input ${i} has shape ${show(leaf.shape)}, its direction ` +
        `${direction === undefined ? 'is missing' : show(direction.shape)}`,
    );
  });
}

/**
 * Value of `fn` at the inputs, and the product of its Jacobian with a column vector `v`: the
 * derivative in the direction `v`, of the output's shape. It is computed as the gradient of a
 * vector-Jacobian product, which is linear in its vector.
 *
 * @param v direction of the input's shape; a list for a list.
 * @throws ShapeError for a direction that is missing or of another shape; DTypeError for an input
 *   that is no float.
 * @example
 * const [value, slope] = jvp((x) => x.square(), [tensor([1, 2])], [tensor([1, 0])]);
 * console.log(value.toArray(), slope.toArray()); // [ 1, 4 ] [ 2, 0 ]
 */
export function jvp(
  fn: (input: Tensor) => Tensor,
  input: Tensor,
  v: Tensor,
): [value: Tensor, product: Tensor];
/** Value of `fn` at a list of inputs, and its derivative in the direction of the list `v`. */
export function jvp<const T extends readonly Tensor[]>(
  fn: (...inputs: Tensors<T>) => Tensor,
  inputs: T,
  v: Tensors<NoInfer<T>>,
): [value: Tensor, product: Tensor];
export function jvp(
  fn: TensorFunction,
  inputs: Inputs,
  v: Inputs,
): [value: Tensor, product: Tensor] {
  signatures.jvp.check(arguments);
  const leaves = asLeaves(listOf('jvp', inputs));
  const directions = listOf('jvp', v);
  checkDirections(leaves, directions);
  const value = enableGrad(() => fn(...leaves));
  const dual = zeros(value.shape, { dtype: value.dtype, requiresGrad: true });
  const parts = grad(value, leaves, dual).flatMap((row, i) =>
    row.requiresGrad ? [grad(row, dual, at(directions, i))] : [],
  );
  const zero = zeros(value.shape, { dtype: value.dtype });
  return [value, parts.length === 0 ? zero : parts.reduce((total, part) => add(total, part))];
}

/** Rows of one Jacobian, [i..] each, put together to [o.., i..]. */
function joinRows(rows: readonly Tensor[], value: Tensor, leaf: Tensor): Tensor {
  const shape = [...value.shape, ...leaf.shape];
  if (rows.length === 0) return zeros(shape, { dtype: leaf.dtype });
  const lifted = rows.map((row) => unsqueeze(row, 0));
  return reshape(cat(lifted), shape);
}

/**
 * All partial derivatives: for an input of shape [i..] and an output of shape [o..], a tensor of
 * shape [o.., i..]; a list for a list. One backward pass for each element of the output.
 * @throws DTypeError for an input that is no float.
 * @example
 * console.log(jacobian((x) => x.square(), tensor([1, 2])).toArray()); // [ [ 2, 0 ], [ 0, 4 ] ]
 */
export function jacobian(fn: (input: Tensor) => Tensor, input: Tensor): Tensor;
/** All partial derivatives with respect to a list of inputs, one tensor for each. */
export function jacobian<const T extends readonly Tensor[]>(
  fn: (...inputs: Tensors<T>) => Tensor,
  inputs: T,
): Tensors<T>;
export function jacobian(fn: TensorFunction, inputs: Inputs): Tensor | Tensor[] {
  signatures.jacobian.check(arguments);
  const leaves = asLeaves(listOf('jacobian', inputs));
  const value = enableGrad(() => fn(...leaves));
  const basis = eye(value.numel, { dtype: value.dtype });
  const rows = Array.from({ length: value.numel }, (_, i) =>
    grad(value, leaves, reshape(elementAt(basis, i), value.shape)),
  );
  const whole = leaves.map((leaf, k) => {
    const ofLeaf = rows.map((row) => at(row, k));
    return joinRows(ofLeaf, value, leaf);
  });
  return like(inputs, whole);
}

/**
 * Second derivatives of a function with a one-element result: for an input of shape [i..], a tensor
 * of shape [i.., i..]. One backward pass for each element of the input.
 * @throws GradientError when the result has several elements; DTypeError for an input that is no
 *   float.
 * @example
 * console.log(hessian((x) => x.pow(3).sum(), tensor([1, 2])).toArray()); // [ [ 6, 0 ], [ 0, 12 ] ]
 */
export function hessian(fn: (input: Tensor) => Tensor, input: Tensor): Tensor {
  signatures.hessian.check(arguments);
  return jacobian((x) => {
    const value = fn(x);
    if (value.numel !== 1) {
      throw new GradientError(
        `hessian: the function must give one number, its result has shape ${show(value.shape)}`,
      );
    }
    return grad(value, x);
  }, input);
}
