/**
 * The table of what an expression can do: every operation and function, for numbers and for
 * tensors. A scalar `Value` is asked for a method of the same name. How they are written is in
 * syntax.ts.
 */

import type { Tensor, TensorLike } from '../tensor/index.js';
import * as ops from '../tensor/index.js';

/** One operation. */
export interface Operation {
  /** The fewest and the most arguments that it takes. */
  readonly arity: readonly [least: number, most: number];
  /** On tensors, or tensors and numbers. */
  readonly tensor: (...operands: TensorLike[]) => Tensor;
  /** On plain numbers; null when it makes sense for tensors only. */
  readonly number: ((...operands: number[]) => number) | null;
}

type OnNumbers = ((...operands: number[]) => number) | null;

function unary(tensor: (x: TensorLike) => Tensor, number: OnNumbers): Operation {
  return { arity: [1, 1], tensor, number };
}

function binary(tensor: (a: TensorLike, b: TensorLike) => Tensor, number: OnNumbers): Operation {
  return { arity: [2, 2], tensor, number };
}

/** `sum(x)` and `sum(x, dim)`. */
function reduction(reduce: (x: TensorLike, dim: number | null) => Tensor): Operation {
  return {
    arity: [1, 2],
    tensor: (x, dim) => reduce(x, typeof dim === 'number' ? dim : null),
    number: null,
  };
}

/** `softmax(x, dim)`. */
function alongDim(compute: (x: TensorLike, dim: number) => Tensor): Operation {
  return { arity: [2, 2], tensor: (x, dim) => compute(x, Number(dim)), number: null };
}

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));

/** Every operation by the name that functions and methods of tensors have for it. */
export const operations: Readonly<Record<string, Operation>> = {
  add: binary(ops.add, (a, b) => a + b),
  sub: binary(ops.sub, (a, b) => a - b),
  mul: binary(ops.mul, (a, b) => a * b),
  div: binary(ops.div, (a, b) => a / b),
  matmul: binary(ops.matmul, null),
  pow: binary(ops.pow, (a, b) => a ** b),
  neg: unary(ops.neg, (x) => -x),
  lt: binary(ops.lt, (a, b) => Number(a < b)),
  le: binary(ops.le, (a, b) => Number(a <= b)),
  gt: binary(ops.gt, (a, b) => Number(a > b)),
  ge: binary(ops.ge, (a, b) => Number(a >= b)),
  eq: binary(ops.eq, (a, b) => Number(a === b)),
  ne: binary(ops.ne, (a, b) => Number(a !== b)),
  abs: unary(ops.abs, Math.abs),
  sign: unary(ops.sign, Math.sign),
  exp: unary(ops.exp, Math.exp),
  expm1: unary(ops.expm1, Math.expm1),
  log: unary(ops.log, Math.log),
  log1p: unary(ops.log1p, Math.log1p),
  sqrt: unary(ops.sqrt, Math.sqrt),
  square: unary(ops.square, (x) => x * x),
  sin: unary(ops.sin, Math.sin),
  cos: unary(ops.cos, Math.cos),
  erf: unary(ops.erf, null),
  floor: unary(ops.floor, Math.floor),
  tanh: unary(ops.tanh, Math.tanh),
  sigmoid: unary(ops.sigmoid, sigmoid),
  relu: unary(ops.relu, (x) => Math.max(0, x)),
  gelu: unary(ops.gelu, null),
  silu: unary(ops.silu, (x) => x * sigmoid(x)),
  softplus: unary(ops.softplus, null),
  maximum: binary(ops.maximum, Math.max),
  minimum: binary(ops.minimum, Math.min),
  where: {
    arity: [3, 3],
    tensor: (condition, a, b) => ops.where(condition, a, b),
    number: (condition, a, b) => (condition === 0 ? b : a),
  },
  sum: reduction(ops.sum),
  mean: reduction(ops.mean),
  max: reduction(ops.amax),
  min: reduction(ops.amin),
  prod: reduction(ops.prod),
  var: reduction(ops.var),
  std: reduction(ops.std),
  norm: reduction(ops.norm),
  logsumexp: reduction(ops.logsumexp),
  softmax: alongDim(ops.softmax),
  logSoftmax: alongDim(ops.logSoftmax),
};
