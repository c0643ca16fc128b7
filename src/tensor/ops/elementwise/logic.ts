/** Truth values, which anything that is not 0 counts as, and the bits of integers. */

import { DTypeError, ValueError } from '../../../errors.js';
import { binary, cast } from '../../../graph/builders/index.js';
import { isFloat } from '../../../graph/dtype.js';
import { meetingDType, type TensorLike, toNode } from '../../handle/convert.js';
import { Tensor } from '../../handle/tensor.js';
import { add, maximum, mul, sub } from './arithmetic.js';
import { eq, lt, ne } from './comparison.js';
import { floor } from './elementary.js';
import { trueQuotient } from './quotient.js';
import { where } from './where.js';
import { pair } from './with-slope.js';

function truth(name: string, x: TensorLike): Tensor {
  return new Tensor(cast(toNode(name, x), 'bool'));
}

/**
 * Whether a and b are both true (not 0), elementwise: a bool. Operands broadcast.
 * @throws ShapeError when the shapes do not broadcast.
 * @example
 * const [a, b] = [tensor([true, true]), tensor([true, false])];
 * console.log(logicalAnd(a, b).toArray()); // [ true, false ]
 */
export function logicalAnd(a: TensorLike, b: TensorLike): Tensor {
  const [x, y] = pair('logicalAnd', truth('logicalAnd', a), truth('logicalAnd', b), 'bool');
  return mul(x, y);
}

/**
 * Whether a or b is true (not 0), elementwise: a bool. Operands broadcast.
 * @throws ShapeError when the shapes do not broadcast.
 * @example
 * const [a, b] = [tensor([false, true]), tensor([false, false])];
 * console.log(logicalOr(a, b).toArray()); // [ false, true ]
 */
export function logicalOr(a: TensorLike, b: TensorLike): Tensor {
  const [x, y] = pair('logicalOr', truth('logicalOr', a), truth('logicalOr', b), 'bool');
  return maximum(x, y);
}

/**
 * Whether one of a and b is true (not 0), and the other not, elementwise: a bool. Operands
 * broadcast.
 * @throws ShapeError when the shapes do not broadcast.
 * @example
 * const [a, b] = [tensor([true, true]), tensor([true, false])];
 * console.log(logicalXor(a, b).toArray()); // [ false, true ]
 */
export function logicalXor(a: TensorLike, b: TensorLike): Tensor {
  const [x, y] = pair('logicalXor', truth('logicalXor', a), truth('logicalXor', b), 'bool');
  return ne(x, y);
}

/**
 * Whether x is 0 (or false), elementwise: a bool.
 * @example
 * console.log(logicalNot(tensor([true, false])).toArray()); // [ false, true ]
 */
export function logicalNot(x: TensorLike): Tensor {
  return eq(truth('logicalNot', x), false);
}

/** Two operands whose bits can be told: int32 or bool. */
function bits(name: string, a: TensorLike, b: TensorLike): [Tensor, Tensor] {
  const given = meetingDType(name, a, b);
  // Two numbers alone are float32 elsewhere.
  const dtype = a instanceof Tensor || b instanceof Tensor || given === 'bool' ? given : 'int32';
  if (isFloat(dtype)) {
    throw new DTypeError(`${name}: floats have no bits, got ${dtype}. Use x.to('int32')`);
  }
  return pair(name, a, b, dtype);
}

function and(a: Tensor, b: Tensor): Tensor {
  return new Tensor(binary('bitAnd', a.node, b.node));
}

/** a + b - times (a and b), modulo 2^32: the other ops on bits, of which a sum counts each. */
function sumLess(a: Tensor, b: Tensor, times: number): Tensor {
  const both = and(a, b).node;
  const shared = times === 1 ? both : binary('add', both, both);
  return new Tensor(binary('sub', binary('add', a.node, b.node), shared));
}

/**
 * The bits that a and b share, elementwise, of int32; of bools `logicalAnd`. Operands broadcast.
 * Source: https://pytorch.org/docs/stable/generated/torch.bitwise_and.html
 * @throws DTypeError for floats; ShapeError when the shapes do not broadcast.
 * @example
 * console.log(bitwiseAnd(tensor([6], { dtype: 'int32' }), 3).item()); // 2
 */
export function bitwiseAnd(a: TensorLike, b: TensorLike): Tensor {
  const [x, y] = bits('bitwiseAnd', a, b);
  return and(x, y);
}

/**
 * The bits of a and of b, elementwise, of int32; of bools `logicalOr`. Operands broadcast.
 * Source: https://pytorch.org/docs/stable/generated/torch.bitwise_or.html
 * @throws DTypeError for floats; ShapeError when the shapes do not broadcast.
 * @example
 * console.log(bitwiseOr(tensor([6], { dtype: 'int32' }), 1).item()); // 7
 */
export function bitwiseOr(a: TensorLike, b: TensorLike): Tensor {
  const [x, y] = bits('bitwiseOr', a, b);
  return x.dtype === 'bool' ? maximum(x, y) : sumLess(x, y, 1);
}

/**
 * The bits in which a and b differ, elementwise, of int32; of bools `logicalXor`. Operands
 * broadcast. Source: https://pytorch.org/docs/stable/generated/torch.bitwise_xor.html
 * @throws DTypeError for floats; ShapeError when the shapes do not broadcast.
 * @example
 * console.log(bitwiseXor(tensor([6], { dtype: 'int32' }), 3).item()); // 5
 */
export function bitwiseXor(a: TensorLike, b: TensorLike): Tensor {
  const [x, y] = bits('bitwiseXor', a, b);
  return x.dtype === 'bool' ? ne(x, y) : sumLess(x, y, 2);
}

/**
 * The bits that x lacks, elementwise: -1 - x of an int32, `logicalNot` of a bool.
 * Source: https://pytorch.org/docs/stable/generated/torch.bitwise_not.html
 * @throws DTypeError for floats.
 * @example
 * console.log(bitwiseNot(tensor([6], { dtype: 'int32' })).item()); // -7
 */
export function bitwiseNot(x: TensorLike): Tensor {
  const [value, ones] = bits(
    'bitwiseNot',
    x,
    x instanceof Tensor && x.dtype === 'bool' ? true : -1,
  );
  return value.dtype === 'bool' ? eq(value, false) : sub(ones, value);
}

/** Two operands of a shift, and 2 to the number of places. */
function shifted(name: string, a: TensorLike, places: TensorLike): [Tensor, Tensor, Tensor] {
  const [x, n] = bits(name, a, places);
  if (x.dtype === 'bool') throw new ValueError(`${name}: a bool has one bit. Use x.to('int32')`);
  const isFar = maximum(lt(31, n), lt(n, 0));
  const factor = new Tensor(cast(where(isFar, 0, n).node, 'float64'));
  return [x, isFar, new Tensor(binary('pow', add(mul(factor, 0), 2).node, factor.node))];
}

/**
 * The bits of a, `places` further left, elementwise: a 2^places without what does not fit into an
 * int32. Operands broadcast.
 * Source: https://pytorch.org/docs/stable/generated/torch.bitwise_left_shift.html
 * @throws DTypeError for floats; ShapeError when the shapes do not broadcast.
 * @example
 * console.log(bitwiseLeftShift(tensor([3], { dtype: 'int32' }), 2).item()); // 12
 */
export function bitwiseLeftShift(a: TensorLike, places: TensorLike): Tensor {
  const [x, isFar, factor] = shifted('bitwiseLeftShift', a, places);
  // 2^31 as an int32 is -2^31: the same factor, modulo 2^32.
  const wrapped = new Tensor(cast(where(eq(factor, 2 ** 31), -(2 ** 31), factor).node, 'int32'));
  return where(isFar, 0, new Tensor(binary('mul', x.node, wrapped.node)));
}

/**
 * The bits of a, `places` further right, elementwise, its sign kept: a / 2^places rounded down.
 * Operands broadcast.
 * Source: https://pytorch.org/docs/stable/generated/torch.bitwise_right_shift.html
 * @throws DTypeError for floats; ShapeError when the shapes do not broadcast.
 * @example
 * console.log(bitwiseRightShift(tensor([12], { dtype: 'int32' }), 2).item()); // 3
 */
export function bitwiseRightShift(a: TensorLike, places: TensorLike): Tensor {
  const [x, isFar, factor] = shifted('bitwiseRightShift', a, places);
  const divided = floor(trueQuotient(new Tensor(cast(x.node, 'float64')), factor));
  const sign = new Tensor(cast(where(lt(x, 0), -1, 0).node, 'int32'));
  return where(isFar, sign, new Tensor(cast(divided.node, 'int32')));
}
