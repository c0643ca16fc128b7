/** Builds and runs one kernel on a memory of its own, for tests. */

import { type ArgType, argBytes, type Kernel, scratchBytes } from '../../src/kernel/ir.js';
import type { WasmFeatures } from '../../src/wasm/features.js';
import { mathImports } from '../../src/wasm/math-imports.js';
import { renderKernel } from '../../src/wasm/render.js';

const writers: { readonly [T in ArgType]: (view: DataView, at: number, value: number) => void } = {
  i32: (view, at, value) => view.setInt32(at, value, true),
  f32: (view, at, value) => view.setFloat32(at, value, true),
  f64: (view, at, value) => view.setFloat64(at, value, true),
};

/** Address of the first byte that a test may use; the arguments lie below. */
export const heap = 4096;

/** Runs `kernel` with the arguments over [lo, hi), once per call of the returned function. */
export function compile(
  kernel: Kernel,
  features: WasmFeatures,
  pages = 4,
): {
  memory: WebAssembly.Memory;
  run: (args: readonly number[], lo?: number, hi?: number) => void;
} {
  const memory = new WebAssembly.Memory({
    initial: pages,
    maximum: 65536,
    shared: features.shared,
  });
  const module = new WebAssembly.Module(renderKernel(kernel, features));
  const env = { memory, scratch: memory.buffer.byteLength - scratchBytes };
  const { exports } = new WebAssembly.Instance(module, { env, math: mathImports });
  const main = exports.kernel as (args: number, lo: number, hi: number) => void;
  const run = (args: readonly number[], lo = 0, hi = 0): void => {
    const view = new DataView(memory.buffer);
    kernel.args.forEach((type, k) => {
      writers[type](view, argBytes * k, args[k] ?? 0);
    });
    main(0, lo, hi);
  };
  return { memory, run };
}
