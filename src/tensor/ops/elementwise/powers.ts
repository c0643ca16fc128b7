/** Logarithms and powers to other bases, and what keeps its digits where they would be lost. */

import { internally } from '../../../runtime/values/held.js';
import * as signatures from '../../../signatures/tensor.js';
import type { TensorLike } from '../../handle/convert.js';
import type { Tensor } from '../../handle/tensor.js';
import { sigmoid } from './activation.js';
import { abs, add, clamp, maximum, minimum, mul, pow, square, sub } from './arithmetic.js';
import { eq, le, ne } from './comparison.js';
import { exp, log, log1p, reciprocal, sqrt } from './elementary.js';
import { trueQuotient as div } from './quotient.js';
import { where } from './where.js';
import { withSlope, withSlopes } from './with-slope.js';

function logarithm(name: string, base: number): (x: TensorLike) => Tensor {
  return withSlope({
    name,
    value: (x) => div(log(x), base),
    slope: (x) => reciprocal(mul(x, base)),
  });
}

const binary = logarithm('log2', Math.LN2);
const decimal = logarithm('log10', Math.LN10);

/**
 * Logarithm to base 2, elementwise: -Infinity at 0, NaN below. An int32 or bool becomes float32.
 * @example
 * console.log(log2(tensor([1, 8])).toArray()); // [ 0, 3 ]
 */
export function log2(x: TensorLike): Tensor {
  return binary(x);
}

/**
 * Logarithm to base 10, elementwise: -Infinity at 0, NaN below. An int32 or bool becomes float32.
 * @example
 * console.log(log10(tensor([1, 100])).toString()); // tensor([0., 2.])
 */
export function log10(x: TensorLike): Tensor {
  return decimal(x);
}

const powerOfTwo = withSlope({
  name: 'exp2',
  value: (x) => pow(2, x),
  slope: (_, y) => mul(y, Math.LN2),
});

/**
 * 2 ** x, elementwise. An int32 or bool becomes float32.
 * @example
 * console.log(exp2(tensor([0, 3])).toArray()); // [ 1, 8 ]
 */
export function exp2(x: TensorLike): Tensor {
  return powerOfTwo(x);
}

const sumOfPowers = withSlopes({
  name: 'logaddexp',
  value: (a, b) => {
    const [high, low] = [maximum(a, b), minimum(a, b)];
    const isEven = internally(() => eq(high, low));
    return add(high, log1p(exp(where(isEven, 0, sub(low, high)))));
  },
  slopes: (a, b) => [sigmoid(sub(a, b)), sigmoid(sub(b, a))],
});

/**
 * log(e^a + e^b), elementwise, without overflow. Operands broadcast and promote; two of int32 or
 * bool become float32. Source: https://pytorch.org/docs/stable/generated/torch.logaddexp.html
 * @throws ShapeError when the shapes do not broadcast.
 * @example
 * console.log(logaddexp(tensor([0]), tensor([0])).toString()); // tensor([0.6931])
 */
export function logaddexp(a: TensorLike, b: TensorLike): Tensor {
  return sumOfPowers(a, b);
}

const logits = withSlope({
  name: 'logit',
  value: (x) => log(div(x, sub(1, x))),
  slope: (x) => {
    const isInside = mul(le(0, x), le(x, 1));
    return where(isInside, reciprocal(mul(x, sub(1, x))), Number.NaN);
  },
});

/** Options of `logit`. */
export interface LogitOptions {
  /** x is first limited to [eps, 1 - eps]. Default null: x as it is. */
  readonly eps?: number | null;
}

/**
 * log(x / (1 - x)), elementwise, the inverse of `sigmoid`: infinite at 0 and 1, NaN outside. An
 * int32 or bool becomes float32.
 * Source: https://pytorch.org/docs/stable/generated/torch.special.logit.html
 * @example
 * console.log(logit(tensor([0.5])).item()); // 0
 */
export function logit(x: TensorLike, options: LogitOptions | number = {}): Tensor {
  signatures.logit.check(arguments);
  const eps = typeof options === 'number' ? options : (options.eps ?? null);
  return logits(eps === null ? x : clamp(x, eps, 1 - eps));
}

const product = withSlopes({
  name: 'xlogy',
  value: (x, y) => {
    const isZero = mul(eq(x, 0), eq(y, y));
    return where(isZero, 0, mul(x, log(where(isZero, 1, y))));
  },
  slopes: (x, y) => {
    const isFlat = mul(eq(x, 0), le(y, 0));
    return [where(isFlat, 0, log(where(isFlat, 1, y))), div(x, y)];
  },
});

/**
 * x log(y), elementwise, and 0 where x is 0, whatever y but NaN. Operands broadcast and promote;
 * two of int32 or bool become float32.
 * Source: https://pytorch.org/docs/stable/generated/torch.special.xlogy.html
 * @throws ShapeError when the shapes do not broadcast.
 * @example
 * console.log(xlogy(tensor([0, 1]), tensor([0, 1])).toArray()); // [ 0, 0 ]
 */
export function xlogy(x: TensorLike, y: TensorLike): Tensor {
  return product(x, y);
}

const length = withSlopes({
  name: 'hypot',
  value: (a, b) => {
    const [long, short] = [maximum(abs(a), abs(b)), minimum(abs(a), abs(b))];
    const isPlain = mul(ne(long, 0), ne(long, Infinity));
    const ratio = where(isPlain, div(short, where(isPlain, long, 1)), 0);
    const isInfinite = maximum(eq(abs(a), Infinity), eq(abs(b), Infinity));
    return where(isInfinite, Infinity, mul(long, sqrt(add(square(ratio), 1))));
  },
  slopes: (a, b, y) => [div(a, y), div(b, y)],
});

/**
 * sqrt(a^2 + b^2), elementwise, without overflow on the way. Operands broadcast and promote; two of
 * int32 or bool become float32.
 * Source: https://pytorch.org/docs/stable/generated/torch.hypot.html
 * @throws ShapeError when the shapes do not broadcast.
 * @example
 * console.log(hypot(tensor([3]), tensor([4])).item()); // 5
 */
export function hypot(a: TensorLike, b: TensorLike): Tensor {
  return length(a, b);
}
