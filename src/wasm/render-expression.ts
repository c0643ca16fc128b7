/**
 * Pushes the values of kernel IR expressions: operands, loads and what builds vectors; the operator
 * that works on pushed operands is `emit-operator.ts`'s.
 */

import { internal } from '../errors.js';
import { add, mul, typeOf } from '../kernel/builder.js';
import type { Expr } from '../kernel/ir.js';
import { operandsOf } from '../kernel/walk.js';
import { at } from '../list.js';
import { emitBinary, emitConst, emitOperator, type Scope } from './emit-operator.js';
import {
  fusedInstructions,
  laneInstructions,
  memoryInstructions,
  vectorOf,
} from './instruction-tables.js';

type Of<K extends Expr['kind']> = Extract<Expr, { readonly kind: K }>;

/** Constants up to this go into the offset of a load or store; see `renderAddress`. */
const foldLimit = 4096;

/**
 * Pushes the value of an expression. What is most frequent comes first and takes the fewest calls:
 * this runs cold, where a switch is a chain of comparisons.
 */
export function renderExpr(scope: Scope, expr: Expr): void {
  switch (expr.kind) {
    case 'local':
      scope.code.get(scope.local(expr.local));
      break;
    case 'binary':
      renderExpr(scope, expr.a);
      renderExpr(scope, expr.b);
      emitBinary(scope, expr);
      break;
    case 'const':
      emitConst(scope.code, expr.type, expr.value);
      break;
    case 'arg':
      scope.code.get(scope.arg(expr.index));
      break;
    case 'load':
      renderLoad(scope, expr);
      break;
    case 'splat':
      renderSplat(scope, expr.x, expr.type.lanes);
      break;
    case 'vector':
      renderVector(scope, expr);
      break;
    case 'fma':
      renderFma(scope, expr);
      break;
    default:
      renderOperands(scope, operandsOf(expr));
      emitOperator(scope, expr);
  }
}

/** By index: this runs cold, and engines walk lists by iterators only once they optimise. */
function renderOperands(scope: Scope, operands: readonly Expr[]): void {
  for (let i = 0; i < operands.length; i++) renderExpr(scope, at(operands, i));
}

/**
 * Pushes an address and returns the offset that goes with it. Offsets of instructions do not wrap,
 * so `x + 16` with x = -16 would trap where the sum is valid; this cannot happen for buffers that
 * start above the fold limit.
 */
export function renderAddress(scope: Scope, address: Expr, offset: number): number {
  let base = address;
  let sum = offset;
  while (base.kind === 'binary' && base.op === 'add') {
    const { b } = base;
    if (b.kind !== 'const' || b.value < 0 || b.value >= foldLimit) break;
    base = base.a;
    sum += b.value;
  }
  renderExpr(scope, base);
  return sum;
}

function renderLoad(scope: Scope, { type, address, offset }: Of<'load'>): void {
  if (type.scalar === 'mask') throw internal('load of a mask');
  const { load } = memoryInstructions[type.lanes > 1 ? 'v128' : type.scalar];
  scope.code.memory(load, renderAddress(scope, address, offset));
}

function renderSplat(scope: Scope, x: Expr, lanes: number): void {
  const { code } = scope;
  const { scalar } = x.type;
  if (x.kind === 'const') {
    emitConst(code, typeOf(scalar, lanes), x.value);
  } else if (x.kind === 'load') {
    const offset = renderAddress(scope, x.address, x.offset);
    code.memory(lanes === 2 ? 'v128.load64_splat' : 'v128.load32_splat', offset);
  } else if (scalar === 'mask') {
    code.i32(0);
    renderExpr(scope, x);
    code.op('i32.sub');
    if (lanes === 2) code.op('i64.extend_i32_s').op('i64x2.splat');
    else code.op('i32x4.splat');
  } else {
    renderExpr(scope, x);
    code.op(laneInstructions[vectorOf[scalar]].splat);
  }
}

function renderVector(scope: Scope, { type, parts }: Of<'vector'>): void {
  const { code } = scope;
  if (type.scalar === 'mask') throw internal('a vector from scalar masks');
  const loads = parts.filter((part) => part.kind === 'load');
  if (loads.length === parts.length) {
    renderGather(scope, loads);
    return;
  }
  const constants = parts.filter((part) => part.kind === 'const');
  if (constants.length === parts.length) {
    emitConst(scope.code, type, ...constants.map(({ value }) => value));
    return;
  }
  const { splat, replace } = laneInstructions[vectorOf[type.scalar]];
  parts.forEach((part, i) => {
    renderExpr(scope, part);
    if (i === 0) code.op(splat);
    else code.lane(replace, i);
  });
}

/** A lane load takes its address from below the vector, so addresses are pushed last lane first. */
function renderGather(scope: Scope, loads: readonly Of<'load'>[]): void {
  const { code } = scope;
  const wide = loads.length === 2;
  const offsets = loads
    .toReversed()
    .map(({ address, offset }) => renderAddress(scope, address, offset))
    .reverse();
  offsets.forEach((offset, i) => {
    if (i === 0) code.memory(wide ? 'v128.load64_zero' : 'v128.load32_zero', offset);
    else code.memoryLane(wide ? 'v128.load64_lane' : 'v128.load32_lane', i, offset);
  });
}

/**
 * Scalars are fused through lane 0 of vectors, so that a tail rounds as the vectors before it do.
 */
function renderFma(scope: Scope, { type, a, b, c }: Of<'fma'>): void {
  const { code, relaxed } = scope;
  if (!relaxed || type.scalar === 'i32' || type.scalar === 'mask') {
    renderExpr(scope, add(mul(a, b), c));
    return;
  }
  const isScalar = type.lanes === 1;
  const lanes = type.scalar === 'f64' ? 2 : 4;
  for (const operand of [a, b, c]) {
    if (isScalar) renderSplat(scope, operand, lanes);
    else renderExpr(scope, operand);
  }
  code.op(fusedInstructions[type.scalar]);
  if (isScalar) code.lane(laneInstructions[vectorOf[type.scalar]].extract, 0);
}
