/**
 * Advice on the console about what is right, and slow or not done yet. What is wrong is an error,
 * and `errors.ts` has those.
 */

import { callersLine } from './errors.js';

const given = new Set<string>();
let areOn = true;

/**
 * Turns warnings on the console off, or on again. They are on by default. That a loop makes
 * a new program in most of its steps is said once in a process, if warnings are on then.
 *
 * @param enabled whether warnings are given.
 * @example
 * setWarnings(false); // a program that knows what it does
 * setWarnings(true);
 */
export function setWarnings(enabled: boolean): void {
  areOn = enabled;
}

/** Gives a warning, unless warnings are off. */
export function warn(message: string): void {
  if (areOn) console.warn(message);
}

/**
 * Gives the warning of this kind, if it is the first, with the user's line; `message` says what,
 * why and the cure.
 */
export function warnOnce(kind: string, message: string): void {
  if (!areOn || given.has(kind)) return;
  given.add(kind);
  const line = callersLine();
  const place = line === null ? '' : `, at ${line}`;
  warn(`chainrule${place}: ${message}. setWarnings(false) silences warnings`);
}
