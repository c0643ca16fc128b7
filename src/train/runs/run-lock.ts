/**
 * The lock of a run folder: one training at a time writes into it. A lock whose owner is gone,
 * killed or crashed, counts for nothing. Node and Deno only.
 */

import { DataError } from '../../errors.js';
import { fileError, systemCode } from '../../io/file-errors.js';
import { nodeModule } from '../../io/node-modules.js';

const op = 'RunFolder';

/** Whether a process of this number is there. */
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // It is there, and belongs to somebody else.
    return systemCode(error) === 'EPERM';
  }
}

/** The process that holds the lock at `path`, or null when none does. */
function ownerOf(path: string): number | null {
  const { readFileSync } = nodeModule(op, 'node:fs');
  try {
    const pid = Number.parseInt(readFileSync(path, 'utf8'), 10);
    return Number.isSafeInteger(pid) && pid > 0 && isAlive(pid) ? pid : null;
  } catch {
    return null;
  }
}

/**
 * Takes the lock at `path` for this process; gives back what frees it.
 * @throws DataError when another process that is alive holds it.
 */
export function takeLock(path: string): () => void {
  const fs = nodeModule(op, 'node:fs');
  const write = (): void => fs.writeFileSync(path, String(process.pid), { flag: 'wx' });
  try {
    try {
      write();
    } catch (error) {
      if (systemCode(error) !== 'EEXIST') throw error;
      const owner = ownerOf(path);
      if (owner !== null && owner !== process.pid) {
        throw new DataError(
          `${op}: another training is at work in this folder (process ${owner}, ${path}). ` +
            'Wait until it ends, stop it, or choose another name',
          { cause: error },
        );
      }
      fs.rmSync(path, { force: true });
      write();
    }
  } catch (error) {
    throw error instanceof DataError ? error : fileError(op, 'write', path, error);
  }
  return () => fs.rmSync(path, { force: true });
}
