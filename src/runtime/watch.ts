/** A listener that programs run through, kernel by kernel, while something measures them. */

import type { ProgramPlan } from './program.js';

/** Gets the plan of a program that is to run, and what runs its i-th batch. */
export type Watch = (plan: ProgramPlan, runBatch: (i: number) => void) => void;

let active: Watch | null = null;

/** The listener, null while nobody measures. */
export function activeWatch(): Watch | null {
  return active;
}

/** Runs `fn` with a listener, and without it again when `fn` is done or throws. */
export function withWatch<T>(watch: Watch, fn: () => T): T {
  const before = active;
  active = watch;
  try {
    return fn();
  } finally {
    active = before;
  }
}
