/**
 * The script of a worker thread, as text: a file of its own would need help from every bundler. A
 * worker compiles the kernels that it finds in shared memory and serves; it gets no messages, so
 * it works for a main thread that never returns to its event loop.
 */

import { control, kernelRecord } from '../memory/layout.js';

/** What `start` takes. */
export interface WorkerMessage {
  readonly memory: WebAssembly.Memory;
  /** Module of the runner. */
  readonly runner: Uint8Array;
  /** Number of the worker, from 0. */
  readonly worker: number;
  /** Address of its scratch memory. */
  readonly scratch: number;
}

/** Defines `start(message: WorkerMessage)`, which does not return. */
export const workerSource: string = `'use strict';
function start({ memory, runner, worker, scratch }) {
  const table = new WebAssembly.Table({ element: 'anyfunc', initial: 64 });
  const env = { memory, table, scratch };
  const { serve } = new WebAssembly.Instance(new WebAssembly.Module(runner), { env }).exports;
  const words = new Int32Array(memory.buffer, 0, 1024);
  const names = Object.getOwnPropertyNames(Math);
  const mathFunctions = Object.fromEntries(names.map((name) => [name, Math[name]]));
  let kernels = 0;
  let link = ${control.firstKernel};

  const compile = (bytes) => {
    const module = new WebAssembly.Module(bytes);
    // The main thread keeps kernels that import anything but Math's own functions to itself.
    const isOurs = ({ kind, name }) => kind !== 'function' || typeof Math[name] === 'function';
    if (!WebAssembly.Module.imports(module).every(isOurs)) return null;
    return new WebAssembly.Instance(module, { env, math: mathFunctions }).exports.kernel;
  };

  const compileNew = () => {
    // Another thread may have grown the memory since; growing by nothing renews the buffer.
    memory.grow(0);
    const all = new Int32Array(memory.buffer);
    const count = Atomics.load(all, ${control.kernels / 4});
    for (; kernels < count; kernels++) {
      const record = all[link / 4] >>> 0;
      const start = record + ${kernelRecord.bytes};
      const length = all[(record + ${kernelRecord.length}) / 4];
      if (kernels === table.length) table.grow(table.length);
      table.set(kernels, compile(new Uint8Array(memory.buffer, start, length).slice()));
      link = record + ${kernelRecord.next};
    }
  };

  Atomics.add(words, ${control.ready / 4}, 1);
  for (;;) {
    compileNew();
    try {
      serve(worker, kernels);
    } catch {
      // A kernel trapped: the main thread waits for the chunk, and then looks at the flag.
      Atomics.store(words, ${control.trapped / 4}, 1);
      Atomics.add(words, ${control.done / 4}, 1);
    }
  }
}`;
