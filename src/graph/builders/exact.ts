/**
 * Numbers that are checked when they are computed: int32 results that must fit, and values that an
 * op does not take. What is wrong becomes an error that names the op and the number.
 */

import { ValueError } from '../../errors.js';
import type { DType } from '../dtype.js';
import { makeNode, type Node } from '../node.js';
import type { ArithmeticOp, EnsureAttrs, UnaryOp } from '../ops.js';
import { binary, cast, compare, sub, unary } from './elementwise.js';
import { full } from './source.js';

const problem =
  'does not fit into int32, which holds -2147483648 to 2147483647. Use float64 for such numbers';

/** @throws ValueError naming `op` when the integer part of `value` is no int32. */
export function checkInt32(op: string, value: number): void {
  const whole = Math.trunc(value);
  if ((whole | 0) !== whole) throw new ValueError(`${op}: ${value} ${problem}`);
}

/** x, whose value is an error where `holds`, of its shape, is false; `near` helps to name it. */
export function ensure(x: Node, holds: Node, blame: EnsureAttrs, near: Node = x): Node {
  return makeNode('ensure', [x, holds, near], blame, x.shape, x.dtype);
}

/** Both of two bools. */
export function both(a: Node, b: Node): Node {
  return binary('mul', a, b);
}

function like(x: Node, value: number): Node {
  return full(x.shape, value, x.dtype);
}

/**
 * An int32 that was computed modulo 2^32, where that is what it should be: `near`, the same
 * computed in floats, is off by less than 2^30, and by 2^32 or more where x has wrapped.
 */
export function exact(x: Node, near: Node, name: string): Node {
  const distance = unary('abs', sub(cast(x, near.dtype), near));
  return ensure(x, compare('lt', distance, like(distance, 2 ** 30)), { name, problem }, near);
}

/**
 * A function of int32 operands whose result must fit, with broadcasting; others are not checked.
 */
export function exactBinary(op: ArithmeticOp, a: Node, b: Node, name: string): Node {
  const result = binary(op, a, b, name);
  if (a.dtype !== 'int32') return result;
  return exact(result, binary(op, cast(a, 'float32'), cast(b, 'float32')), name);
}

/** A function of an int32 whose result must fit; of other dtypes it is not checked. */
export function exactUnary(op: UnaryOp, x: Node, name: string): Node {
  if (x.dtype !== 'int32') return unary(op, x);
  return exact(unary(op, x), unary(op, cast(x, 'float32')), name);
}

/**
 * A sum, or a product, of what `as` makes of the operands; an int32 result must fit, and is
 * computed a second time in float64 to see that.
 */
export function exactly(name: string, compute: (as: (x: Node) => Node) => Node): Node {
  const result = compute((x) => x);
  if (result.dtype !== 'int32') return result;
  return exact(
    result,
    compute((x) => cast(x, 'float64')),
    name,
  );
}

/** The next numbers below -2^31 whose integer part is no int32. */
const below: { readonly [D in DType]: number | null } = {
  float32: -(2 ** 31) - 2 ** 8,
  float64: -(2 ** 31) - 1,
  int32: null,
  bool: null,
};

/** The same values in another dtype, where floats that become int32 have to fit. */
export function exactCast(x: Node, dtype: DType, name: string): Node {
  const lowest = below[x.dtype];
  if (dtype !== 'int32' || lowest === null) return cast(x, dtype);
  const holds = both(compare('lt', like(x, lowest), x), compare('lt', x, like(x, 2 ** 31)));
  return cast(ensure(x, holds, { name, problem }), dtype);
}
