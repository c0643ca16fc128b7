/**
 * The lock of a run folder: one training at a time writes into it. A lock whose owner is gone,
 * killed or crashed, counts for nothing, also when its number belongs to another process now. Node
 * and Deno only.
 */

import { DataError } from '../../errors.js';
import { fileError, systemCode } from '../../io/file-errors.js';
import { nodeModule } from '../../io/node-modules.js';
import { fieldsOf, type Guard, isCount } from '../json/guards.js';

const op = 'RunFolder';

/** Who holds a lock. */
interface Owner {
  readonly pid: number;
  /** When that process began, in a form that only it has. */
  readonly began: string;
}

const isText: Guard<string> = (value): value is string => typeof value === 'string';
const isOwner = fieldsOf<Owner>({ pid: isCount, began: isText });

/**
 * When a process began: in ticks since the start of the machine where the system tells, else only
 * of this process; null for what is not known.
 * Source: https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html
 */
function beganOf(pid: number): string | null {
  try {
    const text = nodeModule(op, 'node:fs').readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The second field is a name that may hold spaces; the start is the 22nd, the 20th after it.
    const began = text.slice(text.lastIndexOf(')') + 2).split(' ')[19];
    if (began !== undefined) return began;
  } catch {
    // No such system, or no such process.
  }
  return pid === process.pid ? String(performance.timeOrigin) : null;
}

/** Whether the process that took a lock is there. */
function isAlive({ pid, began }: Owner): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    // It is there, and belongs to somebody else.
    if (systemCode(error) !== 'EPERM') return false;
  }
  const now = beganOf(pid);
  return now === null || now === began;
}

/** Who holds the lock at `path`, or null when nobody does. */
function ownerOf(path: string): Owner | null {
  try {
    const found: unknown = JSON.parse(nodeModule(op, 'node:fs').readFileSync(path, 'utf8'));
    // Earlier versions wrote the number alone; what it began is not known then.
    const owner = isCount(found) ? { pid: found, began: beganOf(found) ?? '' } : found;
    return isOwner(owner) && isAlive(owner) ? owner : null;
  } catch {
    return null;
  }
}

/** Writes a lock, unless there is one. It appears with its content, so nobody reads half of it. */
function write(path: string): void {
  const fs = nodeModule(op, 'node:fs');
  const owner: Owner = { pid: process.pid, began: beganOf(process.pid) ?? '' };
  const temporary = `${path}.${process.pid}`;
  fs.writeFileSync(temporary, JSON.stringify(owner));
  try {
    fs.linkSync(temporary, path);
  } catch (error) {
    if (systemCode(error) === 'EEXIST') throw error;
    // A file system without links.
    fs.writeFileSync(path, JSON.stringify(owner), { flag: 'wx' });
  } finally {
    fs.rmSync(temporary, { force: true });
  }
}

/**
 * Takes a lock away whose owner is gone. Only one process may, so that none takes away what another
 * has just written; the guard of one that was killed here counts for nothing, either.
 */
function clear(path: string): void {
  const fs = nodeModule(op, 'node:fs');
  const guard = `${path}.clearing`;
  if (fs.existsSync(guard) && ownerOf(guard) === null) fs.rmSync(guard, { force: true });
  write(guard);
  try {
    if (ownerOf(path) === null) fs.rmSync(path, { force: true });
  } finally {
    fs.rmSync(guard, { force: true });
  }
}

/**
 * Takes the lock at `path` for this process; gives back what frees it.
 * @throws DataError when a training that is alive holds it, in this process too.
 */
export function takeLock(path: string): () => void {
  const { rmSync } = nodeModule(op, 'node:fs');
  try {
    try {
      write(path);
    } catch (error) {
      if (systemCode(error) !== 'EEXIST') throw error;
      const owner = ownerOf(path);
      if (owner !== null) throw inUse(path, owner, error);
      clear(path);
      write(path);
    }
  } catch (error) {
    throw error instanceof DataError ? error : fileError(op, 'write', path, error);
  }
  return () => rmSync(path, { force: true });
}

function inUse(path: string, { pid }: Owner, cause: unknown): DataError {
  return new DataError(
    `${op}: another training is at work in this folder (process ${pid}, ${path}). ` +
      'Wait until it ends, stop it, or choose another name',
    { cause },
  );
}
