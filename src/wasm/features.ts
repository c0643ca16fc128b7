/** What the engine that runs us can do beyond plain WebAssembly. Looks, and keeps nothing. */

import { ModuleWriter } from './encoder.js';
import { FunctionWriter, type SimpleInstruction } from './function-writer.js';
import { setV8Flags } from './v8-flags.js';

/** Features that change the code which is generated. */
export interface WasmFeatures {
  /** Relaxed SIMD: multiply-add with one rounding where the processor has it. */
  readonly fma: boolean;
  /** Memory that workers share. */
  readonly shared: boolean;
}

/** What browsers say about a page. */
interface Host {
  readonly crossOriginIsolated?: boolean;
}

/**
 * Looks what the engine supports. In Node 20 it switches relaxed SIMD on, which is finished there
 * but behind a flag of V8. Throws an Error where there is no SIMD at all.
 */
export function detectFeatures(): WasmFeatures {
  const fma = hasRelaxedSimd();
  if (!fma && !supports(2, 'f32x4.add')) {
    throw new Error(
      'chainrule: this engine has no WebAssembly SIMD, which every kernel uses; ' +
        'use Node 20, a browser of 2023, or later',
    );
  }
  return { fma, shared: hasSharedMemory() };
}

/** Whether vector instructions, each of so many vector operands, validate. */
function supports(operands: number, ...instructions: readonly SimpleInstruction[]): boolean {
  const body = new FunctionWriter({ params: ['v128'], results: ['v128'] });
  for (const instruction of instructions) {
    for (let i = 0; i < operands; i++) body.get(0);
    body.op(instruction).set(0);
  }
  const module = new ModuleWriter();
  module.addFunction(body.get(0));
  return WebAssembly.validate(module.toBytes());
}

function hasRelaxedSimd(): boolean {
  const check = () => supports(3, 'f32x4.relaxed_madd', 'i32x4.relaxed_laneselect');
  if (check()) return true;
  setV8Flags('--experimental-wasm-relaxed-simd');
  return check();
}

function hasSharedMemory(): boolean {
  const host: Host = globalThis;
  // A page that is not isolated may own the constructor but cannot send its memory to a worker.
  if (host.crossOriginIsolated === false || typeof SharedArrayBuffer === 'undefined') return false;
  try {
    const memory = new WebAssembly.Memory({ initial: 1, maximum: 1, shared: true });
    return memory.buffer instanceof SharedArrayBuffer;
  } catch {
    return false;
  }
}
