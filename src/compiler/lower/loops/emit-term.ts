/** Writes one term as an expression of the kernel language, for scalars or vectors. */

import type { DType } from '../../../graph/dtype.js';
import type { OpsOf, UnaryOp } from '../../../graph/ops.js';
import { traits } from '../../../graph/traits.js';
import {
  add,
  binary,
  compare,
  constant,
  convert,
  type KernelBuilder,
  select,
} from '../../../kernel/builder.js';
import type { BinaryOperator, CompareOperator, Expr, Scalar } from '../../../kernel/ir.js';
import { mathOf } from '../../../kernel/math/functions.js';
import { at } from '../../../list.js';
import type { TermOp } from '../../schedule/term.js';
import { scalarOf } from '../launch.js';

/** A mask as 0 or 1, anything else unchanged. */
export function asNumber(x: Expr): Expr {
  return x.type.scalar === 'mask' ? convert(x, 'i32') : x;
}

/** "Not zero", as a mask. */
export function asMask(x: Expr): Expr {
  if (x.type.scalar === 'mask') return x;
  return compare('ne', x, constant(0, x.type.scalar, x.type.lanes));
}

/** Writes one operator; those of fewer operands ignore the last ones. */
type Emit = (b: KernelBuilder, dtype: DType, x: Expr, y: Expr, z: Expr) => Expr;

function arithmetic(op: BinaryOperator): Emit {
  return (_b, _dtype, x, y) => binary(op, x, y);
}

function comparison(op: CompareOperator): Emit {
  return (_b, _dtype, x, y) => compare(op, asNumber(x), asNumber(y));
}

/**
 * NaN wins in floats: one comparison keeps it on the left, another brings it from the right. Where
 * there is an instruction that does both, it costs three times as much.
 */
function larger(b: KernelBuilder, op: 'min' | 'max', x: Expr, y: Expr): Expr {
  const [left, right] = [b.let(x), b.let(y)];
  if (x.type.scalar === 'i32') {
    return select(compare(op === 'max' ? 'gt' : 'lt', left, right), left, right);
  }
  const ordered = binary(op === 'max' ? 'pmax' : 'pmin', left, right);
  return select(compare('ne', right, right), right, ordered);
}

function chosen(mask: Expr, x: Expr, y: Expr, dtype: DType): Expr {
  if (dtype !== 'bool') return select(mask, x, y);
  return asMask(select(mask, asNumber(x), asNumber(y)));
}

/** The ops that are more than a function of one number, which are in `kernel/math/functions.ts`. */
const emitters: { readonly [Op in Exclude<TermOp, UnaryOp>]: Emit } = {
  add: arithmetic('add'),
  sub: arithmetic('sub'),
  mul: arithmetic('mul'),
  div: arithmetic('div'),
  pow: (b, _dtype, x, y) => mathOf('pow')(b, x, y),
  maximum: (b, _dtype, x, y) => larger(b, 'max', x, y),
  minimum: (b, _dtype, x, y) => larger(b, 'min', x, y),
  bitAnd: arithmetic('and'),
  lt: comparison('lt'),
  le: comparison('le'),
  eq: comparison('eq'),
  ne: comparison('ne'),
  where: (_b, dtype, mask, x, y) => chosen(mask, x, y, dtype),
  cast: (_b, dtype, x) => (dtype === 'bool' ? asMask(x) : convert(x, scalarOf[dtype])),
};

function isUnary(op: TermOp): op is UnaryOp {
  return traits[op].kind === 'unary';
}

/** The value of `op` on arguments of one width; a bool comes and goes as a mask. */
export function emitOp(b: KernelBuilder, op: TermOp, args: readonly Expr[], dtype: DType): Expr {
  const hasNumbers = dtype === 'bool' && op !== 'where' && op !== 'cast';
  const given = hasNumbers ? args.map(asNumber) : args;
  const x = at(given, 0);
  const value = isUnary(op)
    ? mathOf(op)(b, x)
    : emitters[op](b, dtype, x, given[1] ?? x, given[2] ?? x);
  return hasNumbers ? asMask(value) : value;
}

/** How a reduction is done, one value after the other. */
export interface Reducer {
  /** What it starts from. */
  readonly start: (scalar: Scalar) => number;
  /** A running result, and a new value. */
  readonly step: (b: KernelBuilder, total: Expr, x: Expr) => Expr;
  /** Whether floats are combined by a comparison that overlooks NaN, which is noted beside. */
  readonly overlooksNaN: boolean;
}

/** All reductions. */
export const reducers: { readonly [Op in OpsOf<'reduction'>]: Reducer } = {
  sum: { start: () => 0, step: (_b, total, x) => add(total, x), overlooksNaN: false },
  max: {
    start: (scalar) => (scalar === 'i32' ? -0x80000000 : -Infinity),
    step: (b, total, x) => larger(b, 'max', total, x),
    overlooksNaN: true,
  },
};
