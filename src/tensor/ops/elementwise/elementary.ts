/** Elementary functions of one operand: powers of e, logarithms, roots, sines, and rounding. */

import { div as divide, full, unary } from '../../../graph/builders/index.js';
import { isFloat } from '../../../graph/dtype.js';
import type { UnaryOp } from '../../../graph/ops.js';
import { type TensorLike, toFloatNode, toNode } from '../../handle/convert.js';
import { Tensor } from '../../handle/tensor.js';

function ofFloat(op: UnaryOp, x: TensorLike): Tensor {
  return new Tensor(unary(op, toFloatNode(op, x)));
}

/**
 * e ** x, elementwise. An int32 or bool becomes float32.
 * @example
 * console.log(exp(tensor([0, 1])).toString()); // tensor([1.0000, 2.7183])
 */
export function exp(x: TensorLike): Tensor {
  return ofFloat('exp', x);
}

/**
 * e ** x - 1, elementwise and exact near 0. An int32 or bool becomes float32.
 * @example
 * console.log(expm1(tensor([0, 1])).toString()); // tensor([0.0000, 1.7183])
 */
export function expm1(x: TensorLike): Tensor {
  return ofFloat('expm1', x);
}

/**
 * Natural logarithm, elementwise: -Infinity at 0, NaN below. An int32 or bool becomes float32.
 * @example
 * console.log(log(tensor([1, Math.E])).toString()); // tensor([0., 1.])
 */
export function log(x: TensorLike): Tensor {
  return ofFloat('log', x);
}

/**
 * log(1 + x), elementwise and exact near 0: -Infinity at -1, NaN below. An int32 or bool becomes
 * float32.
 * @example
 * console.log(log1p(tensor([0, 1])).toString()); // tensor([0.0000, 0.6931])
 */
export function log1p(x: TensorLike): Tensor {
  return ofFloat('log1p', x);
}

/**
 * Square root, elementwise: NaN below 0, an infinite gradient at 0. An int32 or bool becomes
 * float32.
 * @example
 * console.log(sqrt(tensor([4, 9])).toArray()); // [ 2, 3 ]
 */
export function sqrt(x: TensorLike): Tensor {
  return ofFloat('sqrt', x);
}

/**
 * 1 / sqrt(x), elementwise: Infinity at 0, NaN below. An int32 or bool becomes float32.
 * @example
 * console.log(rsqrt(tensor([4, 16])).toArray()); // [ 0.5, 0.25 ]
 */
export function rsqrt(x: TensorLike): Tensor {
  return reciprocal(sqrt(new Tensor(toFloatNode('rsqrt', x))));
}

/**
 * 1 / x, elementwise: infinite at 0. An int32 or bool becomes float32.
 * @example
 * console.log(reciprocal(tensor([2, 4])).toArray()); // [ 0.5, 0.25 ]
 */
export function reciprocal(x: TensorLike): Tensor {
  const node = toFloatNode('reciprocal', x);
  return new Tensor(divide(full([], 1, node.dtype), node));
}

/**
 * Sine of radians, elementwise: NaN of an infinity. An int32 or bool becomes float32.
 * @example
 * console.log(sin(tensor([0, 1])).toString()); // tensor([0.0000, 0.8415])
 */
export function sin(x: TensorLike): Tensor {
  return ofFloat('sin', x);
}

/**
 * Cosine of radians, elementwise: NaN of an infinity. An int32 or bool becomes float32.
 * @example
 * console.log(cos(tensor([0, 1])).toString()); // tensor([1.0000, 0.5403])
 */
export function cos(x: TensorLike): Tensor {
  return ofFloat('cos', x);
}

/**
 * Gauss's error function, 2 / sqrt(pi) times the integral of e^(-t^2) from 0 to x, elementwise. An
 * int32 or bool becomes float32.
 * @example
 * console.log(erf(tensor([0, 1])).toString()); // tensor([0.0000, 0.8427])
 */
export function erf(x: TensorLike): Tensor {
  return ofFloat('erf', x);
}

/**
 * Largest integer not above x, elementwise, in the dtype of x. Gradient: 0.
 * @example
 * console.log(floor(tensor([1.7, -1.2])).toArray()); // [ 1, -2 ]
 */
export function floor(x: TensorLike): Tensor {
  const node = toNode('floor', x);
  return new Tensor(isFloat(node.dtype) ? unary('floor', node) : node);
}
