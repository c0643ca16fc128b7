/** Numbers on the command line: what each kind has to be, and what is said when it is not. */

import type { Given } from './options.js';
import { UsageError } from './usage-error.js';

interface NumberRule {
  readonly words: string;
  readonly holds: (value: number) => boolean;
}

/** Kinds of numbers. */
export type NumberKind = 'count' | 'positive' | 'seed';

const rules: Readonly<Record<NumberKind, NumberRule>> = {
  count: {
    words: 'a whole number from 1',
    holds: (value) => Number.isSafeInteger(value) && value >= 1,
  },
  positive: {
    words: 'a number above 0, such as 0.001 or 1e-3',
    holds: (value) => Number.isFinite(value) && value > 0,
  },
  seed: {
    words: 'a whole number from 0',
    holds: (value) => Number.isSafeInteger(value) && value >= 0,
  },
};

/**
 * The number given for the option `name`, or `fallback`.
 * @throws UsageError when it is not of the kind.
 */
export function numberOption(
  given: Given,
  name: string,
  kind: NumberKind,
  fallback: number,
): number {
  const text = given.options.get(name);
  if (text === undefined) return fallback;
  const value = text.trim() === '' ? Number.NaN : Number(text);
  const { holds, words } = rules[kind];
  if (holds(value)) return value;
  throw new UsageError(`--${name} must be ${words}, got '${text}'`);
}
