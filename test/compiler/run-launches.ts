/** Runs launches on a memory of its own, without the runtime: what tests of lowerings need. */

import type { Buffer, Launch } from '../../src/compiler/lower/launch.js';
import { internal } from '../../src/errors.js';
import { argBytes, type Kernel, scratchBytes } from '../../src/kernel/ir.js';
import { detectFeatures } from '../../src/wasm/features.js';
import { mathImports } from '../../src/wasm/math-imports.js';
import { renderKernel } from '../../src/wasm/render.js';

type Call = (args: number, lo: number, hi: number) => void;

/** Makes a kernel callable on a memory, with scratch memory at an address there. */
export type Compile = (kernel: Kernel, memory: WebAssembly.Memory, scratch: number) => Call;

const features = { ...detectFeatures(), shared: false };

/** What has been compiled: many launches share a kernel. */
const modules = new WeakMap<Kernel, WebAssembly.Module>();

/** The package's own renderer. */
const toWebAssembly: Compile = (kernel, memory, scratch) => {
  const module = modules.get(kernel) ?? new WebAssembly.Module(renderKernel(kernel, features));
  modules.set(kernel, module);
  const imports = { env: { memory, scratch }, math: mathImports };
  const instance = new WebAssembly.Instance(module, imports);
  const call = instance.exports.kernel;
  if (typeof call !== 'function') throw internal('no kernel');
  return (args, lo, hi) => call(args, lo, hi);
};

/** Places buffers and arguments in one WebAssembly memory and calls kernels there. */
export class Machine {
  readonly #memory: WebAssembly.Memory;
  readonly #compile: Compile;
  readonly #scratch: number;
  readonly #addresses = new Map<Buffer, number>();
  readonly #guard: number;
  #top = 1024;

  /** `guard`: the byte that new buffers hold, and the room around them. */
  constructor(bytes: number, compile: Compile = toWebAssembly, guard = 0) {
    const initial = Math.ceil((bytes + scratchBytes) / 65536);
    this.#memory = new WebAssembly.Memory({ initial, maximum: 65536 });
    this.#scratch = this.#memory.buffer.byteLength - scratchBytes;
    this.#compile = compile;
    this.#guard = guard;
  }

  /** A buffer of `bytes` bytes, with 64 bytes of room on both sides. */
  allocate(bytes: number): Buffer {
    const buffer: Buffer = { kind: 'temp', index: this.#addresses.size, bytes };
    const address = this.#take(bytes);
    this.#addresses.set(buffer, address);
    new Uint8Array(this.#memory.buffer, address - 64, bytes + 128).fill(this.#guard);
    return buffer;
  }

  /** Bytes of memory at a buffer, `before` bytes before it. */
  bytes(buffer: Buffer, before = 0, count: number = buffer.bytes): Uint8Array {
    return new Uint8Array(this.#memory.buffer, this.#address(buffer) - before, count);
  }

  /** A function that calls one launch, on any part of its range (all of it by default). */
  prepare(launch: Launch): (lo?: number, hi?: number) => void {
    const args = this.#take(launch.args.length * argBytes);
    const view = new DataView(this.#memory.buffer);
    for (const [i, arg] of launch.args.entries()) {
      const at = args + i * argBytes;
      if (arg.kind === 'buffer') view.setInt32(at, this.#address(arg.buffer) + arg.offset, true);
      else if (arg.kind === 'int') view.setInt32(at, arg.value, true);
      else throw internal(`argument of kind ${arg.kind}`);
    }
    const call = this.#compile(launch.kernel, this.#memory, this.#scratch);
    return (lo = 0, hi = launch.range) => call(args, lo, hi);
  }

  #take(bytes: number): number {
    const address = this.#top + 64;
    this.#top = address + Math.ceil((bytes + 64) / 64) * 64;
    if (this.#top > this.#scratch) throw internal('the machine is too small');
    return address;
  }

  #address(buffer: Buffer): number {
    const address = this.#addresses.get(buffer);
    if (address === undefined) throw internal('unknown buffer');
    return address;
  }
}
