/**
 * The WebAssembly kernels of the CPU: each is rendered and compiled once, and called by its index
 * in a table. The compiled bytes stay in device memory, as a list that worker threads follow by
 * themselves. `KernelSource` is what a renderer implements.
 */

import { internal } from '../../errors.js';
import type { Block } from '../../graph/storage.js';
import { type Kernel, scratchBytes } from '../../kernel/ir.js';
import { compileModule } from '../../wasm/compile-module.js';
import type { WasmFeatures } from '../../wasm/features.js';
import { mathImports } from '../../wasm/math-imports.js';
import { renderKernel } from '../../wasm/render.js';
import type { Residency } from '../residency.js';
import { control, kernelRecord } from './memory/layout.js';
import type { DeviceMemory } from './memory/memory.js';
import { pointerOf } from './memory/store.js';

/** A compiled kernel. */
export interface KernelEntry {
  /** Index in the table. */
  readonly index: number;
  /** Whether worker threads can run it too. */
  readonly shareable: boolean;
}

/** Where programs find the machine code of kernels. */
export interface KernelSource {
  /**
   * The compiled kernel, compiled now if its key is new, for a launch that takes `work`
   * nanoseconds, 0 if that is not known.
   */
  get(kernel: Kernel, work?: number): KernelEntry;
  /** Number of kernels so far. */
  readonly size: number;
}

/** Nanoseconds in good code from which on it pays to have that for the first run. */
const muchWork = 500_000;

/** Kernels in WebAssembly, by their keys. */
export class KernelRegistry implements KernelSource {
  /** Its functions take (arguments, start, end); see `kernelSignature` of the runner. */
  readonly table: WebAssembly.Table = new WebAssembly.Table({ element: 'anyfunc', initial: 64 });
  readonly #memory: DeviceMemory;
  readonly #residency: Residency;
  readonly #features: WasmFeatures;
  /** Scratch memory of kernels on this thread. */
  readonly scratch: Block;
  readonly #entries: Map<string, KernelEntry> = new Map();
  #link: number = control.firstKernel;

  /** `features`: what the engine can do; `shared` is that of the memory. */
  constructor(memory: DeviceMemory, residency: Residency, features: WasmFeatures) {
    this.#memory = memory;
    this.#residency = residency;
    this.#features = features;
    this.scratch = residency.allocate(scratchBytes, true);
  }

  get size(): number {
    return this.#entries.size;
  }

  get(kernel: Kernel, work = 0): KernelEntry {
    const known = this.#entries.get(kernel.key);
    if (known !== undefined) return known;
    const bytes = renderKernel(kernel, this.#features);
    const module = compileModule(bytes, work >= muchWork);
    const env = { memory: this.#memory.memory, scratch: pointerOf(this.scratch) };
    const imports = { env, math: mathImports };
    const entry = new WebAssembly.Instance(module, imports).exports.kernel;
    if (typeof entry !== 'function') throw internal(`kernel ${kernel.name} has no entry`);
    const index = this.#entries.size;
    if (index === this.table.length) this.table.grow(index);
    this.table.set(index, entry);
    const result = { index, shareable: this.#memory.shared && importsOnlyBuiltins(module) };
    this.#entries.set(kernel.key, result);
    if (this.#memory.shared) this.#publish(bytes);
    return result;
  }

  /** Appends a module to the list in shared memory and tells the workers. */
  #publish(bytes: Uint8Array<ArrayBuffer>): void {
    const pointer = pointerOf(this.#residency.allocate(kernelRecord.bytes + bytes.length, true));
    const { i32, u8 } = this.#memory.views;
    u8.set(bytes, pointer + kernelRecord.bytes);
    i32[(pointer + kernelRecord.next) / 4] = 0;
    i32[(pointer + kernelRecord.length) / 4] = bytes.length;
    i32[this.#link / 4] = pointer;
    this.#link = pointer + kernelRecord.next;
    Atomics.add(i32, control.kernels / 4, 1);
    // A worker that sleeps compiles it now, beside the main thread, rather than when work waits.
    Atomics.add(i32, control.wake / 4, 1);
    Atomics.notify(i32, control.wake / 4);
  }
}

/**
 * Whether any thread has the imported functions: those of `Math`, which are the same everywhere.
 */
function importsOnlyBuiltins(module: WebAssembly.Module): boolean {
  const functions: Readonly<Record<string, unknown>> = mathImports;
  return WebAssembly.Module.imports(module).every(
    ({ kind, name }) => kind !== 'function' || functions[name] === Reflect.get(Math, name),
  );
}
