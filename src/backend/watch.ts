/** A listener that programs run through, kernel by kernel, while something measures them. */

import type { ProgramLooks } from './looks.js';

/** Gets the looks of a program that is to run, and what runs its i-th kernel. */
export type Watch = (program: ProgramLooks, runKernel: (i: number) => void) => void;

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
