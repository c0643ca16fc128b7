/**
 * Products with Jacobians, whole Jacobians and Hessians, of functions from tensors to one tensor.
 * Source: https://pytorch.org/docs/stable/autograd.html#functional-higher-level-api
 */

import { ShapeError } from '../errors.js';
import { sameShape, show } from '../graph/shape.js';
import { eye, zeros } from '../tensor/create.js';
import { cat, Tensor } from '../tensor/index.js';
import { asLeaves, enableGrad, grad } from './grad.js';

/** A function of one tensor or of several. */
export type TensorFunction = (...inputs: [Tensor, ...Tensor[]]) => Tensor;
/** One tensor or several. */
export type Inputs = Tensor | readonly Tensor[];

function listOf(inputs: Inputs): readonly Tensor[] {
  return inputs instanceof Tensor ? [inputs] : inputs;
}

function like<T>(inputs: Inputs, results: readonly T[]): T | T[] {
  return inputs instanceof Tensor ? (results[0] as T) : [...results];
}

/** Value of `fn` and the product of a row vector `v`, of the output's shape, with its Jacobian. */
export function vjp(
  fn: TensorFunction,
  inputs: Inputs,
  v: Tensor | null = null,
): [value: Tensor, product: Tensor | Tensor[]] {
  const leaves = asLeaves(listOf(inputs));
  const value = enableGrad(() => fn(...(leaves as [Tensor, ...Tensor[]])));
  return [value, like(inputs, grad(value, leaves, v))];
}

/**
 * Value of `fn` and the product of its Jacobian with a column vector `v`, of the inputs' shapes: the
 * derivative in the direction `v`. It is the gradient of a vector-Jacobian product, which is linear
 * in its vector.
 */
export function jvp(
  fn: TensorFunction,
  inputs: Inputs,
  v: Inputs,
): [value: Tensor, product: Tensor] {
  const leaves = asLeaves(listOf(inputs));
  const directions = listOf(v);
  leaves.forEach((leaf, i) => {
    const direction = directions[i];
    if (direction === undefined || !sameShape(direction.shape, leaf.shape)) {
      throw new ShapeError(
        `jvp: input ${i} has shape ${show(leaf.shape)}, its direction ` +
          `${direction === undefined ? 'is missing' : show(direction.shape)}`,
      );
    }
  });
  const value = enableGrad(() => fn(...(leaves as [Tensor, ...Tensor[]])));
  const dual = zeros(value.shape, { dtype: value.dtype, requiresGrad: true });
  const rows = grad(value, leaves, dual);
  let total: Tensor | null = null;
  rows.forEach((row, i) => {
    if (!row.requiresGrad) return;
    const part = grad(row, dual, directions[i] as Tensor);
    total = total === null ? part : total.add(part);
  });
  return [value, total ?? zeros(value.shape, { dtype: value.dtype })];
}

/**
 * All partial derivatives: for an input of shape [i..] and an output of shape [o..], a tensor of
 * shape [o.., i..]. One backward pass for each element of the output.
 */
export function jacobian(fn: TensorFunction, inputs: Tensor): Tensor;
export function jacobian(fn: TensorFunction, inputs: readonly Tensor[]): Tensor[];
export function jacobian(fn: TensorFunction, inputs: Inputs): Tensor | Tensor[] {
  const leaves = asLeaves(listOf(inputs));
  const value = enableGrad(() => fn(...(leaves as [Tensor, ...Tensor[]])));
  const basis = eye(value.numel, value.numel, { dtype: value.dtype });
  const rows = Array.from({ length: value.numel }, (_, i) =>
    grad(value, leaves, basis.at(i).reshape(value.shape)),
  );
  const whole = leaves.map((leaf, k) => {
    const parts = rows.map((row) => (row[k] as Tensor).unsqueeze(0));
    const shape = [...value.shape, ...leaf.shape];
    if (parts.length === 0) return zeros(shape, { dtype: leaf.dtype });
    return cat(parts).reshape(shape);
  });
  return like(inputs, whole);
}

/**
 * Second derivatives of a function with a one-element result: for an input of shape [i..], a tensor
 * of shape [i.., i..].
 */
export function hessian(fn: TensorFunction, input: Tensor): Tensor {
  const gradient = (x: Tensor): Tensor => grad(fn(x).reshape([]), x);
  return jacobian(gradient, input);
}
