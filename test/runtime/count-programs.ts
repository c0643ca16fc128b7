/** Counts what the runtime does while a function runs. */

import { cpuDevice } from '../../src/runtime/devices.js';
import { cachedPrograms } from '../../src/runtime/programs/program-cache.js';

/** Graphs that ran, as one program or piece by piece, and programs that were compiled for it. */
export interface Counted {
  readonly runs: number;
  readonly compiled: number;
}

/** Runs `fn` and counts. */
export function countPrograms(fn: () => unknown): Counted {
  const { residency } = cpuDevice();
  const [run, programs] = [residency.run, cachedPrograms()];
  fn();
  return { runs: residency.run - run, compiled: cachedPrograms() - programs };
}
