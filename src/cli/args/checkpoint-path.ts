/** Where the checkpoint is that a command line means: a file, or the folder of a run. */

import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { DataError } from '../../errors.js';

/** A checkpoint, or the best (else the last) one of a run's folder. @throws DataError */
export function checkpointPath(op: string, path: string): string {
  if (!existsSync(path)) {
    throw new DataError(`${op}: no checkpoint '${path}': no such file or folder`);
  }
  if (!statSync(path).isDirectory()) return path;
  const found = ['best.safetensors', 'last.safetensors']
    .map((name) => join(path, name))
    .find((file) => existsSync(file));
  if (found !== undefined) return found;
  throw new DataError(`${op}: the folder '${path}' has no checkpoint in it (best.safetensors)`);
}
