/**
 * `reduce.ts <seconds>`: how long float32 of several sizes take to be added over all ranks, where
 * they lie, as `DistributedDataParallel` does it; rank 0 prints `ReduceTime[]` as JSON. Rounds over
 * all sizes until the time is up.
 */

import { reduceElements } from '../../../src/distributed/collectives/reduce-in-place.js';
import { distributed } from '../../../src/distributed/index.js';
import { currentWorld } from '../../../src/distributed/world/world.js';
import { summarize } from '../../statistics.js';

/** The best time of one size: others on the machine only ever add to it. */
export interface ReduceTime {
  readonly bytes: number;
  readonly seconds: number;
}

const sizes = [2 ** 8, 2 ** 12, 2 ** 16, 2 ** 18, 2 ** 20, 2 ** 22, 2 ** 24];

await distributed.init({ threads: 1 });
const { communicator } = currentWorld('reduce');
const data = new Float32Array(new SharedArrayBuffer(Math.max(...sizes)));
const times = sizes.map((): number[] => []);
const end = performance.now() + 1000 * Number(process.argv[2]);
for (let round = 0; ; round++) {
  // All stop after the same round.
  const [isOver] = communicator.meet('reduce', Float64Array.of(performance.now() > end ? 1 : 0));
  if (isOver === 1 && round > 2) break;
  for (const [i, bytes] of sizes.entries()) {
    communicator.meet('reduce', Float64Array.of(0));
    const start = performance.now();
    reduceElements(data.subarray(0, bytes / 4), 'float32', 'sum');
    if (round > 0) times[i]?.push((performance.now() - start) / 1000);
  }
}
if (communicator.rank === 0) {
  const best = sizes.map((bytes, i): ReduceTime => {
    return { bytes, seconds: summarize(times[i] ?? []).min };
  });
  console.log(JSON.stringify(best));
}
