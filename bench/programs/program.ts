/** What a ported program is: a training that goes on by one step at each call. */

import type { Tensor } from 'chainrule';
import type { Wrap } from '../wrap.js';

/** One step of training; returns its loss, which nobody has read yet. */
export type Step = () => Tensor;

/** Builds a model and its data, always the same, and returns its step; see `generator.ts`. */
export type Program = (wrap: Wrap) => Step;

/** Gives the items of a list one after the other, and again from the first. */
export function cycle<Item>(items: readonly Item[]): () => Item {
  let next = 0;
  return () => {
    const item = items[next % items.length];
    if (item === undefined) throw new RangeError('nothing to go around');
    next++;
    return item;
  };
}
