/**
 * Which WebAssembly instruction computes which operator of the kernel IR, per machine type. A
 * missing entry is an operator that the type lacks, or one that takes several instructions
 * (`emit-operator.ts`).
 */

import { internal } from '../errors.js';
import type { BinaryOperator, CompareOperator, Scalar, Type, UnaryOperator } from '../kernel/ir.js';
import type {
  LaneInstruction,
  MemoryInstruction,
  SimpleInstruction,
  ValueType,
} from './function-writer.js';

/** A type that the machine computes with: a scalar or a 128-bit vector. */
export type Shape = 'i32' | 'f32' | 'f64' | 'i32x4' | 'f32x4' | 'f64x2';

type Instructions = { readonly [S in Shape]?: SimpleInstruction };

/** The vector of each type, and its lanes. */
const vectors: { readonly [S in Scalar]: { readonly lanes: number; readonly shape: Shape } } = {
  i32: { lanes: 4, shape: 'i32x4' },
  f32: { lanes: 4, shape: 'f32x4' },
  f64: { lanes: 2, shape: 'f64x2' },
};

/** Machine type of an IR type; masks have none. */
export function shapeOf(type: Type): Shape {
  if (type.scalar === 'mask') throw internal('a mask where a number is needed');
  if (type.lanes === 1) return type.scalar;
  const { lanes, shape } = vectors[type.scalar];
  if (type.lanes === lanes) return shape;
  throw internal(`no vectors of ${type.lanes} x ${type.scalar} in WebAssembly`);
}

/** How a value of this type is kept in a local. */
export function valueTypeOf(type: Type): ValueType {
  if (type.lanes > 1) return 'v128';
  return type.scalar === 'mask' ? 'i32' : type.scalar;
}

/** Operators of one operand. */
export const unaryInstructions: { readonly [O in UnaryOperator]: Instructions } = {
  neg: {
    f32: 'f32.neg',
    f64: 'f64.neg',
    i32x4: 'i32x4.neg',
    f32x4: 'f32x4.neg',
    f64x2: 'f64x2.neg',
  },
  abs: {
    f32: 'f32.abs',
    f64: 'f64.abs',
    i32x4: 'i32x4.abs',
    f32x4: 'f32x4.abs',
    f64x2: 'f64x2.abs',
  },
  sqrt: { f32: 'f32.sqrt', f64: 'f64.sqrt', f32x4: 'f32x4.sqrt', f64x2: 'f64x2.sqrt' },
  floor: { f32: 'f32.floor', f64: 'f64.floor', f32x4: 'f32x4.floor', f64x2: 'f64x2.floor' },
  ceil: { f32: 'f32.ceil', f64: 'f64.ceil', f32x4: 'f32x4.ceil', f64x2: 'f64x2.ceil' },
  trunc: { f32: 'f32.trunc', f64: 'f64.trunc', f32x4: 'f32x4.trunc', f64x2: 'f64x2.trunc' },
  nearest: {
    f32: 'f32.nearest',
    f64: 'f64.nearest',
    f32x4: 'f32x4.nearest',
    f64x2: 'f64x2.nearest',
  },
  not: { i32x4: 'v128.not' },
};

/** Operators of two operands. */
export const binaryInstructions: { readonly [O in BinaryOperator]: Instructions } = {
  add: {
    i32: 'i32.add',
    f32: 'f32.add',
    f64: 'f64.add',
    i32x4: 'i32x4.add',
    f32x4: 'f32x4.add',
    f64x2: 'f64x2.add',
  },
  sub: {
    i32: 'i32.sub',
    f32: 'f32.sub',
    f64: 'f64.sub',
    i32x4: 'i32x4.sub',
    f32x4: 'f32x4.sub',
    f64x2: 'f64x2.sub',
  },
  mul: {
    i32: 'i32.mul',
    f32: 'f32.mul',
    f64: 'f64.mul',
    i32x4: 'i32x4.mul',
    f32x4: 'f32x4.mul',
    f64x2: 'f64x2.mul',
  },
  div: { i32: 'i32.div_s', f32: 'f32.div', f64: 'f64.div', f32x4: 'f32x4.div', f64x2: 'f64x2.div' },
  rem: { i32: 'i32.rem_s' },
  min: {
    f32: 'f32.min',
    f64: 'f64.min',
    i32x4: 'i32x4.min_s',
    f32x4: 'f32x4.min',
    f64x2: 'f64x2.min',
  },
  max: {
    f32: 'f32.max',
    f64: 'f64.max',
    i32x4: 'i32x4.max_s',
    f32x4: 'f32x4.max',
    f64x2: 'f64x2.max',
  },
  pmin: { i32x4: 'i32x4.min_s', f32x4: 'f32x4.pmin', f64x2: 'f64x2.pmin' },
  pmax: { i32x4: 'i32x4.max_s', f32x4: 'f32x4.pmax', f64x2: 'f64x2.pmax' },
  and: { i32: 'i32.and', i32x4: 'v128.and' },
  or: { i32: 'i32.or', i32x4: 'v128.or' },
  xor: { i32: 'i32.xor', i32x4: 'v128.xor' },
  shl: { i32: 'i32.shl', i32x4: 'i32x4.shl' },
  shr: { i32: 'i32.shr_u', i32x4: 'i32x4.shr_u' },
  sar: { i32: 'i32.shr_s', i32x4: 'i32x4.shr_s' },
};

/** Comparisons, by the type of what is compared. */
export const compareInstructions: {
  readonly [O in CompareOperator]: { readonly [S in Shape]: SimpleInstruction };
} = {
  eq: {
    i32: 'i32.eq',
    f32: 'f32.eq',
    f64: 'f64.eq',
    i32x4: 'i32x4.eq',
    f32x4: 'f32x4.eq',
    f64x2: 'f64x2.eq',
  },
  ne: {
    i32: 'i32.ne',
    f32: 'f32.ne',
    f64: 'f64.ne',
    i32x4: 'i32x4.ne',
    f32x4: 'f32x4.ne',
    f64x2: 'f64x2.ne',
  },
  lt: {
    i32: 'i32.lt_s',
    f32: 'f32.lt',
    f64: 'f64.lt',
    i32x4: 'i32x4.lt_s',
    f32x4: 'f32x4.lt',
    f64x2: 'f64x2.lt',
  },
  le: {
    i32: 'i32.le_s',
    f32: 'f32.le',
    f64: 'f64.le',
    i32x4: 'i32x4.le_s',
    f32x4: 'f32x4.le',
    f64x2: 'f64x2.le',
  },
  gt: {
    i32: 'i32.gt_s',
    f32: 'f32.gt',
    f64: 'f64.gt',
    i32x4: 'i32x4.gt_s',
    f32x4: 'f32x4.gt',
    f64x2: 'f64x2.gt',
  },
  ge: {
    i32: 'i32.ge_s',
    f32: 'f32.ge',
    f64: 'f64.ge',
    i32x4: 'i32x4.ge_s',
    f32x4: 'f32x4.ge',
    f64x2: 'f64x2.ge',
  },
};

/** Conversions of numbers, by source and destination; of equal lanes only. */
export const convertInstructions: { readonly [S in Shape]: Instructions } = {
  i32: { f32: 'f32.convert_i32_s', f64: 'f64.convert_i32_s' },
  f32: { i32: 'i32.trunc_sat_f32_s', f64: 'f64.promote_f32' },
  f64: { i32: 'i32.trunc_sat_f64_s', f32: 'f32.demote_f64' },
  i32x4: { f32x4: 'f32x4.convert_i32x4_s' },
  f32x4: { i32x4: 'i32x4.trunc_sat_f32x4_s' },
  f64x2: {},
};

/** a * b + c of vectors with one rounding. */
export const fusedInstructions: { readonly [S in 'f32' | 'f64']: SimpleInstruction } = {
  f32: 'f32x4.relaxed_madd',
  f64: 'f64x2.relaxed_madd',
};

/** The vector type with lanes of a scalar. */
export const vectorOf: { readonly [S in Scalar]: 'i32x4' | 'f32x4' | 'f64x2' } = {
  i32: 'i32x4',
  f32: 'f32x4',
  f64: 'f64x2',
};

/** What builds and reads vectors. */
export const laneInstructions: {
  readonly [S in 'i32x4' | 'f32x4' | 'f64x2']: {
    readonly splat: SimpleInstruction;
    readonly extract: LaneInstruction;
    readonly replace: LaneInstruction;
  };
} = {
  i32x4: { splat: 'i32x4.splat', extract: 'i32x4.extract_lane', replace: 'i32x4.replace_lane' },
  f32x4: { splat: 'f32x4.splat', extract: 'f32x4.extract_lane', replace: 'f32x4.replace_lane' },
  f64x2: { splat: 'f64x2.splat', extract: 'f64x2.extract_lane', replace: 'f64x2.replace_lane' },
};

/** Loads and stores, by the type of the value in a local. */
export const memoryInstructions: {
  readonly [V in 'i32' | 'f32' | 'f64' | 'v128']: {
    readonly load: MemoryInstruction;
    readonly store: MemoryInstruction;
  };
} = {
  i32: { load: 'i32.load', store: 'i32.store' },
  f32: { load: 'f32.load', store: 'f32.store' },
  f64: { load: 'f64.load', store: 'f64.store' },
  v128: { load: 'v128.load', store: 'v128.store' },
};
