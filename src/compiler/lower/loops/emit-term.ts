/** Writes one term as an expression of the kernel language, for scalars or vectors. */

import { internal } from '../../../errors.js';
import type { DType } from '../../../graph/dtype.js';
import type { UnaryOp } from '../../../graph/ops.js';
import {
  add,
  binary,
  compare,
  constant,
  convert,
  type KernelBuilder,
  select,
  unary,
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

function like(x: Expr, value: number): Expr {
  if (x.type.scalar === 'mask') throw internal('a constant mask');
  return constant(value, x.type.scalar, x.type.lanes);
}

function arithmetic(op: BinaryOperator): Emit {
  return (_b, _dtype, x, y) => binary(op, x, y);
}

function comparison(op: CompareOperator): Emit {
  return (_b, _dtype, x, y) => compare(op, asNumber(x), asNumber(y));
}

function mathematical(op: UnaryOp): Emit {
  return (b, _dtype, x) => mathOf(op)(b, x);
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

function magnitude(b: KernelBuilder, x: Expr): Expr {
  if (x.type.scalar !== 'i32') return unary('abs', x);
  const value = b.let(x);
  const negative = compare('lt', value, like(value, 0));
  return select(negative, binary('sub', like(value, 0), value), value);
}

function negated(x: Expr): Expr {
  return x.type.scalar === 'i32' ? binary('sub', like(x, 0), x) : unary('neg', x);
}

function chosen(mask: Expr, x: Expr, y: Expr, dtype: DType): Expr {
  if (dtype !== 'bool') return select(mask, x, y);
  return asMask(select(mask, asNumber(x), asNumber(y)));
}

const emitters: { readonly [Op in TermOp]: Emit } = {
  neg: (_b, _dtype, x) => negated(x),
  abs: (b, _dtype, x) => magnitude(b, x),
  sign: mathematical('sign'),
  sqrt: mathematical('sqrt'),
  floor: mathematical('floor'),
  relu: mathematical('relu'),
  sigmoid: mathematical('sigmoid'),
  exp: mathematical('exp'),
  expm1: mathematical('expm1'),
  log: mathematical('log'),
  log1p: mathematical('log1p'),
  sin: mathematical('sin'),
  cos: mathematical('cos'),
  tanh: mathematical('tanh'),
  erf: mathematical('erf'),
  add: arithmetic('add'),
  sub: arithmetic('sub'),
  mul: arithmetic('mul'),
  div: arithmetic('div'),
  pow: (b, _dtype, x, y) => mathOf('pow')(b, x, y),
  maximum: (b, _dtype, x, y) => larger(b, 'max', x, y),
  minimum: (b, _dtype, x, y) => larger(b, 'min', x, y),
  lt: comparison('lt'),
  le: comparison('le'),
  eq: comparison('eq'),
  ne: comparison('ne'),
  where: (_b, dtype, mask, x, y) => chosen(mask, x, y, dtype),
  cast: (_b, dtype, x) => (dtype === 'bool' ? asMask(x) : convert(x, scalarOf[dtype])),
};

/** The value of `op` on arguments of one width; a bool comes and goes as a mask. */
export function emitOp(b: KernelBuilder, op: TermOp, args: readonly Expr[], dtype: DType): Expr {
  const hasNumbers = dtype === 'bool' && op !== 'where' && op !== 'cast';
  const given = hasNumbers ? args.map(asNumber) : args;
  const x = at(given, 0);
  const value = emitters[op](b, dtype, x, given[1] ?? x, given[2] ?? x);
  return hasNumbers ? asMask(value) : value;
}

/** The larger, or the sum, of a running result and a new value. */
export function emitReduce(b: KernelBuilder, op: 'sum' | 'max', total: Expr, x: Expr): Expr {
  return op === 'sum' ? add(total, x) : larger(b, 'max', total, x);
}

/** What a reduction starts from. */
export function reduceStart(op: 'sum' | 'max', scalar: Scalar, lanes: number): Expr {
  if (op === 'sum') return constant(0, scalar, lanes);
  return constant(scalar === 'i32' ? -0x80000000 : -Infinity, scalar, lanes);
}
