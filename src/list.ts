/** Lists whose indices are known to exist. Imports nothing but errors. */

import { internal } from './errors.js';

/** The element at `index`, which the caller knows to be there. */
export function at<T>(list: ArrayLike<T>, index: number): T {
  const element = list[index];
  if (element === undefined) throw internal(`no element ${index} of ${list.length}`);
  return element;
}
