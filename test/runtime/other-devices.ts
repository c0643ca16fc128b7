/**
 * Devices beside the package's own: the same memory, programs and command buffers, with kernels for
 * another target, by another renderer, that a loop in plain JavaScript calls. What a renderer to
 * native code has to supply, and no more.
 */

import { type CpuDevice, createDevice } from '../../src/backend/cpu/device.js';
import {
  type KernelEntry,
  KernelRegistry,
  type KernelSource,
} from '../../src/backend/cpu/kernels.js';
import {
  command,
  commandBytes,
  cut,
  cutBytes,
  part,
  partBytes,
} from '../../src/backend/cpu/memory/layout.js';
import { pointerOf } from '../../src/backend/cpu/memory/store.js';
import { internal } from '../../src/errors.js';
import type { Kernel, Target } from '../../src/kernel/ir.js';
import { expressionsOf } from '../../src/kernel/walk.js';
import { wasmTarget } from '../../src/wasm/render.js';
import { toJavaScript } from '../kernel/render-javascript.js';

/** What a table of kernels holds, whoever made the code. */
type Call = (args: number, lo: number, hi: number) => void;

/** Compiled kernels by key; `compile` makes the code of one. */
class CallTable implements KernelSource {
  readonly calls: Call[] = [];
  readonly #entries = new Map<string, KernelEntry>();
  readonly #compile: (kernel: Kernel) => Call;
  readonly #isCut: boolean;

  constructor(compile: (kernel: Kernel) => Call, isCut: boolean) {
    this.#compile = compile;
    this.#isCut = isCut;
  }

  get size(): number {
    return this.calls.length;
  }

  get(kernel: Kernel): KernelEntry {
    const known = this.#entries.get(kernel.key);
    if (known !== undefined) return known;
    const index = this.calls.push(this.#compile(kernel)) - 1;
    const entry = { index, shareable: this.#isCut };
    this.#entries.set(kernel.key, entry);
    return entry;
  }
}

/**
 * A device of this target whose kernels `compilerFor` makes; `isCut`: whether work is cut in
 * chunks.
 */
function deviceWith(
  name: string,
  target: Target,
  compilerFor: (base: CpuDevice) => (kernel: Kernel) => Call,
  isCut = true,
): CpuDevice {
  const base = createDevice();
  base.threads.threads = 1;
  const kernels = new CallTable(compilerFor(base), isCut);
  return base.renderedBy(name, { target, kernels, run: walker(base, kernels) });
}

/** `run(commands, count)`: the chunks of a command as threads take them, from both ends. */
function walker({ memory }: CpuDevice, { calls }: CallTable): CpuDevice['run'] {
  const word = (address: number): number => memory.views.i32[address / 4] ?? 0;
  const callChunk = (call: Call, from: number): void => {
    const to = from + cutBytes;
    let at = word(from + cut.part);
    let lo = word(from + cut.unit);
    for (; at !== word(to + cut.part); at += partBytes, lo = 0) {
      call(word(at + part.args), lo, word(at + part.range));
    }
    if (lo < word(to + cut.unit)) call(word(at + part.args), lo, word(to + cut.unit));
  };
  return (commands, count) => {
    for (let k = 0; k < count; k++) {
      const at = commands + k * commandBytes;
      const call = calls[word(at + command.kernel)];
      if (call === undefined) throw internal(`command ${k} has no kernel`);
      let [start, end] = [0, word(at + command.chunks)];
      while (start < end) {
        const chunk = (end - start) % 2 === 1 ? start++ : --end;
        callChunk(call, word(at + command.cuts) + chunk * cutBytes);
      }
    }
  };
}

function javaScript({ memory, scratch }: CpuDevice): (kernel: Kernel) => Call {
  return (kernel) => toJavaScript(kernel, memory.memory, pointerOf(scratch));
}

/** WebAssembly as it is where products and sums are not fused. */
function plainWebAssembly({ memory, residency }: CpuDevice): (kernel: Kernel) => Call {
  const registry = new KernelRegistry(memory, residency, { fma: false, shared: memory.shared });
  return (kernel) => registry.table.get(registry.get(kernel).index);
}

/** Kernels in JavaScript, for vectors of any length, with work in chunks unless said otherwise. */
export function javaScriptDevice(target: Target, isCut = true): CpuDevice {
  return deviceWith('JavaScript', target, javaScript, isCut);
}

/** Kernels in WebAssembly without fused products and sums. */
export function plainDevice(): CpuDevice {
  return deviceWith('WebAssembly', wasmTarget, plainWebAssembly);
}

/** Whether a kernel needs the mathematical library, and only scalars. */
function isScalarMath({ body }: Kernel): boolean {
  const all = [...expressionsOf(body)];
  return all.some(({ kind }) => kind === 'math') && all.every(({ type }) => type.lanes === 1);
}

/** A device of two renderers: scalar kernels with library functions stay in WebAssembly. */
export function mixedDevice(
  target: Target,
): CpuDevice & { readonly counts: { wasm: number; other: number } } {
  const counts = { wasm: 0, other: 0 };
  const device = deviceWith('both', target, (base) => {
    const [here, there] = [plainWebAssembly(base), javaScript(base)];
    return (kernel) => {
      const stays = isScalarMath(kernel);
      counts[stays ? 'wasm' : 'other'] += 1;
      return stays ? here(kernel) : there(kernel);
    };
  });
  return Object.assign(device, { counts });
}
