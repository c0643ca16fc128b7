/** Elementwise arithmetic and comparison. Operands broadcast and promote; either may be a number. */

import { DTypeError } from '../../errors.js';
import {
  binary,
  cast,
  where as choose,
  div as divide,
  full,
  mul as multiply,
  unary,
} from '../../graph/build/index.js';
import { isFloat, toFloat } from '../../graph/dtype.js';
import type { Node } from '../../graph/node.js';
import type { BinaryOp, UnaryOp } from '../../graph/ops.js';
import { type TensorLike, toFloatNode, toNode, toNodes } from '../convert.js';
import { Tensor } from '../tensor.js';

function two(op: BinaryOp, name: string, a: TensorLike, b: TensorLike): Tensor {
  const [x, y] = toNodes(name, [a, b]) as [Node, Node];
  return new Tensor(binary(op, x, y, name));
}

function ofFloat(op: UnaryOp, name: string, x: TensorLike): Tensor {
  return new Tensor(unary(op, toFloatNode(name, x)));
}

/** Bools have no sign and no sum of their own: they count as int32. */
function countable(name: string, x: TensorLike): Node {
  const node = toNode(name, x);
  return node.dtype === 'bool' ? cast(node, 'int32') : node;
}

/** a + b; of two bools, whether either is true. */
export function add(a: TensorLike, b: TensorLike): Tensor {
  const [x, y] = toNodes('add', [a, b]) as [Node, Node];
  return new Tensor(binary(x.dtype === 'bool' ? 'maximum' : 'add', x, y, 'add'));
}

/** a - b. @throws DTypeError for two bools, whose difference is no bool. */
export function sub(a: TensorLike, b: TensorLike): Tensor {
  const [x, y] = toNodes('sub', [a, b]) as [Node, Node];
  if (x.dtype === 'bool') {
    throw new DTypeError(
      "sub: two bools have no difference. Compare them with ne(), or convert one: x.to('int32')",
    );
  }
  return new Tensor(binary('sub', x, y));
}

/** a * b. */
export function mul(a: TensorLike, b: TensorLike): Tensor {
  const [x, y] = toNodes('mul', [a, b]) as [Node, Node];
  return new Tensor(multiply(x, y));
}

/** a / b, true division: integers become float32. */
export function div(a: TensorLike, b: TensorLike): Tensor {
  const [x, y] = toNodes('div', [a, b]) as [Node, Node];
  return new Tensor(divide(cast(x, toFloat(x.dtype)), cast(y, toFloat(y.dtype))));
}

/** -x. */
export function neg(x: TensorLike): Tensor {
  return new Tensor(unary('neg', countable('neg', x)));
}

/** base ** exponent. Small whole and half exponents given as numbers become products and roots. */
export function pow(base: TensorLike, exponent: TensorLike): Tensor {
  if (base instanceof Tensor && typeof exponent === 'number') {
    const node = base.node;
    if (exponent === 1) return new Tensor(node);
    if (exponent === 2) return new Tensor(multiply(node, node));
    if (exponent === 3) return new Tensor(multiply(multiply(node, node), node));
    if (exponent === 0.5) return sqrt(base);
    if (exponent === -1) return reciprocal(base);
  }
  return two('pow', 'pow', base, exponent);
}

/** |x|. Gradient: sign(x), 0 at 0. */
export function abs(x: TensorLike): Tensor {
  return new Tensor(unary('abs', countable('abs', x)));
}

/** -1, 0 or 1. Gradient: 0. */
export function sign(x: TensorLike): Tensor {
  return new Tensor(unary('sign', countable('sign', x)));
}

/** e ** x. */
export function exp(x: TensorLike): Tensor {
  return ofFloat('exp', 'exp', x);
}

/** e ** x - 1, exact near 0. */
export function expm1(x: TensorLike): Tensor {
  return ofFloat('expm1', 'expm1', x);
}

/** Natural logarithm; NaN below 0. */
export function log(x: TensorLike): Tensor {
  return ofFloat('log', 'log', x);
}

/** log(1 + x), exact near 0. */
export function log1p(x: TensorLike): Tensor {
  return ofFloat('log1p', 'log1p', x);
}

/** Square root; NaN below 0. */
export function sqrt(x: TensorLike): Tensor {
  return ofFloat('sqrt', 'sqrt', x);
}

/** 1 / sqrt(x). */
export function rsqrt(x: TensorLike): Tensor {
  return reciprocal(sqrt(x));
}

/** x * x. */
export function square(x: TensorLike): Tensor {
  return mul(x, x);
}

/** 1 / x. */
export function reciprocal(x: TensorLike): Tensor {
  const node = toFloatNode('reciprocal', x);
  return new Tensor(divide(full([], 1, node.dtype), node));
}

/** Sine of radians. */
export function sin(x: TensorLike): Tensor {
  return ofFloat('sin', 'sin', x);
}

/** Cosine of radians. */
export function cos(x: TensorLike): Tensor {
  return ofFloat('cos', 'cos', x);
}

/** Gauss's error function. */
export function erf(x: TensorLike): Tensor {
  return ofFloat('erf', 'erf', x);
}

/** Largest integer not above x; integers are unchanged. Gradient: 0. */
export function floor(x: TensorLike): Tensor {
  const node = toNode('floor', x);
  return isFloat(node.dtype) ? new Tensor(unary('floor', node)) : new Tensor(node);
}

/** The larger of a and b; NaN if either is. At a tie each gets half of the gradient. */
export function maximum(a: TensorLike, b: TensorLike): Tensor {
  return two('maximum', 'maximum', a, b);
}

/** The smaller of a and b; NaN if either is. At a tie each gets half of the gradient. */
export function minimum(a: TensorLike, b: TensorLike): Tensor {
  return two('minimum', 'minimum', a, b);
}

/**
 * x limited to [min, max]; a bound that is null or left out does not limit. The gradient is 1 at the
 * bounds and between them, and 0 outside.
 * Source: https://pytorch.org/docs/stable/generated/torch.clamp.html
 */
export function clamp(x: TensorLike, min: number | null = null, max: number | null = null): Tensor {
  let node = toNode('clamp', x);
  // A comparison and a choice, because maximum() would halve the gradient at the bound.
  if (min !== null) {
    const [value, bound] = toNodes('clamp', [new Tensor(node), min]) as [Node, Node];
    node = choose(binary('lt', value, bound), bound, value);
  }
  if (max !== null) {
    const [value, bound] = toNodes('clamp', [new Tensor(node), max]) as [Node, Node];
    node = choose(binary('lt', bound, value), bound, value);
  }
  return new Tensor(node);
}

/** a == b, a bool. */
export function eq(a: TensorLike, b: TensorLike): Tensor {
  return two('eq', 'eq', a, b);
}

/** a != b, a bool. */
export function ne(a: TensorLike, b: TensorLike): Tensor {
  return two('ne', 'ne', a, b);
}

/** a < b, a bool. */
export function lt(a: TensorLike, b: TensorLike): Tensor {
  return two('lt', 'lt', a, b);
}

/** a <= b, a bool. */
export function le(a: TensorLike, b: TensorLike): Tensor {
  return two('le', 'le', a, b);
}

/** a > b, a bool. */
export function gt(a: TensorLike, b: TensorLike): Tensor {
  return two('lt', 'gt', b, a);
}

/** a >= b, a bool. */
export function ge(a: TensorLike, b: TensorLike): Tensor {
  return two('le', 'ge', b, a);
}

/** `a` where the condition holds, else `b`; all three broadcast. */
export function where(condition: TensorLike, a: TensorLike, b: TensorLike): Tensor {
  const [x, y] = toNodes('where', [a, b]) as [Node, Node];
  return new Tensor(choose(cast(toNode('where', condition), 'bool'), x, y));
}
