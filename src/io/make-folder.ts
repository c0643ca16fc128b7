/**
 * Makes a folder and those above it, one at a time: Node's own `recursive` never comes back where a
 * system says that the folder above is not there although it is, as `/proc` does.
 */

import { fileError, systemCode } from './file-errors.js';
import { nodeModule } from './node-modules.js';

/** Makes the folder `path` unless it is there. `op` is named in errors. @throws DataError */
export function makeFolder(op: string, path: string): void {
  const { existsSync, mkdirSync } = nodeModule(op, 'node:fs');
  const { dirname, resolve } = nodeModule(op, 'node:path');
  const missing: string[] = [];
  for (let at = resolve(path); !existsSync(at); at = dirname(at)) missing.unshift(at);
  try {
    for (const folder of missing) mkdirSync(folder);
  } catch (error) {
    // Somebody else was faster.
    if (systemCode(error) !== 'EEXIST') throw fileError(op, 'make the folder', path, error);
  }
}
