/** Options whose value is one of a few words, a share, a duration, or a list. */

import { oneOf } from '../../errors.js';
import { didYouMean } from './nearest.js';
import type { Given } from './options.js';
import { UsageError } from './usage-error.js';

/** The word given for the option `name`, or `fallback`. @throws UsageError for another word. */
export function wordOption<Word extends string, Fallback>(
  given: Given,
  name: string,
  words: readonly Word[],
  fallback: Fallback,
): Word | Fallback {
  const text = given.options.get(name);
  if (text === undefined) return fallback;
  const found = words.find((word) => word === text);
  if (found !== undefined) return found;
  throw new UsageError(
    `--${name} must be ${oneOf(words)}, got '${text}'${didYouMean(text, words)}`,
  );
}

/** Texts between commas; an empty list when the option is not given. */
export function listOption(given: Given, name: string): string[] {
  const text = given.options.get(name) ?? '';
  return text === '' ? [] : text.split(',').map((one) => one.trim());
}

/** A share from 0 up to below 1. @throws UsageError for another number. */
export function shareOption(given: Given, name: string, fallback: number): number {
  const text = given.options.get(name);
  if (text === undefined) return fallback;
  const value = text.trim() === '' ? Number.NaN : Number(text);
  if (value >= 0 && value < 1) return value;
  throw new UsageError(
    `--${name} must be a share from 0 up to below 1, such as 0.2, got '${text}'`,
  );
}

const unitSeconds: Readonly<Record<string, number>> = { '': 1, s: 1, m: 60, min: 60, h: 3600 };

/**
 * Seconds in a text such as `60s`, `5m` or `1.5h`, or null. @throws UsageError for another text.
 */
export function durationOption(given: Given, name: string): number | null {
  const text = given.options.get(name);
  if (text === undefined) return null;
  const [, count, unit = ''] = /^(\d+(?:\.\d+)?)\s*(s|m|min|h)?$/.exec(text.trim()) ?? [];
  const seconds = Number(count) * (unitSeconds[unit] ?? Number.NaN);
  if (seconds > 0) return seconds;
  throw new UsageError(`--${name} must be a time such as 60s, 5m or 1h, got '${text}'`);
}
