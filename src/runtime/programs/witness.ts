/** A listener that hears of each program before it runs, while the graph that it was made of is whole. */

import type { CachedProgram, ProgramSource } from './program-cache.js';

/** Gets a program that is to run, and what it computes from what. */
export type Witness = (program: CachedProgram, source: ProgramSource) => void;

let active: Witness | null = null;

/** The listener, null while nobody explains what runs. */
export function activeWitness(): Witness | null {
  return active;
}

/** Runs `fn` with a listener, and without it again when `fn` is done or throws. */
export function withWitness<T>(witness: Witness, fn: () => T): T {
  const before = active;
  active = witness;
  try {
    return fn();
  } finally {
    active = before;
  }
}
