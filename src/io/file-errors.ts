/**
 * Turns an operating system's error about a file into a sentence, and reads whole files
 * with it.
 */

import { DataError } from '../errors.js';
import { nodeModule } from './node-modules.js';

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'no such file or folder',
  EISDIR: 'it is a folder, not a file',
  ENOTDIR: 'a part of the path is a file, not a folder',
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EROFS: 'the disk is read-only',
  ENOSPC: 'no space left on the disk',
};

/** The system's code of an error, such as `'ENOENT'`; an empty string when it has none. */
export function systemCode(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}

/** A `DataError` for a failed file operation: `op: cannot <verb> '<path>': <reason>`. */
export function fileError(op: string, verb: string, path: string, error: unknown): DataError {
  const reason = reasons[systemCode(error)] ?? String(error);
  return new DataError(`${op}: cannot ${verb} '${path}': ${reason}`, { cause: error });
}

/** All bytes of a file. Throws `DataError` with the path and the reason when it cannot be read. */
export function readFileBytes(op: string, path: string): Uint8Array {
  const { readFileSync } = nodeModule(op, 'node:fs');
  try {
    return readFileSync(path);
  } catch (error) {
    throw fileError(op, 'read', path, error);
  }
}
