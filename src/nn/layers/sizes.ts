/** The check of the sizes that layers are made with. */

import { ValueError } from '../../errors.js';

/** @throws ValueError naming the layer and the argument, unless `value` is a positive integer. */
export function checkCount(layer: string, argument: string, value: number): void {
  if (Number.isInteger(value) && value > 0) return;
  throw new ValueError(`${layer}: ${argument} must be a positive integer, got ${value}`);
}
