/** Measures kernels of one f32 function against double precision. */

import { add, constant, KernelBuilder, load, mul } from '../../src/kernel/builder.js';
import type { Expr } from '../../src/kernel/ir.js';
import type { WasmFeatures } from '../../src/wasm/features.js';
import { compile, heap } from '../wasm/run-kernel.js';

/** Writes a function of f32 lanes. */
export type Write = (builder: KernelBuilder, x: Expr) => Expr;

/** Values of the function at `xs`, whose length is a multiple of `lanes`. */
export function evaluate(
  write: Write,
  xs: Float32Array,
  lanes: number,
  features: WasmFeatures,
): Float32Array {
  const builder = new KernelBuilder();
  const from = builder.arg('i32');
  const to = builder.arg('i32');
  builder.loop(builder.range('lo'), builder.range('hi'), lanes, (i) => {
    const at = builder.let(mul(i, constant(4)));
    builder.store(add(to, at), write(builder, load('f32', add(from, at), 0, lanes)));
  });
  const pages = Math.ceil((heap + 8 * xs.length) / 65536);
  const { memory, run } = compile(builder.build('function', ''), features, pages);
  new Float32Array(memory.buffer, heap, xs.length).set(xs);
  run([heap, heap + 4 * xs.length], 0, xs.length);
  return new Float32Array(memory.buffer, heap + 4 * xs.length, xs.length).slice();
}

/** Distance of neighbouring floats around x. */
export function ulp(x: number): number {
  const exponent = Math.floor(Math.log2(Math.min(Math.abs(x), 3.4e38)));
  return 2 ** (Math.max(exponent, -126) - 23);
}

/** Error in units of the last place of the exact value; Infinity where NaN or infinity differ. */
export function errorOf(got: number, exact: number): number {
  const rounded = Math.fround(exact);
  if (Object.is(got, rounded) || got === exact) return 0;
  if (!Number.isFinite(rounded) && got === Math.sign(exact) * 2 ** 127 * (2 - 2 ** -23)) return 1;
  return Number.isNaN(got) || !Number.isFinite(got)
    ? Number.POSITIVE_INFINITY
    : Math.abs(got - exact) / ulp(exact);
}
