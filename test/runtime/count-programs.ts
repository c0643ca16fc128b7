/** Counts what the runtime does while a function runs. */

import { vi } from 'vitest';
import { device } from '../../src/runtime/device.js';
import { cachedPrograms } from '../../src/runtime/program-cache.js';

/** Programs that ran, and programs that were compiled for it. */
export interface Counted {
  readonly runs: number;
  readonly compiled: number;
}

/** Runs `fn` and counts. A program that is tried with and without threads runs once. */
export function countPrograms(fn: () => unknown): Counted {
  const spy = vi.spyOn(device(), 'run');
  const before = cachedPrograms();
  try {
    fn();
    return { runs: spy.mock.calls.length, compiled: cachedPrograms() - before };
  } finally {
    spy.mockRestore();
  }
}
