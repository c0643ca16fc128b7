/**
 * Errors of float32 functions in units of the last place: floats of all exponents and both signs,
 * through the same function in float64. Prints one JSON object, `Accuracy` by function.
 */

import { type Tensor, tensor } from 'chainrule';

/** One float in so many; no power of two, so that all low bits occur. */
const stride = 1009;

const functions: Readonly<Record<string, (x: Tensor) => Tensor>> = {
  exp: (x) => x.exp(),
  log: (x) => x.log(),
  tanh: (x) => x.tanh(),
  erf: (x) => x.erf(),
};

/** Distance of neighbouring floats around x. */
function ulp(x: number): number {
  const exponent = Math.floor(Math.log2(Math.min(Math.abs(x), 2 ** 127)));
  return 2 ** (Math.max(exponent, -126) - 23);
}

/** Units in the last place; 0 where the exact value rounds to the one that was got. */
function errorOf(got: number, exact: number): number {
  const rounded = Math.fround(exact);
  if (Object.is(got, rounded) || got === rounded) return 0;
  return Number.isFinite(got) && Number.isFinite(rounded)
    ? Math.abs(got - exact) / ulp(exact)
    : Number.POSITIVE_INFINITY;
}

const bits = Uint32Array.from({ length: Math.floor(2 ** 32 / stride) }, (_, i) => i * stride);
const xs = new Float32Array(bits.buffer);
const doubles = Float64Array.from(xs);
const accuracy = Object.entries(functions).map(([name, f]) => {
  const got = f(tensor(xs, { dtype: 'float32' })).toTypedArray();
  const exact = f(tensor(doubles, { dtype: 'float64' })).toTypedArray();
  let worst = 0;
  let at = 0;
  got.forEach((value, i) => {
    const error = errorOf(value, exact[i] ?? Number.NaN);
    if (error > worst) [worst, at] = [error, xs[i] ?? Number.NaN];
  });
  return [name, { worst, at }];
});
console.log(JSON.stringify(Object.fromEntries(accuracy)));
process.exit(0);
