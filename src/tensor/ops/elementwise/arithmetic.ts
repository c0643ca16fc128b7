/**
 * Elementwise arithmetic. Operands broadcast as in NumPy and meet in the larger dtype of bool <
 * int32 < float32 < float64; a number takes the dtype of the tensor beside it, except that one with
 * a fraction makes an int32 a float32. An int32 result that does not fit is an error.
 */

import { describe, isPlain } from '../../../calls/index.js';
import { DTypeError, ValueError } from '../../../errors.js';
import {
  alias,
  binary,
  both,
  cast,
  where as choose,
  compare,
  exactBinary,
  exactCast,
  exactUnary,
  full,
  isFull,
  mul as multiply,
  unary,
} from '../../../graph/builders/index.js';
import { type DType, isFloat } from '../../../graph/dtype.js';
import { withGradMode } from '../../../graph/grad-mode.js';
import type { Node } from '../../../graph/node.js';
import type { ArithmeticOp } from '../../../graph/ops.js';
import * as signatures from '../../../signatures/tensor.js';
import {
  meetingDType,
  operandNode,
  type TensorLike,
  toNode,
  toNodes,
} from '../../handle/convert.js';
import { Tensor } from '../../handle/tensor.js';
import { reciprocal, sqrt } from './elementary.js';

/** Bools have no sign and no sum of their own: they count as int32. */
function countable(x: Node): Node {
  return x.dtype === 'bool' ? cast(x, 'int32') : x;
}

function elementwise(
  op: ArithmeticOp,
  a: TensorLike,
  b: TensorLike,
  dtype: DType,
  name: string = op,
): Tensor {
  const [x, y] = [operandNode(name, a, dtype, b), operandNode(name, b, dtype, a)];
  const mayOverflow = dtype === 'int32' && op !== 'maximum' && op !== 'minimum';
  return new Tensor(mayOverflow ? exactBinary(op, x, y, name) : binary(op, x, y, name));
}

/**
 * Refuses PyTorch's `alpha`. What `reduce` and `map` hand on besides operands is let pass.
 * @throws ValueError
 */
function refuseAlpha(op: string, options: unknown): void {
  if (!isPlain(options)) return;
  throw new ValueError(
    `${op}: takes two operands, got ${describe(options)} besides. ` +
      `Multiply first: ${op}(a, mul(b, alpha))`,
  );
}

/**
 * a + b; of two bools, whether either is true. Operands broadcast and promote.
 * @throws ShapeError when the shapes do not broadcast; ValueError, when the values are read, for a
 *   result that no int32 holds.
 * @example
 * console.log(add(tensor([1, 2]), 10).toArray()); // [ 11, 12 ]
 */
export function add(a: TensorLike, b: TensorLike): Tensor {
  if (arguments.length > 2) refuseAlpha('add', arguments[2]);
  const dtype = meetingDType('add', a, b);
  return elementwise(dtype === 'bool' ? 'maximum' : 'add', a, b, dtype, 'add');
}

/**
 * a - b. Operands broadcast and promote.
 * @throws ShapeError, ValueError as `add`; DTypeError for two bools.
 * @example
 * console.log(sub(10, tensor([1, 2])).toArray()); // [ 9, 8 ]
 */
export function sub(a: TensorLike, b: TensorLike): Tensor {
  if (arguments.length > 2) refuseAlpha('sub', arguments[2]);
  const dtype = meetingDType('sub', a, b);
  if (dtype === 'bool') {
    throw new DTypeError(
      "sub: two bools have no difference. Compare them with ne(), or convert one: x.to('int32')",
    );
  }
  return elementwise('sub', a, b, dtype);
}

/**
 * a * b, element by element; of two bools, whether both are true. Operands broadcast and promote.
 * @throws ShapeError, ValueError as `add`.
 * @example
 * console.log(mul(tensor([1, 2]), tensor([3, 4])).toArray()); // [ 3, 8 ]
 */
export function mul(a: TensorLike, b: TensorLike): Tensor {
  const dtype = meetingDType('mul', a, b);
  return new Tensor(times('mul', operandNode('mul', a, dtype, b), operandNode('mul', b, dtype, a)));
}

/** A product; a factor that is known to be 1 disappears. */
function times(name: string, a: Node, b: Node): Node {
  const isChecked = a.dtype === 'int32' && !isFull(a, 1) && !isFull(b, 1);
  return isChecked ? exactBinary('mul', a, b, name) : multiply(a, b);
}

/**
 * -x, elementwise. A bool becomes int32. @throws ValueError as `add`.
 * @example
 * console.log(neg(tensor([1, -2])).toArray()); // [ -1, 2 ]
 */
export function neg(x: TensorLike): Tensor {
  return new Tensor(exactUnary('neg', countable(toNode('neg', x)), 'neg'));
}

/** Powers that are simpler and faster than `pow`; the last two are of floats. */
const easyPowers: ReadonlyMap<unknown, (x: Tensor) => Tensor> = new Map<
  number,
  (x: Tensor) => Tensor
>([
  [1, (x) => x],
  [2, (x) => mul(x, x)],
  [3, (x) => mul(mul(x, x), x)],
  [0.5, sqrt],
  [-1, reciprocal],
]);

/**
 * base ** exponent, elementwise: 1 where the exponent is 0, NaN for a negative base with a fraction
 * as exponent. Of an int32, a negative power is 0 unless the base is 1 or -1. Operands broadcast
 * and promote; two bools become int32. Exponents 0.5, -1, 1, 2 and 3, given as numbers, become
 * roots, reciprocals and products. Source: https://pytorch.org/docs/stable/generated/torch.pow.html
 * @throws ShapeError, ValueError as `add`; ValueError for an int32 or bool base with a negative
 *   whole number as exponent, whose results are fractions.
 * @example
 * console.log(pow(tensor([2, 3]), 2).toArray()); // [ 4, 9 ]
 */
export function pow(base: TensorLike, exponent: TensorLike): Tensor {
  const dtype = meetingDType('pow', base, exponent);
  if (!isFloat(dtype) && typeof exponent === 'number' && exponent < 0) {
    throw new ValueError(
      `pow: ${dtype} to the power of ${exponent} is no integer. Convert it: x.to('float32')`,
    );
  }
  const x = operandNode('pow', base, dtype, exponent);
  const easy = isFloat(dtype) ? easyPowers.get(exponent) : undefined;
  if (easy !== undefined) return easy(new Tensor(x));
  const y = operandNode('pow', exponent, dtype, base);
  return new Tensor(isFloat(dtype) ? binary('pow', x, y) : wholePower(x, y));
}

/** Of integers; 0 to a negative power is 0, as all results that are no integers are. */
function wholePower(base: Node, exponent: Node): Node {
  const [x, y] = [cast(base, 'float64'), cast(exponent, 'float64')];
  const power = binary('pow', x, y);
  const zero = full([], 0, 'float64');
  const isPole = both(compare('eq', x, zero), compare('lt', y, zero));
  return exactCast(choose(isPole, zero, power), 'int32', 'pow');
}

/**
 * |x|, elementwise. A bool becomes int32. Gradient: the sign of x, 0 at 0.
 * @throws ValueError as `add`.
 * @example
 * console.log(abs(tensor([-1, 2])).toArray()); // [ 1, 2 ]
 */
export function abs(x: TensorLike): Tensor {
  return new Tensor(exactUnary('abs', countable(toNode('abs', x)), 'abs'));
}

/**
 * -1, 0 or 1, elementwise: the sign of x, in the dtype of x. Gradient: 0.
 * @example
 * console.log(sign(tensor([-3, 0, 2])).toArray()); // [ -1, 0, 1 ]
 */
export function sign(x: TensorLike): Tensor {
  const node = toNode('sign', x);
  return new Tensor(node.dtype === 'bool' ? node : unary('sign', node));
}

/**
 * x * x, elementwise. A bool becomes int32. @throws ValueError as `add`.
 * @example
 * console.log(square(tensor([-3, 2])).toArray()); // [ 9, 4 ]
 */
export function square(x: TensorLike): Tensor {
  const node = countable(toNode('square', x));
  return new Tensor(times('square', node, node));
}

/**
 * The larger of a and b, elementwise; NaN where either is. At a tie each gets half of the gradient.
 * Operands broadcast and promote.
 * Source: https://pytorch.org/docs/stable/generated/torch.maximum.html
 * @throws ShapeError when the shapes do not broadcast.
 * @example
 * console.log(maximum(tensor([1, 5]), tensor([3, 2])).toArray()); // [ 3, 5 ]
 */
export function maximum(a: TensorLike, b: TensorLike): Tensor {
  return elementwise('maximum', a, b, meetingDType('maximum', a, b));
}

/**
 * The smaller of a and b, elementwise; NaN where either is. At a tie each gets half of the
 * gradient. Operands broadcast and promote. Source:
 * https://pytorch.org/docs/stable/generated/torch.minimum.html
 * @throws ShapeError when the shapes do not broadcast.
 * @example
 * console.log(minimum(tensor([1, 5]), tensor([3, 2])).toArray()); // [ 1, 2 ]
 */
export function minimum(a: TensorLike, b: TensorLike): Tensor {
  return elementwise('minimum', a, b, meetingDType('minimum', a, b));
}

/** The values without a gradient. */
function constant(x: Node): Node {
  return x.requiresGrad ? withGradMode(false, () => alias(x)) : x;
}

/**
 * x limited to [min, max], elementwise; a bound that is null or left out does not limit, NaN stays.
 * Bounds may be tensors, with which x broadcasts and promotes. The gradient is 1 at the bounds and
 * between them, 0 outside and at NaN; a bound that is a tensor has the rest. Where min is above
 * max, the result is max. Source: https://pytorch.org/docs/stable/generated/torch.clamp.html
 * @example
 * console.log(clamp(tensor([-2, 0.5, 9]), 0, 1).toArray()); // [ 0, 0.5, 1 ]
 */
export function clamp(
  x: TensorLike,
  min: Tensor | number | null = null,
  max: Tensor | number | null = null,
): Tensor {
  signatures.clamp.check(arguments);
  let node = toNode('clamp', x);
  // A comparison and a choice, because maximum() would halve the gradient at the bound.
  if (min !== null) {
    const [value, bound] = toNodes('clamp', [new Tensor(node), min]);
    node = choose(compare('le', bound, value), value, binary('maximum', constant(value), bound));
  }
  if (max !== null) {
    const [value, bound] = toNodes('clamp', [new Tensor(node), max]);
    node = choose(compare('le', value, bound), value, binary('minimum', constant(value), bound));
  }
  return new Tensor(node);
}
