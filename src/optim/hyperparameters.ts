/** What values the hyper-parameters of an optimiser may have, and the messages when they do not. */

import { unknownKey } from '../calls/index.js';
import { ValueError } from '../errors.js';

/** A range of numbers, with the words that describe it. */
export interface Range {
  readonly allows: (value: number) => boolean;
  readonly text: string;
}

/**
 * Zero or more, and finite.
 *
 * @example
 * console.log(optim.nonNegative.allows(0), optim.nonNegative.allows(Number.NaN)); // true false
 */
export const nonNegative: Range = {
  allows: (value) => value >= 0 && Number.isFinite(value),
  text: 'zero or a positive number',
};

/**
 * From 0 up to and without 1.
 *
 * @example
 * console.log(optim.belowOne.allows(0.999), optim.belowOne.allows(1)); // true false
 */
export const belowOne: Range = {
  allows: (value) => value >= 0 && value < 1,
  text: 'at least 0 and less than 1',
};

/** The range of each hyper-parameter that is a number, or a list of numbers. */
export type Ranges<Hyper> = { readonly [K in keyof Hyper]?: Range };

/**
 * Checks all hyper-parameters of a group.
 * @throws ValueError naming the optimiser, the hyper-parameter, its value and what is allowed.
 */
export function checkRanges<Hyper extends object>(
  optimizer: string,
  ranges: Ranges<Hyper>,
  given: Hyper,
): void {
  for (const name in ranges) {
    const range = ranges[name];
    const value: unknown = given[name];
    if (range === undefined || isAllowed(value, range)) continue;
    const got = Array.isArray(value) ? value.join(', ') : String(value);
    throw new ValueError(`${optimizer}: ${name} must be ${range.text}, got ${got}`);
  }
}

function isAllowed(value: unknown, { allows }: Range): boolean {
  if (typeof value === 'number') return allows(value);
  return Array.isArray(value) && value.every((x) => typeof x === 'number' && allows(x));
}

/** @throws ValueError for an option that the optimiser does not have, listing those it has. */
export function checkKnown(optimizer: string, given: object, known: object): void {
  for (const name of Object.keys(given)) {
    if (Object.hasOwn(known, name)) continue;
    throw unknownKey(optimizer, name, Object.keys(known));
  }
}
