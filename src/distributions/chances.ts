/** Probabilities, or the logits that stand for them: what discrete distributions are made from. */

import { describe } from '../calls/index.js';
import { ValueError } from '../errors.js';
import { Tensor, type TensorLike } from '../tensor/index.js';
import { asTensor } from './distribution.js';

/** One of the two. */
export type Chances =
  | { readonly probs: TensorLike; readonly logits?: undefined }
  | { readonly logits: TensorLike; readonly probs?: undefined };

/** What was given, as a tensor. @throws ValueError for both, or none. */
export function readChances(
  name: string,
  given: unknown,
): { readonly kind: 'probs' | 'logits'; readonly value: Tensor } {
  if (given instanceof Tensor || typeof given === 'number') {
    return { kind: 'probs', value: asTensor(name, given) };
  }
  if (typeof given === 'object' && given !== null) {
    const [entry, ...others] = Object.entries(given).filter(([, value]) => value !== undefined);
    const [kind, value] = entry ?? [];
    if ((kind === 'probs' || kind === 'logits') && others.length === 0) {
      return { kind, value: asTensor(name, value) };
    }
  }
  throw new ValueError(
    `${name}: give { probs } or { logits }, one of them; got ${describe(given)}`,
  );
}

/** What probabilities are kept away from 0 and 1 by, so that their logits are finite. */
export function epsilonOf({ dtype }: Tensor): number {
  return dtype === 'float64' ? 2 ** -52 : 2 ** -23;
}
