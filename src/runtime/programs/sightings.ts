/**
 * How often structures without a program have come. Compiling a graph takes as long as several runs
 * piece by piece. So a structure is not compiled on first sight; it is when it comes again soon, or
 * has come often enough.
 */

/** Smaller graphs are compiled at once: it takes no longer than finding their pieces. */
export const SMALL_GRAPH = 100;
/** What comes again within so many new structures is a loop's own, which will go on. */
const SOON = 8;
/** Compiling so many nodes takes about as long as what it saves in one run. */
const NODES_PER_RUN = 400;
/** More structures than a program has whose sizes vary. */
const MANY_STRUCTURES = 4096;

interface Sighting {
  count: number;
  last: number;
}

const sightings = new Map<number, Sighting>();
let now = 0;

/** Notes that a structure has come, and says whether it is time to compile its `nodes`. */
export function isTimeToCompile(hash: number, nodes: number): boolean {
  if (nodes < SMALL_GRAPH) return true;
  now += 1;
  const before = sightings.get(hash);
  if (before === undefined) {
    if (sightings.size >= MANY_STRUCTURES) sightings.clear();
    sightings.set(hash, { count: 1, last: now });
    return false;
  }
  const isSoon = now - before.last <= SOON;
  before.count += 1;
  before.last = now;
  return isSoon || before.count > 1 + nodes / NODES_PER_RUN;
}
