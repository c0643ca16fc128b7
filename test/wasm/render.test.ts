/** Whole kernels rendered to WebAssembly and run. */

import { describe, expect, it } from 'vitest';
import {
  add,
  binary,
  compare,
  constant,
  KernelBuilder,
  load,
  mul,
  splat,
} from '../../src/kernel/builder.js';
import { detectFeatures, type WasmFeatures } from '../../src/wasm/features.js';
import { renderKernel, targetOf, wasmTarget } from '../../src/wasm/render.js';
import { compile, heap } from './run-kernel.js';

const { fma } = detectFeatures();
const plain: WasmFeatures = { fma: false, shared: false };

/** y = a x + y over [lo, hi) in vectors of four. */
function axpy() {
  const builder = new KernelBuilder();
  const a = splat(builder.arg('f32'), 4);
  const x = builder.arg('i32');
  const y = builder.arg('i32');
  builder.loop(builder.range('lo'), builder.range('hi'), 4, (i) => {
    const at = builder.let(mul(i, constant(4)));
    const xs = load('f32', add(x, at), 0, 4);
    const ys = load('f32', add(y, at), 0, 4);
    builder.store(add(y, at), { kind: 'fma', type: xs.type, a, b: xs, c: ys });
  });
  return builder.build('axpy', 'axpy');
}

describe('renderKernel', () => {
  it.each([plain, { fma, shared: true }])('runs its part of the range with %o', (features) => {
    const { memory, run } = compile(axpy(), features);
    const floats = new Float32Array(memory.buffer, heap);
    for (let i = 0; i < 16; i++) floats[i] = i;
    run([2, heap, heap + 64], 4, 12);
    expect([...floats.slice(16, 32)]).toEqual([
      0, 0, 0, 0, 8, 10, 12, 14, 16, 18, 20, 22, 0, 0, 0, 0,
    ]);
  });

  it('gives the same bytes for the same kernel', () => {
    expect(renderKernel(axpy(), plain)).toEqual(renderKernel(axpy(), plain));
  });

  it('nests loops and conditions, and evaluates the end of a loop once', () => {
    const builder = new KernelBuilder();
    const out = builder.arg('i32');
    builder.arg('f64'); // never used
    const end = builder.local(constant(0).type);
    const count = builder.local(constant(0).type);
    const bump = (by: number) => builder.set(count, add(builder.get(count), constant(by)));
    builder.set(end, constant(5));
    builder.loop(constant(0), add(builder.get(end), constant(1)), 2, (i) => {
      builder.set(end, constant(100));
      builder.if(
        compare('eq', i, constant(2)),
        () => builder.tightLoop(constant(3), () => bump(10)),
        () => bump(1),
      );
    });
    builder.if(compare('lt', builder.get(count), constant(0)), () => bump(1000));
    builder.loop(constant(3), constant(3), 1, () => bump(1000));
    builder.store(out, builder.get(count));
    const { memory, run } = compile(builder.build('nest', 'nest'), plain);
    run([heap]);
    expect(new Int32Array(memory.buffer, heap)[0]).toBe(32);
  });

  it('has one register less for results where products are not fused with sums', () => {
    expect(targetOf({ fma: true })).toEqual(wasmTarget);
    expect(targetOf(plain).registers).toBe(wasmTarget.registers - 1);
  });

  it('refuses what the machine lacks', () => {
    const builder = new KernelBuilder();
    builder.store(constant(0), binary('rem', constant(1, 'f32'), constant(1, 'f32')));
    expect(() => renderKernel(builder.build('rem', 'rem'), plain)).toThrow(/internal: rem of f32/);
  });
});
