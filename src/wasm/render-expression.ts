/**
 * Turns expressions of the kernel IR into WebAssembly instructions that push their value. Masks are
 * i32 0 or 1 as scalars and lanes of all ones or zeros as vectors. Where an operator takes one
 * instruction, `instruction-tables.ts` names it; the others are spelt out here.
 */

import { assertNever, internal } from '../errors.js';
import { typeOf } from '../kernel/builder.js';
import type { Expr, Local, MathFunction, Scalar, Type } from '../kernel/ir.js';
import { ByteWriter } from './byte-writer.js';
import type { FunctionWriter, ValueType } from './function-writer.js';
import {
  binaryInstructions,
  compareInstructions,
  convertInstructions,
  fusedInstructions,
  laneInstructions,
  memoryInstructions,
  shapeOf,
  unaryInstructions,
  valueTypeOf,
  vectorOf,
} from './instruction-tables.js';

/** What expressions need to know about the function that they are in. */
export interface Scope {
  readonly code: FunctionWriter;
  /** Whether relaxed SIMD (fused multiply-add, lane select) may be used. */
  readonly relaxed: boolean;
  /** Index of the local that holds an IR local, an argument, or an end of the range. */
  readonly local: (local: Local) => number;
  readonly arg: (index: number) => number;
  readonly range: (end: 'lo' | 'hi') => number;
  /** Index of the imported function. */
  readonly math: (fn: MathFunction) => number;
  /** One of two locals per type that are free between two instructions of one operator. */
  readonly scratch: (type: ValueType, slot: 0 | 1) => number;
}

type Of<K extends Expr['kind']> = Extract<Expr, { readonly kind: K }>;

/** Constants up to this go into the offset of a load or store; see `renderAddress`. */
const foldLimit = 4096;

/** Pushes the value of an expression. */
export function renderExpr(scope: Scope, expr: Expr): void {
  const { code } = scope;
  switch (expr.kind) {
    case 'const':
      return renderConst(scope, expr.type, expr.value);
    case 'local':
      return void code.get(scope.local(expr.local));
    case 'arg':
      return void code.get(scope.arg(expr.index));
    case 'range':
      return void code.get(scope.range(expr.end));
    case 'unary':
      return renderUnary(scope, expr);
    case 'binary':
      return renderBinary(scope, expr);
    case 'compare':
      renderExpr(scope, expr.a);
      renderExpr(scope, expr.b);
      return void code.op(compareInstructions[expr.op][shapeOf(expr.a.type)]);
    case 'fma':
      return renderFma(scope, expr);
    case 'select':
      return renderSelect(scope, expr);
    case 'convert':
      return renderConvert(scope, expr);
    case 'bitcast':
      return renderBitcast(scope, expr);
    case 'load':
      return renderLoad(scope, expr);
    case 'splat':
      return renderSplat(scope, expr.x, expr.type.lanes);
    case 'vector':
      return renderVector(scope, expr);
    case 'lane':
      return renderLane(scope, expr);
    case 'any':
      renderExpr(scope, expr.x);
      return void code.op('v128.any_true');
    case 'shuffle':
      return renderShuffle(scope, expr);
    case 'math':
      for (const arg of expr.args) renderExpr(scope, arg);
      return void code.call(scope.math(expr.fn));
    default:
      return assertNever(expr);
  }
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

function renderConst({ code }: Scope, { scalar, lanes }: Type, value: number): void {
  if (lanes > 1) code.v128(vectorBytes(scalar, lanes, value));
  else if (scalar === 'f32') code.f32(value);
  else if (scalar === 'f64') code.f64(value);
  else code.i32(value);
}

function vectorBytes(scalar: Scalar | 'mask', lanes: number, value: number): Uint8Array {
  const bytes = new ByteWriter();
  if (scalar === 'mask') return new Uint8Array(16).fill(value === 0 ? 0 : 0xff);
  for (let i = 0; i < lanes; i++) {
    if (scalar === 'f32') bytes.f32(value);
    else if (scalar === 'f64') bytes.f64(value);
    else bytes.fixed32(value);
  }
  return bytes.toBytes();
}

function renderUnary(scope: Scope, { op, type, x }: Of<'unary'>): void {
  const { code } = scope;
  if (type.scalar === 'mask') {
    renderExpr(scope, x);
    code.op(type.lanes === 1 ? 'i32.eqz' : 'v128.not');
    return;
  }
  const shape = shapeOf(type);
  const instruction = unaryInstructions[op][shape];
  if (instruction !== undefined) {
    renderExpr(scope, x);
    code.op(instruction);
  } else if (shape === 'i32' && op === 'neg') {
    code.i32(0);
    renderExpr(scope, x);
    code.op('i32.sub');
  } else if (shape === 'i32' && op === 'not') {
    renderExpr(scope, x);
    code.i32(-1).op('i32.xor');
  } else if (shape === 'i32' && op === 'abs') {
    // With s = x >> 31 (0 or -1), |x| = (x ^ s) - s.
    const sign = scope.scratch('i32', 0);
    const value = scope.scratch('i32', 1);
    renderExpr(scope, x);
    code.tee(value).get(value).i32(31).op('i32.shr_s').tee(sign).op('i32.xor');
    code.get(sign).op('i32.sub');
  } else {
    throw internal(`${op} of ${shape} in WebAssembly`);
  }
}

function renderBinary(scope: Scope, { op, type, a, b }: Of<'binary'>): void {
  renderExpr(scope, a);
  renderExpr(scope, b);
  if (type.scalar === 'mask') {
    renderMaskLogic(scope, op, type.lanes);
    return;
  }
  const shape = shapeOf(type);
  const instruction = binaryInstructions[op][shape];
  if (instruction !== undefined) scope.code.op(instruction);
  else if (op === 'min' || op === 'pmin') renderChoice(scope, type, true);
  else if (op === 'max' || op === 'pmax') renderChoice(scope, type, false);
  else if (shape === 'i32x4' && op === 'div') renderLanewise(scope, 'i32.div_s');
  else if (shape === 'i32x4' && op === 'rem') renderLanewise(scope, 'i32.rem_s');
  else throw internal(`${op} of ${shape} in WebAssembly`);
}

function renderMaskLogic({ code }: Scope, op: string, lanes: number): void {
  if (op !== 'and' && op !== 'or' && op !== 'xor') throw internal(`${op} of masks`);
  code.op(lanes === 1 ? `i32.${op}` : `v128.${op}`);
}

/** Of the two scalars on the stack, b if b < a (smaller) or a < b (larger), else a. */
function renderChoice({ code, scratch }: Scope, type: Type, smaller: boolean): void {
  const a = scratch(valueTypeOf(type), 0);
  const b = scratch(valueTypeOf(type), 1);
  code.set(b).set(a).get(b).get(a);
  code.get(smaller ? b : a).get(smaller ? a : b);
  code.op(compareInstructions.lt[shapeOf(type)]).op('select');
}

/** Integer division, which has no vector form. */
function renderLanewise({ code, scratch }: Scope, instruction: 'i32.div_s' | 'i32.rem_s'): void {
  const a = scratch('v128', 0);
  const b = scratch('v128', 1);
  code.set(b).set(a);
  for (let i = 0; i < 4; i++) {
    code.get(a).lane('i32x4.extract_lane', i).get(b).lane('i32x4.extract_lane', i).op(instruction);
    if (i === 0) code.op('i32x4.splat');
    else code.lane('i32x4.replace_lane', i);
  }
}

/** Scalars are fused through lane 0 of vectors, so that a tail rounds as the vectors before it do. */
function renderFma(scope: Scope, { type, a, b, c }: Of<'fma'>): void {
  const { code, relaxed } = scope;
  const shape = shapeOf(type);
  const vector = type.scalar === 'mask' ? undefined : vectorOf[type.scalar];
  const fused = vector === undefined ? undefined : fusedInstructions[vector];
  if (!relaxed || vector === undefined || fused === undefined) {
    const [multiply, add] = [binaryInstructions.mul[shape], binaryInstructions.add[shape]];
    if (multiply === undefined || add === undefined) throw internal(`fma of ${shape}`);
    renderExpr(scope, a);
    renderExpr(scope, b);
    code.op(multiply);
    renderExpr(scope, c);
    code.op(add);
    return;
  }
  for (const operand of [a, b, c]) {
    if (type.lanes > 1) renderExpr(scope, operand);
    else renderSplat(scope, operand, vector === 'f64x2' ? 2 : 4);
  }
  code.op(fused);
  if (type.lanes === 1) code.lane(laneInstructions[vector].extract, 0);
}

function renderSelect(scope: Scope, { mask, a, b }: Of<'select'>): void {
  renderExpr(scope, a);
  renderExpr(scope, b);
  renderExpr(scope, mask);
  const { lanes } = mask.type;
  if (lanes === 1) scope.code.op('select');
  else if (!scope.relaxed) scope.code.op('v128.bitselect');
  else scope.code.op(lanes === 2 ? 'i64x2.relaxed_laneselect' : 'i32x4.relaxed_laneselect');
}

function renderConvert(scope: Scope, { type, x }: Of<'convert'>): void {
  const { code } = scope;
  const shape = shapeOf(type);
  if (x.type.scalar !== 'mask') {
    const from = shapeOf(x.type);
    const instruction = convertInstructions[from][shape];
    if (instruction === undefined) throw internal(`conversion of ${from} to ${shape}`);
    renderExpr(scope, x);
    code.op(instruction);
  } else if (type.lanes > 1) {
    renderExpr(scope, x);
    renderConst(scope, type, 1);
    code.op('v128.and');
  } else {
    renderExpr(scope, x);
    const instruction = convertInstructions.i32[shape];
    if (instruction !== undefined) code.op(instruction);
  }
}

function renderBitcast(scope: Scope, { type, x }: Of<'bitcast'>): void {
  renderExpr(scope, x);
  if (type === x.type || type.lanes > 1) return;
  if (type === typeOf('i32') && x.type === typeOf('f32')) scope.code.op('i32.reinterpret_f32');
  else if (type === typeOf('f32') && x.type === typeOf('i32')) scope.code.op('f32.reinterpret_i32');
  else throw internal(`bitcast of ${x.type.scalar} to ${type.scalar}`);
}

function renderLoad(scope: Scope, { type, address, offset }: Of<'load'>): void {
  const valueType = type.lanes > 1 ? 'v128' : shapeOf(type);
  if (valueType === 'i32x4' || valueType === 'f32x4' || valueType === 'f64x2') {
    throw internal(`load of ${valueType}`);
  }
  const { load } = memoryInstructions[valueType];
  scope.code.memory(load, renderAddress(scope, address, offset));
}

function renderSplat(scope: Scope, x: Expr, lanes: number): void {
  const { code } = scope;
  const { scalar } = x.type;
  if (x.kind === 'const') {
    renderConst(scope, typeOf(scalar, lanes), x.value);
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

function renderLane(scope: Scope, { x, index }: Of<'lane'>): void {
  const { code } = scope;
  const { scalar, lanes } = x.type;
  renderExpr(scope, x);
  if (scalar !== 'mask') {
    code.lane(laneInstructions[vectorOf[scalar]].extract, index);
    return;
  }
  const position = (index * 4) / lanes;
  code.lane('i32x4.extract_lane', position).i32(1).op('i32.and');
}

function renderShuffle(scope: Scope, { type, a, b, pattern }: Of<'shuffle'>): void {
  const size = 16 / type.lanes;
  const bytes = pattern.flatMap((from) => Array.from({ length: size }, (_, i) => from * size + i));
  renderExpr(scope, a);
  renderExpr(scope, b);
  scope.code.shuffle(bytes);
}
