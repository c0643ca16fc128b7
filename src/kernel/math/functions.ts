/**
 * The mathematical functions of the elementwise primitives in the kernel language, by name. f32 of
 * any lanes has its own implementations (folder `math/`), f64 calls the target's library.
 */

import { internal } from '../../errors.js';
import type { UnaryOp } from '../../graph/ops.js';
import {
  add,
  binary,
  compare,
  constant,
  type KernelBuilder,
  math,
  select,
  unary,
} from '../builder.js';
import type { Expr, MathFunction, UnaryOperator } from '../ir.js';
import { exp, expm1 } from './exponential.js';
import { lanewise } from './float-lanes.js';
import { log, log1p } from './logarithm.js';
import { pow as singlePow } from './power.js';
import { erf, tanh } from './saturating.js';
import { cos, sin } from './trigonometric.js';

/** Emits a function of one operand; the result is an expression of the operand's type. */
export type UnaryMath = (builder: KernelBuilder, x: Expr) => Expr;
/** Emits a function of two operands of one type. */
export type BinaryMath = (builder: KernelBuilder, x: Expr, y: Expr) => Expr;

type MathTable = {
  readonly [O in UnaryOp | 'pow']: O extends UnaryOp ? UnaryMath : BinaryMath;
};

/** An operator of the kernel language. */
function operator(op: UnaryOperator): UnaryMath {
  return (_, x) => unary(op, x);
}

/** A constant of the type of x. */
function like(x: Expr, value: number): Expr {
  if (x.type.scalar === 'mask') throw internal('a constant mask');
  return constant(value, x.type.scalar, x.type.lanes);
}

/** Integers have no instruction for it. */
function neg(_: KernelBuilder, x: Expr): Expr {
  return x.type.scalar === 'i32' ? binary('sub', like(x, 0), x) : unary('neg', x);
}

function abs(builder: KernelBuilder, x: Expr): Expr {
  if (x.type.scalar !== 'i32') return unary('abs', x);
  const value = builder.let(x);
  const negative = compare('lt', value, like(value, 0));
  return select(negative, binary('sub', like(value, 0), value), value);
}

/** To an integer, by an operator of floats: integers have no fractional part. */
function whole(op: 'floor' | 'nearest'): UnaryMath {
  return (_, x) => (x.type.scalar === 'i32' ? x : unary(op, x));
}

/** The larger of x and 0; the comparison keeps what is on the left, so NaN stays. */
function relu(builder: KernelBuilder, x: Expr): Expr {
  const { scalar, lanes } = x.type;
  if (scalar === 'mask') throw internal('relu of a mask');
  const zero = constant(0, scalar, lanes);
  if (scalar !== 'i32') return binary('pmax', x, zero);
  const argument = builder.let(x);
  return select(compare('lt', argument, zero), zero, argument);
}

/** 1 / (1 + e^-x), by the exponential of the type. */
function sigmoid(builder: KernelBuilder, x: Expr): Expr {
  const { scalar, lanes } = x.type;
  if (scalar === 'mask') throw internal('sigmoid of a mask');
  const one = constant(1, scalar, lanes);
  return binary('div', one, add(table.exp(builder, unary('neg', x)), one));
}

/** f32 as given, f64 lane by lane through the library. */
function floats(fn: Exclude<MathFunction, 'pow'>, single: UnaryMath): UnaryMath {
  return (builder, x) => {
    if (x.type.scalar === 'f32') return single(builder, x);
    if (x.type.scalar !== 'f64') throw internal(`${fn} of ${x.type.scalar}`);
    return builder.let(lanewise((...xs) => math(fn, ...xs), builder.let(x)));
  };
}

/** -1, 0 or 1 with the sign of x; 0 for NaN, as PyTorch has it. */
function sign(builder: KernelBuilder, x: Expr): Expr {
  const { scalar, lanes } = x.type;
  if (scalar === 'mask') throw internal('sign of a mask');
  const argument = builder.let(x);
  const value = (number: number) => constant(number, scalar, lanes);
  const rest = select(compare('lt', argument, value(0)), value(-1), value(0));
  return select(compare('gt', argument, value(0)), value(1), rest);
}

/** f32 as in `power.ts`; f64 through the library; integers through it, truncated and saturated. */
function pow(builder: KernelBuilder, x: Expr, y: Expr): Expr {
  if (x.type.scalar === 'f32') return singlePow(builder, x, y);
  return builder.let(lanewise((...xs) => math('pow', ...xs), builder.let(x), builder.let(y)));
}

const table: MathTable = {
  neg,
  abs,
  sign,
  exp: floats('exp', exp),
  expm1: floats('expm1', expm1),
  log: floats('log', log),
  log1p: floats('log1p', log1p),
  sqrt: operator('sqrt'),
  sin: floats('sin', sin),
  cos: floats('cos', cos),
  tanh: floats('tanh', tanh),
  erf: floats('erf', erf),
  floor: whole('floor'),
  round: whole('nearest'),
  relu,
  sigmoid,
  pow,
};

/** What computes a primitive: `mathOf('exp')(builder, x)`, `mathOf('pow')(builder, x, y)`. */
export function mathOf<O extends keyof MathTable>(op: O): MathTable[O] {
  return table[op];
}
