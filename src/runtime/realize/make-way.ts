/**
 * What happens when device memory is full: all leaves it that the program at hand does not need.
 */

import { MemoryError } from '../../errors.js';
import { device } from '../devices.js';
import { forgetPieces } from '../pieces/piece-cache.js';
import { type CachedProgram, forgetPrograms } from '../programs/program-cache.js';

/**
 * Calls `run`, and once more, as a retry, in an empty memory if it finds no room: so what fits into
 * that always fits, whatever ran before. `entry`: a program that `run` goes on with.
 * @throws MemoryError when there is too little memory even then.
 */
export function withRoom<T>(run: (isRetry: boolean) => T, entry: CachedProgram | null = null): T {
  try {
    return run(false);
  } catch (error) {
    if (!(error instanceof MemoryError)) throw error;
    const { residency, arena } = device();
    forgetPieces();
    forgetPrograms(entry);
    arena.release();
    residency.leaveAll();
    return run(true);
  }
}
