/** Vector functions against double precision: units in the last place, and special values. */

import { describe, expect, it } from 'vitest';
import type { UnaryOp } from '../../src/graph/ops.js';
import { opsOfKind } from '../../src/graph/traits.js';
import { constant, KernelBuilder, load } from '../../src/kernel/builder.js';
import { mathOf } from '../../src/kernel/math/functions.js';
import { detectFeatures, type WasmFeatures } from '../../src/wasm/features.js';
import { mathImports } from '../../src/wasm/math-imports.js';
import { compile, heap } from '../wasm/run-kernel.js';
import { errorOf, evaluate } from './ulp.js';

const targets: { readonly lanes: number; readonly features: WasmFeatures }[] = [
  { lanes: 1, features: { fma: false, shared: false } },
  { lanes: 4, features: { fma: false, shared: false } },
];
if (detectFeatures().fma) targets.push({ lanes: 4, features: { fma: true, shared: false } });

const infinity = Number.POSITIVE_INFINITY;
const special = [0, -0, 1, -1, 2 ** -149, -(2 ** -149), 2 ** -126, 1e-20, -1e-20, 3.4e38, -3.4e38];
const edges = Float32Array.of(...special, infinity, -infinity, Number.NaN, 0.5, -0.5);

/** Exact value and allowed error in ulp of each primitive on f32. */
const cases: { readonly [O in UnaryOp]: readonly [(x: number) => number, ulps: number] } = {
  neg: [(x) => -x, 0],
  abs: [Math.abs, 0],
  sign: [(x) => Number(x > 0) - Number(x < 0), 0],
  exp: [Math.exp, 1.5],
  expm1: [Math.expm1, 2],
  log: [Math.log, 1],
  log1p: [Math.log1p, 1.5],
  sqrt: [(x) => Math.fround(Math.sqrt(x)), 0],
  sin: [Math.sin, 3.5],
  cos: [Math.cos, 3.5],
  tanh: [Math.tanh, 5],
  erf: [(x) => mathImports.erf(x, 0), 5.5],
  floor: [Math.floor, 0],
  // No float32 is a half and more than 2^23; adding and taking 2^52 rounds a double to even.
  round: [(x) => (Math.abs(x) < 2 ** 23 ? Math.sign(x) * (Math.abs(x) + 2 ** 52 - 2 ** 52) : x), 0],
  relu: [(x) => (x < 0 ? 0 : x), 0],
  // 0, as PyTorch's, where e^-x is larger than any float.
  sigmoid: [(x) => (x < -Math.log(3.4028235e38) ? 0 : 1 / (1 + Math.exp(-x))), 2.5],
};

/** Every `stride`th float by its bits: all exponents and both signs alike. */
function floatsByBits(stride: number): Float32Array {
  const bits = Uint32Array.from({ length: 4 * Math.floor(2 ** 30 / stride) }, (_, i) => i * stride);
  return new Float32Array(bits.buffer);
}

describe.each(opsOfKind('unary'))('mathOf(%s)', (op) => {
  const [exact, ulps] = cases[op];

  it.each(targets)('is accurate in $lanes lanes with $features', ({ lanes, features }) => {
    for (const xs of [floatsByBits(40009), edges]) {
      const ys = evaluate(mathOf(op), xs, lanes, features);
      let worst = { error: 0, x: 0, y: 0, exact: 0 };
      xs.forEach((x, i) => {
        const y = ys[i] ?? 0;
        const error = errorOf(y, exact(x));
        if (error > worst.error) worst = { error, x, y, exact: exact(x) };
      });
      expect(worst.error, JSON.stringify(worst)).toBeLessThanOrEqual(ulps);
    }
  });

  it('keeps the sign of zero', () => {
    const zeros = evaluate(mathOf(op), Float32Array.of(0, -0, 0, -0), 4, {
      fma: false,
      shared: false,
    });
    expect([...zeros.slice(0, 2)]).toEqual([Math.fround(exact(0)), Math.fround(exact(-0))]);
  });

  it('is exact for f64, in two lanes too', () => {
    for (const lanes of [1, 2]) {
      const builder = new KernelBuilder();
      const at = builder.arg('i32');
      builder.store(at, mathOf(op)(builder, load('f64', at, 0, lanes)), 16);
      const { memory, run } = compile(builder.build(op, ''), { fma: false, shared: false });
      const values = new Float64Array(memory.buffer, heap, 4);
      values.set([0.7, 2.3]);
      run([heap]);
      const reference = op === 'sqrt' ? Math.sqrt : exact;
      const expected = [reference(0.7), reference(2.3)].slice(0, lanes);
      expect([...values.slice(2, 2 + lanes)]).toEqual(expected);
    }
  });
});

describe('mathOf on integers', () => {
  it.each([
    ['neg', [-5, 5, 0]],
    ['abs', [5, 5, 0]],
    ['sign', [1, -1, 0]],
    ['floor', [5, -5, 0]],
    ['round', [5, -5, 0]],
    ['relu', [5, 0, 0]],
  ] as const)('%s', (op, expected) => {
    const builder = new KernelBuilder();
    const out = builder.arg('i32');
    [5, -5, 0].forEach((x, i) => {
      builder.store(out, mathOf(op)(builder, constant(x)), 4 * i);
    });
    const { memory, run } = compile(builder.build(op, ''), { fma: false, shared: false });
    run([heap]);
    expect([...new Int32Array(memory.buffer, heap, 3)]).toEqual(expected);
  });
});
