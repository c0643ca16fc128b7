/** Every operator of the kernel language on every type, against JavaScript. */

import { describe, expect, it } from 'vitest';
import {
  add,
  any,
  binary,
  bitcast,
  compare,
  constant,
  convert,
  fma,
  KernelBuilder,
  lane,
  load,
  math,
  select,
  shuffle,
  splat,
  unary,
  vector,
} from '../../src/kernel/builder.js';
import type {
  BinaryOperator,
  CompareOperator,
  Expr,
  MathFunction,
  Scalar,
  UnaryOperator,
} from '../../src/kernel/ir.js';
import { detectFeatures, type WasmFeatures } from '../../src/wasm/features.js';
import { mathImports } from '../../src/wasm/math-imports.js';
import { compile, heap } from './run-kernel.js';

const features: WasmFeatures[] = [{ fma: false, shared: false }];
if (detectFeatures().fma) features.push({ fma: true, shared: false });

const arrays = { i32: Int32Array, f32: Float32Array, f64: Float64Array };
const bytes = { i32: 4, f32: 4, f64: 8 };

const floats = [
  1.5,
  -2.5,
  0,
  -0,
  3.25,
  -7.75,
  Number.NaN,
  Number.POSITIVE_INFINITY,
  0.5,
  2,
  1e9,
  -4,
];
const inputs: { readonly [S in Scalar]: readonly [readonly number[], readonly number[]] } = {
  i32: [
    [7, -7, 0, 1, -1, 2 ** 31 - 1, -(2 ** 31), 12345, -99999, 16, 3, -8],
    [2, 2, 5, -3, 1, 1, 7, -11, 1000, 16, 4, 3],
  ],
  f32: [floats, floats.toReversed()],
  f64: [floats, floats.toReversed()],
};

/** Values of an expression of two loads, over all inputs, in steps of `lanes`. */
function evaluate(
  scalar: Scalar,
  lanes: number,
  write: (a: Expr, b: Expr) => Expr,
  feature: WasmFeatures,
): number[] {
  const builder = new KernelBuilder();
  const [a, b, out] = [builder.arg('i32'), builder.arg('i32'), builder.arg('i32')];
  const value = write(load(scalar, a, 8, lanes), load(scalar, add(b, constant(8)), 0, lanes));
  const result = value.type.scalar === 'mask' ? convert(value, lanes === 2 ? 'f64' : 'i32') : value;
  builder.store(add(out, constant(4)), result, 4);
  const { memory, run } = compile(builder.build('case', 'case'), feature);
  const [left, right] = inputs[scalar];
  new arrays[scalar](memory.buffer, heap, 12).set(left);
  new arrays[scalar](memory.buffer, heap + 128, 12).set(right);
  const to = result.type.scalar;
  if (to === 'mask') throw new Error('unreachable');
  const target = heap + 256;
  for (let i = 0; i < 12; i += lanes) {
    const at = i * bytes[scalar] - 8;
    run([heap + at, heap + 128 + at, target + i * bytes[to] - 8]);
  }
  return [...new arrays[to](memory.buffer, target, 12)];
}

function expected(scalar: Scalar, to: Scalar, f: (a: number, b: number) => number): number[] {
  const [left, right] = inputs[scalar];
  const a = arrays[scalar].from(left);
  const b = arrays[scalar].from(right);
  return [...arrays[to].from(left.map((_, i) => f(a[i] ?? 0, b[i] ?? 0)))];
}

const shapes: readonly (readonly [Scalar, number])[] = [
  ['i32', 1],
  ['i32', 4],
  ['f32', 1],
  ['f32', 4],
  ['f64', 1],
  ['f64', 2],
];
const cases = features.flatMap((feature) =>
  shapes.map(([scalar, lanes]) => ({ feature, scalar, lanes, fma: feature.fma })),
);

function nearest(x: number): number {
  const even = 2 * Math.round(x / 2);
  const rounded = Math.abs(x - Math.trunc(x)) === 0.5 ? even : Math.round(x);
  return rounded === 0 ? x * 0 : rounded;
}

const unaryMeaning: { readonly [O in UnaryOperator]: (x: number) => number } = {
  neg: (x) => -x,
  abs: Math.abs,
  sqrt: Math.sqrt,
  floor: Math.floor,
  ceil: Math.ceil,
  trunc: Math.trunc,
  nearest,
  not: (x) => ~x,
};
const binaryMeaning: { readonly [O in BinaryOperator]: (a: number, b: number) => number } = {
  add: (a, b) => a + b,
  sub: (a, b) => a - b,
  mul: (a, b) => a * b,
  div: (a, b) => a / b,
  rem: (a, b) => a % b,
  min: Math.min,
  max: Math.max,
  pmin: (a, b) => (b < a ? b : a),
  pmax: (a, b) => (a < b ? b : a),
  and: (a, b) => a & b,
  or: (a, b) => a | b,
  xor: (a, b) => a ^ b,
  shl: (a) => a << 3,
  shr: (a) => a >>> 3,
  sar: (a) => a >> 3,
};
const compareMeaning: { readonly [O in CompareOperator]: (a: number, b: number) => boolean } = {
  eq: (a, b) => a === b,
  ne: (a, b) => a !== b,
  lt: (a, b) => a < b,
  le: (a, b) => a <= b,
  gt: (a, b) => a > b,
  ge: (a, b) => a >= b,
};

const floatOnly: readonly string[] = ['sqrt', 'floor', 'ceil', 'trunc', 'nearest'];
const integerOnly: readonly string[] = ['not', 'rem', 'and', 'or', 'xor', 'shl', 'shr', 'sar'];
const has = (scalar: Scalar, op: string): boolean =>
  scalar === 'i32' ? !floatOnly.includes(op) : !integerOnly.includes(op);
const keys = <K extends string>(table: { readonly [P in K]: unknown }): K[] =>
  Object.keys(table) as K[];

describe.each(cases)('$scalar x $lanes, fma $fma', ({ feature, scalar, lanes }) => {
  const check = (
    to: Scalar,
    write: (a: Expr, b: Expr) => Expr,
    meaning: (a: number, b: number) => number,
  ) => expect(evaluate(scalar, lanes, write, feature)).toEqual(expected(scalar, to, meaning));

  it.each(keys(unaryMeaning).filter((op) => has(scalar, op)))('%s', (op) => {
    check(scalar, (a) => unary(op, a), unaryMeaning[op]);
  });

  it.each(keys(binaryMeaning).filter((op) => has(scalar, op)))('%s', (op) => {
    const shift = op === 'shl' || op === 'shr' || op === 'sar';
    const meaning = op === 'mul' && scalar === 'i32' ? Math.imul : binaryMeaning[op];
    check(scalar, (a, b) => binary(op, a, shift ? constant(3) : b), meaning);
  });

  it.each(keys(compareMeaning))('%s', (op) => {
    const meaning = compareMeaning[op];
    check(
      'i32',
      (a, b) => compare(op, a, b),
      (a, b) => Number(meaning(a, b)),
    );
    check(
      scalar,
      (a, b) => select(compare(op, a, b), a, b),
      (a, b) => (meaning(a, b) ? a : b),
    );
    check(
      scalar,
      (a, b) => convert(compare(op, a, b), scalar),
      (a, b) => Number(meaning(a, b)),
    );
  });

  it('logic of masks', () => {
    const less = (a: Expr, b: Expr) => compare('lt', a, b);
    const equal = (a: Expr, b: Expr) => compare('eq', a, b);
    check(
      'i32',
      (a, b) => binary('or', less(a, b), equal(a, b)),
      (a, b) => Number(a <= b),
    );
    check(
      'i32',
      (a, b) => binary('xor', binary('and', less(a, b), unary('not', equal(a, b))), equal(a, b)),
      (a, b) => Number(a <= b),
    );
  });

  it('fma and constants', () => {
    const meaning = (a: number, b: number) => a * 3 + b;
    check(scalar, (a, b) => fma(a, constant(3, scalar, lanes), b), meaning);
    check(
      scalar,
      () => constant(-7, scalar, lanes),
      () => -7,
    );
  });

  it('splat, lane, vector and a uniform select', () => {
    const [left, right] = inputs[scalar];
    const start = (i: number) => Math.floor(i / lanes) * lanes;
    const actual = [
      evaluate(scalar, lanes, (a) => splat(lane(a, lanes - 1), lanes), feature),
      evaluate(
        scalar,
        lanes,
        (a, b) => {
          const parts = Array.from({ length: lanes }, (_, i) => lane(i % 2 ? a : b, i));
          return lanes === 1 ? b : vector(parts);
        },
        feature,
      ),
      evaluate(
        scalar,
        lanes,
        (a, b) => select(lane(compare('lt', a, b), lanes - 1), a, b),
        feature,
      ),
    ];
    const a = arrays[scalar].from(left);
    const b = arrays[scalar].from(right);
    const last = (values: ArrayLike<number>, i: number) => values[start(i) + lanes - 1] ?? 0;
    expect(actual).toEqual([
      [...a.map((_, i) => last(a, i))],
      [...a.map((_, i) => ((i % lanes) % 2 ? (a[i] ?? 0) : (b[i] ?? 0)))],
      [...a.map((_, i) => (last(a, i) < last(b, i) ? (a[i] ?? 0) : (b[i] ?? 0)))],
    ]);
  });

  it('splats of loads and masks, gathers', () => {
    const builder = new KernelBuilder();
    const from = builder.arg('i32');
    const out = builder.arg('i32');
    const size = bytes[scalar];
    const at = (i: number) => load(scalar, add(from, constant(8)), i * size - 8 + 8);
    builder.store(out, splat(at(1), lanes));
    const mask = compare('lt', at(0), at(1));
    const zero = constant(0, scalar, lanes);
    const one = constant(1, scalar, lanes);
    builder.store(out, select(splat(mask, lanes), zero, one), 16);
    builder.store(out, select(splat(unary('not', mask), lanes), zero, one), 32);
    const parts = [3, 1, 4, 2].slice(0, lanes).map(at);
    builder.store(out, lanes === 1 ? at(3) : vector(parts), 48);
    const { memory, run } = compile(builder.build('gather', 'gather'), feature);
    new arrays[scalar](memory.buffer, heap, 5).set([10, 11, 12, 13, 14]);
    run([heap - 8, heap + 128]);
    const row = (offset: number) => [
      ...new arrays[scalar](memory.buffer, heap + 128 + offset, lanes),
    ];
    const repeat = (value: number) => Array(lanes).fill(value);
    expect([row(0), row(16), row(32), row(48)]).toEqual([
      repeat(11),
      repeat(0),
      repeat(1),
      [13, 11, 14, 12].slice(0, lanes),
    ]);
  });
});

describe.each(features)('with fma $fma', (feature) => {
  const run = (scalar: Scalar, lanes: number, write: (a: Expr, b: Expr) => Expr) =>
    evaluate(scalar, lanes, write, feature);
  const truncated = (x: number) =>
    Number.isNaN(x) ? 0 : Math.max(-(2 ** 31), Math.min(2 ** 31 - 1, Math.trunc(x)));

  it.each([1, 4])('converts i32 and f32 x %d', (lanes) => {
    expect(run('i32', lanes, (a) => convert(a, 'f32'))).toEqual(expected('i32', 'f32', (a) => a));
    expect(run('f32', lanes, (a) => convert(a, 'i32'))).toEqual(expected('f32', 'i32', truncated));
    expect(run('f32', lanes, (a) => bitcast(bitcast(a, 'i32'), 'f32'))).toEqual(
      expected('f32', 'f32', (a) => a),
    );
    const bits = (a: number) => new Int32Array(Float32Array.of(a).buffer)[0] ?? 0;
    expect(run('f32', lanes, (a) => bitcast(a, 'i32'))).toEqual(expected('f32', 'i32', bits));
  });

  it('converts scalars to and from f64', () => {
    expect(run('f64', 1, (a) => convert(a, 'i32'))).toEqual(expected('f64', 'i32', truncated));
    expect(run('f64', 1, (a) => convert(a, 'f32'))).toEqual(expected('f64', 'f32', (a) => a));
    expect(run('i32', 1, (a) => convert(a, 'f64'))).toEqual(expected('i32', 'f64', (a) => a));
    expect(run('f32', 1, (a) => convert(a, 'f64'))).toEqual(expected('f32', 'f64', (a) => a));
  });

  it('shuffles lanes of two vectors', () => {
    const actual = run('i32', 4, (a, b) => shuffle(a, b, [7, 0, 2, 5]));
    const [a, b] = inputs.i32;
    expect(actual).toEqual([0, 4, 8].flatMap((i) => [b[i + 3], a[i], a[i + 2], b[i + 1]]));
    const wide = run('f64', 2, (x, y) => shuffle(x, y, [2, 1]));
    const [c, d] = inputs.f64;
    expect(wide).toEqual([0, 2, 4, 6, 8, 10].flatMap((i) => [d[i], c[i + 1]]));
  });

  it('asks whether any lane holds', () => {
    const nan = (a: Expr) => splat(any(compare('ne', a, a)), 4);
    expect(run('f32', 4, nan)).toEqual([0, 0, 0, 0, 1, 1, 1, 1, 0, 0, 0, 0]);
  });

  it.each(keys(mathImports))('calls math.%s', (fn: MathFunction) => {
    const args = (a: Expr, b: Expr) => (fn === 'pow' ? [a, b] : [a]);
    const actual = run('f64', 1, (a, b) => math(fn, ...args(a, b)));
    expect(actual).toEqual(expected('f64', 'f64', mathImports[fn]));
  });
});

describe('mathImports', () => {
  it('has the power of C where JavaScript differs', () => {
    const { pow } = mathImports;
    const infinity = Number.POSITIVE_INFINITY;
    expect([pow(1, Number.NaN), pow(-1, infinity), pow(-1, -infinity)]).toEqual([1, 1, 1]);
    expect([pow(-1, Number.NaN), pow(0, 0), pow(-8, 1 / 3)]).toEqual([Number.NaN, 1, Number.NaN]);
  });
});
