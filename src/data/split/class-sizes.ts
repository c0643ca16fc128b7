/** How many samples of each class the sample generators make. */

import { ValueError } from '../../errors.js';

/** Checks a count of samples. Throws `ValueError`, naming `op` and the option. */
export function checkCount(op: string, option: string, count: number): void {
  if (Number.isInteger(count) && count >= 0) return;
  throw new ValueError(`${op}: ${option} must be an integer >= 0, got ${count}`);
}

/** Checks a spread. Throws `ValueError`, naming `op` and the option. */
export function checkSpread(op: string, option: string, spread: number): void {
  if (spread >= 0 && spread < Infinity) return;
  throw new ValueError(`${op}: ${option} must be a number >= 0, got ${spread}`);
}

/** Sizes of two classes: the given pair, or a total halved with the odd one in the second class. */
export function twoSizes(
  op: string,
  nSamples: number | readonly [first: number, second: number],
): readonly [first: number, second: number] {
  const first = typeof nSamples === 'number' ? Math.floor(nSamples / 2) : nSamples[0];
  const second = typeof nSamples === 'number' ? nSamples - first : nSamples[1];
  checkCount(op, 'nSamples', first);
  checkCount(op, 'nSamples', second);
  return [first, second];
}
