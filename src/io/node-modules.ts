/**
 * The one door to Node's own modules (file system, zlib, crypto) for floor 4. They are asked for
 * when a function runs, never imported, so that a browser bundle holds no trace of them. Deno and
 * Bun answer in the same way. Source: https://nodejs.org/api/process.html#processgetbuiltinmoduleid
 */

interface NodeModules {
  readonly 'node:crypto': typeof import('node:crypto');
  readonly 'node:fs': typeof import('node:fs');
  readonly 'node:module': typeof import('node:module');
  readonly 'node:path': typeof import('node:path');
  readonly 'node:worker_threads': typeof import('node:worker_threads');
  readonly 'node:zlib': typeof import('node:zlib');
}

/**
 * A built-in module of Node. `op` is the function named in the error thrown where there is none.
 */
export function nodeModule<Name extends keyof NodeModules>(
  op: string,
  name: Name,
): NodeModules[Name] {
  const host = typeof process === 'undefined' ? undefined : process;
  const found = host?.getBuiltinModule?.(name);
  if (found === undefined) {
    throw new Error(
      `${op}: needs ${name}, which this platform does not have. Run it in Node 20.16 or later, or ` +
        'in Deno; in a browser, fetch the bytes and use the function that takes bytes',
    );
  }
  return found;
}
