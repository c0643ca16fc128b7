/** Modules are the same however urgent, and flags of the engine are put back. */

import { afterEach, describe, expect, it, vi } from 'vitest';
import { compileModule } from '../../src/wasm/compile-module.js';
import { ModuleWriter } from '../../src/wasm/encoder.js';
import { FunctionWriter } from '../../src/wasm/function-writer.js';
import { setV8Flags, v8Version } from '../../src/wasm/v8-flags.js';

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

function doubling(): Uint8Array<ArrayBuffer> {
  const writer = new ModuleWriter();
  const body = new FunctionWriter({ params: ['i32'], results: ['i32'] });
  writer.exportFunction('double', writer.addFunction(body.get(0).i32(2).op('i32.mul')));
  return writer.toBytes();
}

/** An engine of this version that notes the flags. */
function engine(version: string): string[] {
  const flags: string[] = [];
  const v8 = { setFlagsFromString: (flag: string) => flags.push(flag) };
  vi.stubGlobal('process', { versions: { v8: version }, getBuiltinModule: () => v8 });
  return flags;
}

const asUsual = ['--wasm-lazy-compilation', '--wasm-dynamic-tiering'];
const atOnce = ['--no-wasm-lazy-compilation', '--no-wasm-dynamic-tiering'];

describe('compileModule', () => {
  it.each([true, false])('makes a module that runs, urgent: %s', (isUrgent) => {
    const { exports } = new WebAssembly.Instance(compileModule(doubling(), isUrgent));
    expect((exports.double as (x: number) => number)(21)).toBe(42);
  });

  it('puts flags back, even when the bytes are no module', () => {
    const flags = engine('11.3.244');
    compileModule(doubling(), true);
    expect(flags).toEqual([...atOnce, ...asUsual]);
    expect(() => compileModule(new Uint8Array(3), true)).toThrow(WebAssembly.CompileError);
    expect(flags.slice(4)).toEqual([...atOnce, ...asUsual]);
  });

  it.each([
    "WebAssembly.Module(): Compiling or instantiating WebAssembly module violates the following Content Security policy directive because 'unsafe-eval' is not an allowed source of script",
    'call to WebAssembly.Module() blocked by CSP',
    "Refused to create a WebAssembly object because 'unsafe-eval' or 'wasm-unsafe-eval' is not an allowed source of script",
  ])('says what to allow where a page may not compile: %s', (message) => {
    const cause = new WebAssembly.CompileError(message);
    const Module = vi.fn(function refuse() {
      throw cause;
    });
    vi.stubGlobal('WebAssembly', { Module });
    const compile = () => compileModule(new Uint8Array(8), false);
    expect(compile).toThrow(expect.objectContaining({ cause }));
    expect(compile).toThrow("add 'wasm-unsafe-eval' to script-src");
  });

  it('leaves flags alone when there is time, and on engines whose flags it does not know', () => {
    for (const version of ['10.2', '99.1', '']) {
      const flags = engine(version);
      compileModule(doubling(), true);
      expect(flags, version).toEqual([]);
    }
    const ordinary = engine('12.4');
    compileModule(doubling(), false);
    expect(ordinary).toEqual([]);
  });
});

describe('setV8Flags', () => {
  it('does nothing where there are no flags', () => {
    expect(v8Version()).toBeGreaterThan(10);
    vi.stubGlobal('process', undefined);
    expect(v8Version()).toBe(0);
    expect(() => setV8Flags('--nonsense')).not.toThrow();
    vi.stubGlobal('process', {
      getBuiltinModule: () => {
        throw new Error('not here');
      },
    });
    expect(() => setV8Flags('--nonsense')).not.toThrow();
  });
});
