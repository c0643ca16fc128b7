/**
 * Rewrites a loop job over another shape with the same elements in the same order. A convolution is
 * a product with dims of its own; its consumers work on images.
 */

import { numel, type Shape } from '../../graph/shape.js';
import { at } from '../../list.js';
import type { LoopItem, LoopJob } from '../schedule/job.js';
import { argsOf, rebuilt, type Term, type TermTable, termOrder, viewOf } from '../schedule/term.js';
import { reshapeView, type View } from '../schedule/view.js';

/** The order of dims in which a view walks its elements 0, 1, 2 ...; null if there is none. */
function walkOf({ shape, strides, offset }: View): readonly number[] | null {
  const order = shape.map((_, d) => d).sort((a, b) => at(strides, b) - at(strides, a));
  let expected = 1;
  for (const d of order.toReversed()) {
    if (at(shape, d) === 1) continue;
    if (at(strides, d) !== expected) return null;
    expected *= at(shape, d);
  }
  return offset === 0 ? order : null;
}

/**
 * Loops without reductions, re-indexed to `space`, where element 0, 1, 2 ... of something lie row
 * by row that they see as `seen`. Null where that has other elements, or what they read has no
 * strides there.
 */
export function reindexed(
  job: LoopJob,
  seen: View,
  space: Shape,
  terms: TermTable,
): LoopJob | null {
  const order = walkOf(seen);
  if (order === null || numel(seen.shape) !== numel(space)) return null;
  const moved = ({ shape, strides, offset }: View): View | null => {
    const inOrder = order.map((d) => at(strides, d));
    return reshapeView({ shape: order.map((d) => at(shape, d)), strides: inOrder, offset }, space);
  };
  const done = new Map<Term, Term>();
  for (const term of termOrder(job.items.map((item) => item.term))) {
    const own = viewOf(term);
    const view = own && moved(own);
    if (own !== null && view === null) return null;
    const args = argsOf(term).map((arg) => done.get(arg) ?? arg);
    const placed = 'view' in term && view !== null ? terms.make({ ...term, view }) : term;
    done.set(term, rebuilt(placed, args, terms));
  }
  const items: LoopItem[] = [];
  for (const item of job.items) {
    const view = moved(item.view);
    if (view === null) return null;
    items.push({ ...item, view, term: done.get(item.term) ?? item.term });
  }
  return { ...job, space, reduced: space.map(() => false), items };
}
