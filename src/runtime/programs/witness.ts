/**
 * A listener that hears of each program before it runs, while the nodes of its graph have no
 * values.
 */

import type { Node } from '../../graph/node.js';
import type { CachedProgram, ProgramSource } from './program-cache.js';

/** A node that is to get a value, and the one whose value that is. */
export interface Wanted {
  readonly node: Node;
  readonly holder: Node;
}

/** Gets a program that is to run, what it computes from what, and who wants that. */
export type Witness = (
  program: CachedProgram,
  source: ProgramSource,
  wanted: readonly Wanted[],
) => void;

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
