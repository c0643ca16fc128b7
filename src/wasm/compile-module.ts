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

/** How engines say that a page's policy keeps them from compiling. */
const ofPolicy = /content.security.policy|\bCSP\b|unsafe-eval/i;

/**
 * A module of bytes. @throws Error that says what to allow where the policy of a page forbids it.
 */
function newModule(bytes: Uint8Array<ArrayBuffer>): WebAssembly.Module {
  try {
    return new WebAssembly.Module(bytes);
  } catch (cause) {
    if (!(cause instanceof Error && ofPolicy.test(cause.message))) throw cause;
    throw new Error(
      "This page's Content-Security-Policy forbids WebAssembly, which computes tensors. Allow it: " +
        "add 'wasm-unsafe-eval' to script-src, as in \"script-src 'self' 'wasm-unsafe-eval'\" " +
        '(threads also need "worker-src blob:")',
      { cause },
    );
  }
}

/**
 * The module of these bytes. `isUrgent`: whether to have good code as soon as possible.
 *
 * @throws Error naming `'wasm-unsafe-eval'` in a page whose policy forbids WebAssembly.
 */
export function compileModule(
  bytes: Uint8Array<ArrayBuffer>,
  isUrgent: boolean,
): WebAssembly.Module {
  const version = v8Version();
  if (!isUrgent || version < known.first || version > known.last) {
    return newModule(bytes);
  }
  setV8Flags(...atOnce);
  try {
    return newModule(bytes);
  } finally {
    setV8Flags(...asUsual);
  }
}
