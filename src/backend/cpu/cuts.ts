/**
 * Cuts a batch in chunks of about the same work, which threads take one by one. Where it is cut
 * depends on the batch alone, never on the threads.
 */

import type { Batch } from '../../compiler/lower/launch.js';

/** A chunk that takes less is not worth handing to another thread. */
const chunkNanoseconds = 3000;
/** More chunks than this do not balance threads better. */
const enoughChunks = 32;
/** Part of a grain that rounding errors may add up to. */
const tolerance = 1e-6;

/** A place between two chunks: before unit `unit` of launch number `part`. */
export interface Cut {
  readonly part: number;
  readonly unit: number;
}

/** The ends of all chunks in their order; with `isWhole` the batch is one chunk. */
export function cutsOf(batch: Batch, isWhole: boolean): Cut[] {
  const ends = [
    { part: 0, unit: 0 },
    { part: batch.length, unit: 0 },
  ];
  const work = batch.reduce((sum, launch) => sum + launch.work, 0);
  const grains = batch.reduce((sum, { range, grain }) => sum + Math.ceil(range / grain), 0);
  const wanted = Math.min(enoughChunks, grains, Math.floor(work / chunkNanoseconds));
  return isWhole ? ends : ends.toSpliced(1, 0, ...innerCuts(batch, work / wanted));
}

/** A cut wherever `chunk` nanoseconds of work have come together, at a whole number of grains. */
function innerCuts(batch: Batch, chunk: number): Cut[] {
  const cuts: Cut[] = [];
  let open = chunk;
  batch.forEach(({ range, grain, work }, part) => {
    const perUnit = work / range;
    const units = (): number => Math.ceil(Math.max(0, open / perUnit / grain - tolerance)) * grain;
    let unit = 0;
    for (let next = units(); next < range; next = unit + units()) {
      unit = next;
      cuts.push({ part, unit });
      open = chunk;
    }
    open -= (range - unit) * perUnit;
  });
  return cuts;
}
