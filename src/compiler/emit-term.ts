/** Writes one term as an expression of the kernel language, for scalars or vectors. */

import { internal } from '../errors.js';
import type { DType } from '../graph/dtype.js';
import type { UnaryOp } from '../graph/ops.js';
import {
  add,
  binary,
  compare,
  constant,
  convert,
  type KernelBuilder,
  select,
  unary,
} from '../kernel/builder.js';
import type { BinaryOperator, CompareOperator, Expr, Scalar } from '../kernel/ir.js';
import { mathOf } from '../kernel/math.js';
import type { TermOp } from './term.js';

/** The lane type that computes with a dtype; a bool is computed as a mask. */
export const scalarOf: { readonly [D in DType]: Scalar } = {
  float32: 'f32',
  float64: 'f64',
  int32: 'i32',
  bool: 'i32',
};

/** A mask as 0 or 1, anything else unchanged. */
export function asNumber(x: Expr): Expr {
  return x.type.scalar === 'mask' ? convert(x, 'i32') : x;
}

/** "Not zero", as a mask. */
export function asMask(x: Expr): Expr {
  if (x.type.scalar === 'mask') return x;
  return compare('ne', x, constant(0, x.type.scalar, x.type.lanes));
}

type Emit = (b: KernelBuilder, args: readonly Expr[], dtype: DType) => Expr;

function like(x: Expr, value: number): Expr {
  if (x.type.scalar === 'mask') throw internal('a constant mask');
  return constant(value, x.type.scalar, x.type.lanes);
}

function arithmetic(op: BinaryOperator): Emit {
  return (_b, [x, y]) => binary(op, x as Expr, y as Expr);
}

function comparison(op: CompareOperator): Emit {
  return (_b, [x, y]) => compare(op, asNumber(x as Expr), asNumber(y as Expr));
}

/** NaN wins in floats; integers compare. */
function extreme(op: 'min' | 'max'): Emit {
  return (b, [x, y]) => {
    const [p, q] = [x as Expr, y as Expr];
    if (p.type.scalar !== 'i32') return binary(op, p, q);
    const [left, right] = [b.let(p), b.let(q)];
    return select(compare(op === 'max' ? 'gt' : 'lt', left, right), left, right);
  };
}

function mathematical(op: UnaryOp): Emit {
  return (b, [x]) => mathOf(op)(b, x as Expr);
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

const emitters: { readonly [Op in TermOp]: Emit } = {
  neg: (_b, [x]) => negated(x as Expr),
  abs: (b, [x]) => magnitude(b, x as Expr),
  sign: mathematical('sign'),
  sqrt: mathematical('sqrt'),
  floor: mathematical('floor'),
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
  pow: (b, [x, y]) => mathOf('pow')(b, x as Expr, y as Expr),
  maximum: extreme('max'),
  minimum: extreme('min'),
  lt: comparison('lt'),
  le: comparison('le'),
  eq: comparison('eq'),
  ne: comparison('ne'),
  where: (_b, [condition, x, y], dtype) => {
    if (dtype !== 'bool') return select(condition as Expr, x as Expr, y as Expr);
    return asMask(select(condition as Expr, asNumber(x as Expr), asNumber(y as Expr)));
  },
  cast: (_b, [x], dtype) =>
    dtype === 'bool' ? asMask(x as Expr) : convert(x as Expr, scalarOf[dtype]),
};

/** The value of `op` on arguments of one width; a bool comes and goes as a mask. */
export function emitOp(b: KernelBuilder, op: TermOp, args: readonly Expr[], dtype: DType): Expr {
  if (dtype === 'bool' && op !== 'where' && op !== 'cast') {
    return asMask(emitters[op](b, args.map(asNumber), dtype));
  }
  return emitters[op](b, args, dtype);
}

/** The larger, or the sum, of a running result and a new value. */
export function emitReduce(b: KernelBuilder, op: 'sum' | 'max', total: Expr, x: Expr): Expr {
  return op === 'sum' ? add(total, x) : extreme('max')(b, [total, x], 'float32');
}

/** What a reduction starts from. */
export function reduceStart(op: 'sum' | 'max', scalar: Scalar, lanes: number): Expr {
  if (op === 'sum') return constant(0, scalar, lanes);
  return constant(scalar === 'i32' ? -0x80000000 : -Infinity, scalar, lanes);
}
