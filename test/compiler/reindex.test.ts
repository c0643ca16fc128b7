/** Loops re-indexed to another space read and write the same elements. */

import { describe, expect, it } from 'vitest';
import { reindexed } from '../../src/compiler/fuse/reindex.js';
import type { LoopJob } from '../../src/compiler/schedule/job.js';
import { TermTable, viewOf } from '../../src/compiler/schedule/term.js';
import { contiguous, type View } from '../../src/compiler/schedule/view.js';
import { full } from '../../src/graph/builders/index.js';

/** Loops that store the elements of `source`, seen through a view, in `target`, row by row. */
function copy(view: View, terms: TermTable): LoopJob {
  const [source, target] = [full([720], 0, 'float32'), full(view.shape, 0, 'float32')];
  const term = terms.make({ kind: 'load', dtype: 'float32', source, view });
  const place = {
    view: contiguous(view.shape),
    extent: 'whole' as const,
    stage: 0,
    isStored: true,
  };
  const item = { kind: 'store', op: null, term, target, ...place } as const;
  return { kind: 'loop', space: view.shape, reduced: view.shape.map(() => false), items: [item] };
}

/** Which element of the source goes to which of the target, in the order of the target. */
function pairs({ items: [item], space }: LoopJob): number[][] {
  const place = (view: View | null | undefined, index: readonly number[]): number =>
    index.reduce((sum, i, d) => sum + i * (view?.strides[d] ?? 0), view?.offset ?? 0);
  let indices: number[][] = [[]];
  for (const size of space) {
    indices = indices.flatMap((index) => Array.from({ length: size }, (_, i) => [...index, i]));
  }
  const found = indices.map((index) => [
    place(item?.view, index),
    place(item && viewOf(item.term), index),
  ]);
  return found.sort(([a = 0], [b = 0]) => a - b);
}

describe('reindexed', () => {
  const terms = new TermTable();
  const images = copy({ shape: [6, 4, 5, 6], strides: [120, 30, 6, 1], offset: 0 }, terms);
  const heads = copy({ shape: [6, 5, 4, 6], strides: [120, 6, 30, 1], offset: 0 }, terms);

  it.each([
    ['dims of one element', images, images, [6, 1, 4, 5, 1, 6]],
    ['other dims', images, images, [24, 30]],
    ['another order', heads, heads, [6, 4, 5, 6]],
    ['a part of the order', heads, heads, [2, 3, 4, 5, 6]],
  ] as const)('%s', (_, job, like, space) => {
    const seen = like.items[0] && viewOf(like.items[0].term);
    const moved = seen && reindexed(job, seen, space, terms);
    expect(moved?.space).toEqual(space);
    expect(moved && pairs(moved)).toEqual(pairs(job));
  });

  it('gives up where something has no strides', () => {
    const seen = contiguous([6, 5, 4, 6]);
    expect(reindexed(heads, seen, [6, 20, 6], terms)).toBeNull();
    expect(reindexed(heads, { ...seen, offset: 1 }, [6, 5, 4, 6], terms)).toBeNull();
    expect(reindexed(heads, { ...seen, strides: [0, 24, 6, 1] }, [6, 5, 4, 6], terms)).toBeNull();
    expect(reindexed(heads, seen, [6, 5, 4, 5], terms)).toBeNull();
  });
});
