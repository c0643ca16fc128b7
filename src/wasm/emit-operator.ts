/**
 * Emits the WebAssembly instructions of one operator of the kernel IR whose operands are on the
 * stack, first one deepest. Masks are i32 0 or 1 as scalars and lanes of all ones or zeros as
 * vectors. `instruction-tables.ts` has the operators that take one instruction.
 */

import { assertNever, internal } from '../errors.js';
import type { BinaryOperator, Expr, Local, MathFunction, Scalar, Type } from '../kernel/ir.js';
import { at } from '../list.js';
import type { FunctionWriter, ValueType } from './function-writer.js';
import {
  binaryInstructions,
  compareInstructions,
  convertInstructions,
  laneInstructions,
  type Shape,
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
  /** Index of the imported global that holds the address of the scratch memory. */
  readonly scratchMemory: () => number;
  /** Index of the imported function. */
  readonly math: (fn: MathFunction) => number;
  /** One of two locals per type that are free between two instructions of one operator. */
  readonly scratch: (type: ValueType, slot: 0 | 1) => number;
}

type Of<K extends Expr['kind']> = Extract<Expr, { readonly kind: K }>;

/** What `emitOperator` emits. */
export type Operator = Exclude<
  Expr,
  Of<'local' | 'arg' | 'const' | 'binary' | 'load' | 'splat' | 'vector' | 'fma'>
>;

/** Replaces the operands of `expr` on the stack by its value. */
export function emitOperator(scope: Scope, expr: Operator): void {
  const { code } = scope;
  switch (expr.kind) {
    case 'range':
      code.get(scope.range(expr.end));
      break;
    case 'scratch':
      code.getGlobal(scope.scratchMemory());
      break;
    case 'unary':
      emitUnary(scope, expr);
      break;
    case 'compare':
      code.op(compareInstructions[expr.op][shapeOf(expr.a.type)]);
      break;
    case 'select':
      emitSelect(scope, expr.mask.type.lanes);
      break;
    case 'convert':
      emitConvert(code, expr);
      break;
    case 'bitcast':
      emitBitcast(code, expr);
      break;
    case 'lane':
      emitLane(code, expr);
      break;
    case 'any':
      code.op('v128.any_true');
      break;
    case 'shuffle':
      emitShuffle(code, expr);
      break;
    case 'math':
      code.call(scope.math(expr.fn));
      break;
    default:
      assertNever(expr);
  }
}

/** Pushes a constant: one value for all lanes, or one for each lane of numbers. */
export function emitConst(code: FunctionWriter, type: Type, ...values: readonly number[]): void {
  const { scalar, lanes } = type;
  const value = at(values, 0);
  if (lanes > 1) code.v128(vectorBytes(scalar, lanes, values));
  else if (scalar === 'f32') code.f32(value);
  else if (scalar === 'f64') code.f64(value);
  else code.i32(value);
}

function vectorBytes(
  scalar: Scalar | 'mask',
  lanes: number,
  values: readonly number[],
): Uint8Array {
  const view = new DataView(new ArrayBuffer(16));
  for (let i = 0; i < lanes; i++) {
    const value = values[i] ?? at(values, 0);
    const place = (16 / lanes) * i;
    if (scalar === 'f32') view.setFloat32(place, value, true);
    else if (scalar === 'f64') view.setFloat64(place, value, true);
    else view.setInt32(place, value, true);
  }
  const bytes = new Uint8Array(view.buffer);
  return scalar === 'mask' ? bytes.fill(values[0] === 0 ? 0 : 0xff) : bytes;
}

function emitUnary({ code, scratch }: Scope, { op, type }: Of<'unary'>): void {
  if (type.scalar === 'mask') {
    if (op !== 'not') throw internal(`${op} of a mask`);
    code.op(type.lanes === 1 ? 'i32.eqz' : 'v128.not');
    return;
  }
  const shape = shapeOf(type);
  const instruction = unaryInstructions[op][shape];
  if (instruction !== undefined) code.op(instruction);
  else if (shape === 'i32' && op === 'neg') code.i32(-1).op('i32.mul');
  else if (shape === 'i32' && op === 'not') code.i32(-1).op('i32.xor');
  else if (shape === 'i32' && op === 'abs') emitIntegerAbs(code, scratch('i32', 0));
  else throw internal(`${op} of ${shape} in WebAssembly`);
}

/** With s = x >> 31, which is 0 or -1: |x| = (x ^ s) - s = (x + s) ^ s. */
function emitIntegerAbs(code: FunctionWriter, x: number): void {
  code.tee(x).get(x).i32(31).op('i32.shr_s').op('i32.add');
  code.get(x).i32(31).op('i32.shr_s').op('i32.xor');
}

/** Replaces the two operands on the stack. */
export function emitBinary(scope: Scope, { op, type }: Of<'binary'>): void {
  const { code } = scope;
  if (type.scalar === 'mask') {
    if (op !== 'and' && op !== 'or' && op !== 'xor') throw internal(`${op} of masks`);
    code.op(type.lanes === 1 ? `i32.${op}` : `v128.${op}`);
    return;
  }
  const shape = shapeOf(type);
  const instruction = binaryInstructions[op][shape];
  if (instruction !== undefined) code.op(instruction);
  else if (op === 'min' || op === 'pmin') emitChoice(scope, type, 'smaller');
  else if (op === 'max' || op === 'pmax') emitChoice(scope, type, 'larger');
  else if (shape === 'i32x4') emitLanewise(scope, op);
  else throw internal(`${op} of ${shape} in WebAssembly`);
}

/** Of scalars a and b: b if b < a (smaller) or a < b (larger), else a. */
function emitChoice({ code, scratch }: Scope, type: Type, which: 'smaller' | 'larger'): void {
  const a = scratch(valueTypeOf(type), 0);
  const b = scratch(valueTypeOf(type), 1);
  code.set(b).set(a).get(b).get(a);
  if (which === 'smaller') code.get(b).get(a);
  else code.get(a).get(b);
  code.op(compareInstructions.lt[shapeOf(type)]).op('select');
}

/** Integer division, which has no vector form. */
function emitLanewise({ code, scratch }: Scope, op: BinaryOperator): void {
  const instruction = binaryInstructions[op].i32;
  if (instruction === undefined) throw internal(`${op} of i32 in WebAssembly`);
  const a = scratch('v128', 0);
  const b = scratch('v128', 1);
  const { extract, replace, splat } = laneInstructions.i32x4;
  code.set(b).set(a);
  for (let i = 0; i < 4; i++) {
    code.get(a).lane(extract, i).get(b).lane(extract, i).op(instruction);
    if (i === 0) code.op(splat);
    else code.lane(replace, i);
  }
}

function emitSelect({ code, relaxed }: Scope, maskLanes: number): void {
  if (maskLanes === 1) code.op('select');
  else if (!relaxed) code.op('v128.bitselect');
  else code.op(maskLanes === 2 ? 'i64x2.relaxed_laneselect' : 'i32x4.relaxed_laneselect');
}

function emitConvert(code: FunctionWriter, { type, x }: Of<'convert'>): void {
  const to = shapeOf(type);
  if (x.type.scalar === 'mask' && type.lanes > 1) {
    emitConst(code, type, 1);
    code.op('v128.and');
    return;
  }
  const from: Shape = x.type.scalar === 'mask' ? 'i32' : shapeOf(x.type);
  if (from === to) return;
  const instruction = convertInstructions[from][to];
  if (instruction === undefined) throw internal(`conversion of ${from} to ${to} in WebAssembly`);
  code.op(instruction);
}

function emitBitcast(code: FunctionWriter, { type, x }: Of<'bitcast'>): void {
  const from = shapeOf(x.type);
  const to = shapeOf(type);
  if (from === to || type.lanes > 1) return;
  if (from === 'f32' && to === 'i32') code.op('i32.reinterpret_f32');
  else if (from === 'i32' && to === 'f32') code.op('f32.reinterpret_i32');
  else throw internal(`bitcast of ${from} to ${to}`);
}

function emitLane(code: FunctionWriter, { x, index }: Of<'lane'>): void {
  const { scalar, lanes } = x.type;
  if (scalar !== 'mask') code.lane(laneInstructions[vectorOf[scalar]].extract, index);
  else
    code
      .lane('i32x4.extract_lane', (index * 4) / lanes)
      .i32(1)
      .op('i32.and');
}

function emitShuffle(code: FunctionWriter, { type, pattern }: Of<'shuffle'>): void {
  const size = 16 / type.lanes;
  const bytes = new Uint8Array(16);
  for (let i = 0; i < 16; i++) bytes[i] = at(pattern, Math.floor(i / size)) * size + (i % size);
  code.shuffle(bytes);
}
