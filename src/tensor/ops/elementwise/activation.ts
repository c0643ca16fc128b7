/**
 * Activation functions, composed from primitives in their stable forms, with PyTorch's defaults.
 */

import { oneOf, ValueError } from '../../../errors.js';
import { unary } from '../../../graph/builders/index.js';
import { internally } from '../../../runtime/values/held.js';
import * as signatures from '../../../signatures/tensor.js';
import { constantOf } from '../../handle/constant-of.js';
import { type TensorLike, toFloatNode } from '../../handle/convert.js';
import { customOp } from '../../handle/custom-op.js';
import { Tensor } from '../../handle/tensor.js';
import { add, mul, sub } from './arithmetic.js';
import { eq, le, lt } from './comparison.js';
import { erf, exp, expm1 } from './elementary.js';
import { trueQuotient as div } from './quotient.js';
import { where } from './where.js';

/**
 * Hyperbolic tangent, elementwise: between -1 and 1. An int32 or bool becomes float32.
 *
 * Formula: `(exp(x) - exp(-x)) / (exp(x) + exp(-x))`.
 *
 * @example
 * console.log(tanh(tensor([0, 1])).toString()); // tensor([0.0000, 0.7616])
 */
export function tanh(x: TensorLike): Tensor {
  return new Tensor(unary('tanh', toFloatNode('tanh', x)));
}

/**
 * 1 / (1 + e^-x), elementwise: between 0 and 1, without overflow. An int32 or bool becomes float32.
 * Source: https://pytorch.org/docs/stable/generated/torch.sigmoid.html
 *
 * Formula: `1 / (1 + exp(-x))`.
 *
 * @example
 * console.log(sigmoid(tensor([0, 1])).toString()); // tensor([0.5000, 0.7311])
 */
export function sigmoid(x: TensorLike): Tensor {
  return new Tensor(unary('sigmoid', toFloatNode('sigmoid', x)));
}

/**
 * The larger of x and 0, elementwise, in the dtype of x; NaN and -0 stay. The gradient at 0 is 0.
 * Source: https://pytorch.org/docs/stable/generated/torch.nn.functional.relu.html
 *
 * Formula: `max(0, x)`.
 *
 * @example
 * console.log(relu(tensor([-1, 2])).toArray()); // [ 0, 2 ]
 */
export function relu(x: TensorLike): Tensor {
  return new Tensor(unary('relu', x instanceof Tensor ? x.node : toFloatNode('relu', x)));
}

/**
 * x where positive, else negativeSlope * x (default 0.01), elementwise. The gradient at 0 is the
 * slope. An int32 or bool becomes float32.
 * Source: https://pytorch.org/docs/stable/generated/torch.nn.functional.leaky_relu.html
 *
 * Formula: `max(0, x) + slope min(0, x)`.
 *
 * @example
 * console.log(leakyRelu(tensor([-1, 2]), 0.5).toArray()); // [ -0.5, 2 ]
 */
export function leakyRelu(x: TensorLike, negativeSlope = 0.01): Tensor {
  signatures.leakyRelu.check(arguments);
  const value = new Tensor(toFloatNode('leakyRelu', x));
  return where(
    internally(() => lt(0, value)),
    value,
    mul(value, negativeSlope),
  );
}

/**
 * x where positive, else alpha * (e^x - 1), elementwise; alpha is 1 by default. An int32 or bool
 * becomes float32.
 * Source: https://pytorch.org/docs/stable/generated/torch.nn.functional.elu.html
 *
 * Formula: `x` where `x > 0`, else `alpha (exp(x) - 1)`.
 *
 * @example
 * console.log(elu(tensor([-1, 2])).toString()); // tensor([-0.6321,  2.0000])
 */
export function elu(x: TensorLike, alpha = 1): Tensor {
  signatures.elu.check(arguments);
  const op = customOp({
    name: 'elu',
    forward: (value: Tensor) => where(le(value, 0), mul(expm1(value), alpha), value),
    // The slope at 0 is that of the curve, and bends no more, as in PyTorch.
    backward: (gradient: Tensor, [value]: readonly [Tensor], result: Tensor) => {
      // Not of two numbers, which would meet in float32.
      const straight = where(eq(value, 0), add(mul(constantOf(result), 0), alpha), 1);
      return [mul(gradient, where(lt(value, 0), add(result, alpha), straight))];
    },
  });
  return op(new Tensor(toFloatNode('elu', x)));
}

/** Options of `gelu`. */
export interface GeluOptions {
  /** `'none'` by the error function (default), `'tanh'` by its usual approximation. */
  readonly approximate?: 'none' | 'tanh';
}

/**
 * x times what `chance` gives for it, with the gradient chance + x * slope, in which nothing
 * overflows that is not large itself. The chance is an input, so that the gradient uses it again.
 */
function timesChance(
  name: string,
  x: Tensor,
  chance: (x: Tensor) => Tensor,
  slope: (x: Tensor, chance: Tensor) => Tensor,
): Tensor {
  const op = customOp({
    name,
    forward: (value: Tensor, share: Tensor) => mul(value, share),
    backward: (gradient: Tensor, [value, share]: readonly [Tensor, Tensor]) => [
      mul(gradient, add(share, mul(value, slope(value, share)))),
      null,
    ],
  });
  return op(x, chance(x));
}

/** The probability that a standard normal variable is below x. */
function normalChance(x: Tensor): Tensor {
  return mul(add(erf(mul(x, Math.SQRT1_2)), 1), 0.5);
}

/** The density of a standard normal variable: 0 before x is so large that its square overflows. */
function normalDensity(x: Tensor): Tensor {
  return mul(exp(mul(mul(x, x), -0.5)), 1 / Math.sqrt(2 * Math.PI));
}

/**
 * x times the probability that a standard normal variable is below x, elementwise. An int32 or bool
 * becomes float32.
 * Source: https://arxiv.org/abs/1606.08415
 *
 * Formula: `x (1 + erf(x / sqrt(2))) / 2`; by tanh
 * `x (1 + tanh(sqrt(2 / pi) (x + 0.044715 x^3))) / 2`.
 *
 * @throws ValueError for an unknown approximation.
 * @example
 * console.log(gelu(tensor([-1, 2])).toString()); // tensor([-0.1587,  1.9545])
 */
export function gelu(x: TensorLike, options: GeluOptions = {}): Tensor {
  signatures.gelu.check(arguments);
  const { approximate = 'none' } = options;
  const value = new Tensor(toFloatNode('gelu', x));
  if (approximate === 'none') return timesChance('gelu', value, normalChance, normalDensity);
  if (approximate !== 'tanh') {
    throw new ValueError(
      `gelu: approximate must be ${oneOf(['none', 'tanh'])}, got '${String(approximate)}'`,
    );
  }
  const cubic = mul(value, add(mul(mul(value, value), 0.044715), 1));
  return mul(mul(value, 0.5), add(tanh(mul(cubic, Math.sqrt(2 / Math.PI))), 1));
}

/**
 * x * sigmoid(x), elementwise. An int32 or bool becomes float32.
 * Source: https://pytorch.org/docs/stable/generated/torch.nn.functional.silu.html
 *
 * Formula: `x / (1 + exp(-x))`.
 *
 * @example
 * console.log(silu(tensor([-1, 2])).toString()); // tensor([-0.2689,  1.7616])
 */
export function silu(x: TensorLike): Tensor {
  const value = new Tensor(toFloatNode('silu', x));
  return timesChance('silu', value, sigmoid, (_, chance) => mul(chance, sub(1, chance)));
}

/** Options of `softplus`. */
export interface SoftplusOptions {
  /** How sharp the bend at 0 is. Default 1. */
  readonly beta?: number;
  /** Where beta * x is above this, the function is x itself. Default 20. */
  readonly threshold?: number;
}

/**
 * log(1 + e^(beta x)) / beta, elementwise: a smooth relu. An int32 or bool becomes float32.
 * Source: https://pytorch.org/docs/stable/generated/torch.nn.functional.softplus.html
 *
 * Formula: `log(1 + exp(beta x)) / beta`.
 *
 * @example
 * console.log(softplus(tensor([-1, 2])).toString()); // tensor([0.3133, 2.1269])
 */
export function softplus(x: TensorLike, options: SoftplusOptions = {}): Tensor {
  signatures.softplus.check(arguments);
  const { beta = 1, threshold = 20 } = options;
  const value = new Tensor(toFloatNode('softplus', x));
  const scaled = mul(value, beta);
  const isLinear = internally(() => lt(threshold, scaled));
  // The unused branch must stay finite, or its gradient would be inf * 0.
  const safe = where(isLinear, 0, scaled);
  const curve = new Tensor(unary('log1p', exp(safe).node));
  return where(isLinear, value, div(curve, beta));
}
