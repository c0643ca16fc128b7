/**
 * Where episodes start: uniform in a range, which `reset({ options: { low, high } })` may change.
 */

import { ValueError } from '../../../errors.js';
import type { Info } from '../../env/env.js';
import { checkNames, numberOption } from '../../options/with-defaults.js';
import type { RandomGenerator } from '../../random/random-generator.js';

/** `count` numbers, uniform in [low, high). @throws ValueError unless low <= high are finite. */
export function startUniform(
  op: string,
  random: RandomGenerator,
  count: number,
  range: readonly [low: number, high: number],
  options: Info,
): number[] {
  checkNames(op, options, ['low', 'high']);
  const low = numberOption(op, options, 'low', range[0]);
  const high = numberOption(op, options, 'high', range[1]);
  if (low > high) throw new ValueError(`${op}: needs low <= high, got ${low} and ${high}`);
  return Array.from({ length: count }, () => random.uniform(low, high));
}

/** Numbers of a saved state. @throws ValueError unless it is a list of `count` numbers. */
export function savedNumbers(op: string, own: unknown, count: number): number[] {
  const isList = Array.isArray(own) && own.length === count;
  if (isList && own.every((value): value is number => typeof value === 'number')) return own;
  throw new ValueError(`${op}.loadStateDict: not the state of this environment`);
}
