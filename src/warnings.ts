/**
 * Advice on the console for programs that are right and slow: each kind once in a process, with the
 * user's line. What is wrong is an error, and `errors.ts` has those.
 */

import { callersLine } from './errors.js';

const given = new Set<string>();
let areOn = true;

/**
 * Turns warnings on the console off, or on again. They are on by default. Each kind comes once in a
 * process; one that came up while they were off still comes when they are on.
 *
 * @param enabled whether warnings are given.
 * @example
 * setWarnings(false);
 */
export function setWarnings(enabled: boolean): void {
  areOn = enabled;
}

/** Gives the warning of this kind, if it is the first; `message` says what, why and the cure. */
export function warnOnce(kind: string, message: string): void {
  if (!areOn || given.has(kind)) return;
  given.add(kind);
  const line = callersLine();
  const place = line === null ? '' : `, at ${line}`;
  console.warn(`chainrule${place}: ${message}. setWarnings(false) silences warnings`);
}
