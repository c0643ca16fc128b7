/** Loads a module that a user wrote, TypeScript too, and says in a sentence why it cannot be. */

import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { DataError } from '../../errors.js';

/** What a module exports. */
export type Exports = Readonly<Record<string, unknown>>;

// biome-ignore lint/suspicious/noExplicitAny: the arguments are as the module declares them
export type AnyFunction = (...args: any[]) => unknown;

/** Whether a value can be called. */
export function isFunction(value: unknown): value is AnyFunction {
  return typeof value === 'function';
}

/**
 * The module in the file `path`; TypeScript is read by Node, from 22.18 on, or else by the tsx of
 * the project in the current folder.
 * @throws DataError that names the file, and the line of an error where there is one.
 */
export async function importModule(path: string): Promise<Exports> {
  const url = pathToFileURL(path).href;
  try {
    return await import(url);
  } catch (error) {
    if (codeOf(error) !== 'ERR_UNKNOWN_FILE_EXTENSION') throw broken(path, error);
  }
  await registerTsx(path);
  try {
    return await import(url);
  } catch (error) {
    throw broken(path, error);
  }
}

/** Lets tsx read TypeScript from now on. */
async function registerTsx(path: string): Promise<void> {
  try {
    const found = createRequire(join(process.cwd(), 'package.json')).resolve('tsx/esm/api');
    const { register } = await import(pathToFileURL(found).href);
    register();
  } catch (cause) {
    throw new DataError(
      `${path}: this version of Node, ${process.version}, does not read TypeScript. Install tsx ` +
        '(npm install --save-dev tsx), use Node 22.18 or later, or write the recipe in JavaScript',
      { cause },
    );
  }
}

function codeOf(error: unknown): unknown {
  return error instanceof Error ? Reflect.get(error, 'code') : undefined;
}

/** With the line of the user's file where there is one. */
function broken(path: string, cause: unknown): DataError {
  const message = cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause);
  const stack = cause instanceof Error ? (cause.stack ?? '') : '';
  const escaped = path.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const [, line] = new RegExp(`${escaped}:(\\d+)`).exec(stack) ?? [];
  const place = line === undefined ? path : `${path}, line ${line}`;
  return new DataError(`${place}: ${message}`, { cause });
}
