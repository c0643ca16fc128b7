/**
 * Writes a file so that a reader, or a crash at any moment, sees the old content or the new one and
 * nothing between: write to a temporary name in the same folder, flush to the disk, rename.
 * Source: https://man7.org/linux/man-pages/man2/rename.2.html
 */

import * as signatures from '../signatures/io.js';
import { fileError } from './file-errors.js';
import { nodeModule } from './node-modules.js';

const op = 'writeFileAtomic';

/**
 * Writes `bytes` (or a string, as UTF-8) to `path`, replacing a file that is there. The folder must
 * exist. Node and Deno only; synchronous, so that it also works while a process is being stopped.
 * Throws `DataError` when the file cannot be written; what was at `path` is then untouched.
 *
 * @example
 * import { readFileSync } from 'node:fs';
 *
 * writeFileAtomic('notes.txt', 'whole or not at all');
 * console.log(readFileSync('notes.txt', 'utf8')); // whole or not at all
 */
export function writeFileAtomic(path: string, bytes: Uint8Array | string): void {
  signatures.writeFileAtomic.check(arguments);
  const fs = nodeModule(op, 'node:fs');
  const { basename, dirname, join } = nodeModule(op, 'node:path');
  const { randomUUID } = nodeModule(op, 'node:crypto');
  const folder = dirname(path);
  // The same folder, because a rename is atomic only within one file system.
  const temporary = join(folder, `.${basename(path)}.${randomUUID()}.tmp`);
  try {
    fs.writeFileSync(temporary, bytes, { flag: 'wx', flush: true });
    fs.renameSync(temporary, path);
  } catch (error) {
    if (fs.existsSync(temporary)) fs.rmSync(temporary);
    throw fileError(op, 'write', path, error);
  }
  flushFolder(folder);
}

/** Makes the rename itself survive a power cut, where the system lets a folder be flushed. */
function flushFolder(folder: string): void {
  const fs = nodeModule(op, 'node:fs');
  try {
    const handle = fs.openSync(folder, 'r');
    try {
      fs.fsyncSync(handle);
    } finally {
      fs.closeSync(handle);
    }
  } catch {
    // Windows cannot open a folder; the file is complete all the same.
  }
}
