/**
 * What a training leaves that ended between making its folder and its first save: there is nothing
 * to go on from, and nothing that the same training would not write again. Node and Deno only.
 */

import { nodeModule } from '../../io/node-modules.js';
import { warn } from '../../warnings.js';
import { takeLock } from './run-lock.js';

const op = 'RunFolder';

/** Written before the first save. A training that is killed leaves its lock, too. */
const early = /^(\.lock(\..+)?|\..+\.tmp|run\.json|(metrics|events|control)\.jsonl)$/;
/** Weights that a first save, or an error in it, leaves before there is a last checkpoint. */
const weights: readonly string[] = ['best.safetensors', 'exception.safetensors'];
const lock = '.lock';

/** Who begins in the folder: some training, or the very one that `run.json` describes. */
export type Beginner = 'any' | 'the same';

/** Names of what is left in the folder `path`, or null when that is not a training's beginning. */
function leftIn(path: string, beginner: Beginner): string[] | null {
  const { existsSync, readdirSync, statSync } = nodeModule(op, 'node:fs');
  if (!existsSync(path) || !statSync(path).isDirectory()) return null;
  const names = readdirSync(path);
  const isSame = beginner === 'the same';
  const isBegun = names.includes(lock) || (isSame && names.includes('run.json'));
  const isEarly = (name: string): boolean => early.test(name) || (isSame && weights.includes(name));
  return isBegun && names.every(isEarly) ? names : null;
}

/** Whether a training ended in the folder `path` before its first save. */
export function isUnsaved(path: string): boolean {
  return leftIn(path, 'the same') !== null;
}

/**
 * Empties the folder `path`, says so and returns true, if that holds what a training left that was
 * killed before its first save. Weights without a checkpoint go only where the same training makes
 * them again.
 * @throws DataError when a training that is alive is at it.
 */
export function clearUnsaved(path: string, beginner: Beginner = 'any'): boolean {
  if (leftIn(path, beginner) === null) return false;
  const { join } = nodeModule(op, 'node:path');
  const unlock = takeLock(join(path, lock));
  try {
    // Looked at again, now that nobody else writes here.
    const names = leftIn(path, beginner);
    if (names === null) return false;
    const { rmSync } = nodeModule(op, 'node:fs');
    for (const name of names) if (name !== lock) rmSync(join(path, name), { force: true });
  } finally {
    unlock();
  }
  warn(`Chainrule: the training in '${path}' ended before its first save. It begins anew`);
  return true;
}
