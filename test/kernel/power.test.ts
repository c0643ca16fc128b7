/** Powers of f32 lanes against double precision, and the special cases of IEEE 754. */

import { describe, expect, it } from 'vitest';
import { constant } from '../../src/kernel/builder.js';
import { mathOf } from '../../src/kernel/math/functions.js';
import { detectFeatures, type WasmFeatures } from '../../src/wasm/features.js';
import { pow } from '../../src/wasm/math-imports.js';
import { errorOf, evaluate } from './ulp.js';

const plain: WasmFeatures = { fma: false, shared: false };
const targets = [
  { lanes: 1, features: plain },
  { lanes: 4, features: plain },
  { lanes: 4, features: { ...plain, fma: detectFeatures().fma } },
];

const infinity = Number.POSITIVE_INFINITY;
const special = [
  0,
  1,
  2,
  3,
  0.5,
  2.5,
  7,
  1e-40,
  1e10,
  3e38,
  2 ** 24 + 2,
  2 ** 24 - 1,
  1 + 2 ** -23,
];
const edges = [
  ...special,
  ...special.map((x) => -x),
  infinity,
  -infinity,
  Number.NaN,
  1 - 2 ** -24,
];
const bases = Float32Array.from([...edges, ...edges, ...edges, ...edges]);

/** x ** y in f32 for one y. */
function powers(xs: Float32Array, y: number, lanes: number, features: WasmFeatures): Float32Array {
  return evaluate(
    (builder, x) => mathOf('pow')(builder, x, constant(y, 'f32', lanes)),
    xs,
    lanes,
    features,
  );
}

describe.each(targets)("mathOf('pow') in $lanes lanes with $features", ({ lanes, features }) => {
  it.each(edges)('has the special cases of C for the exponent %d', (exponent) => {
    const y = Math.fround(exponent);
    const results = [...powers(bases, y, lanes, features)];
    const wrong = results.flatMap((got, i) => {
      const x = bases[i] ?? 0;
      const exact = pow(x, y);
      const close = exact === 0 ? Object.is(got, exact) : errorOf(got, exact) <= 1;
      return close ? [] : [{ x, y, got, exact }];
    });
    expect(wrong).toEqual([]);
  });

  it.each([-2.25, -1, -0.5, 1 / 3, 0.999, 1.5, 2, 3, 17.3])('is accurate for %d', (exponent) => {
    const y = Math.fround(exponent);
    const bits = Uint32Array.from({ length: 20000 }, (_, i) => i * 106297);
    const xs = new Float32Array(bits.buffer);
    const worst = powers(xs, y, lanes, features).reduce(
      (most, got, i) => Math.max(most, errorOf(got, pow(xs[i] ?? 0, y))),
      0,
    );
    expect(worst).toBeLessThanOrEqual(5);
  });

  it('is accurate near 1, where large exponents magnify errors', () => {
    const xs = Float32Array.from({ length: 20000 }, (_, i) => 0.8 + i * 2e-5);
    for (const y of [-250, 311, 1000.5]) {
      const worst = powers(xs, y, lanes, features).reduce((most, got, i) => {
        const exact = pow(xs[i] ?? 0, y);
        return Math.max(most, errorOf(got, exact));
      }, 0);
      expect(worst).toBeLessThanOrEqual(5);
    }
  });
});
