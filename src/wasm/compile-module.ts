/**
 * Makes modules of bytes. V8 runs a function in quick code first, which is several times slower in
 * loops of products, and makes good code of it beside that when it has run for a while. For what
 * has much to do in its very first run, it is told to begin with the good code at once.
 */

import { setV8Flags, v8Version } from './v8-flags.js';

/** The versions whose flags are known: those of Node 20 to 24. */
const known = { first: 11, last: 13 };
const atOnce: readonly string[] = ['--no-wasm-lazy-compilation', '--no-wasm-dynamic-tiering'];
const asUsual: readonly string[] = ['--wasm-lazy-compilation', '--wasm-dynamic-tiering'];

/** The module of these bytes. `isUrgent`: whether to have good code as soon as possible. */
export function compileModule(
  bytes: Uint8Array<ArrayBuffer>,
  isUrgent: boolean,
): WebAssembly.Module {
  const version = v8Version();
  if (!isUrgent || version < known.first || version > known.last) {
    return new WebAssembly.Module(bytes);
  }
  setV8Flags(...atOnce);
  try {
    return new WebAssembly.Module(bytes);
  } finally {
    setV8Flags(...asUsual);
  }
}
