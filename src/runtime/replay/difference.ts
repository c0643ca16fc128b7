/**
 * What tells two recordings of one function apart. A function that does the same twice is trusted
 * to do so again; one that does not would be replayed wrongly.
 */

import { hostValue } from '../../backend/host-value.js';
import type { Storage } from '../../graph/storage.js';
import type { Recording, ScalarSource, Source } from './recording.js';

/** Values that the function builds itself are compared up to this length. */
const maxCompared = 65_536;

const movedSlice =
  'a slice did not start where it did in the run before: where it starts is a plain number. Take ' +
  'the slice outside and pass it as an argument, or select by a tensor of indices';

/**
 * What differs, as the end of a sentence, with the likely fix; null when a replay would be right.
 */
export function difference(before: Recording, after: Recording): string | null {
  const otherOperations = 'its operations were not those of the run before';
  if (before.entry !== after.entry || before.streams.length !== after.streams.length) {
    return otherOperations;
  }
  return (
    firstOf(before.streams, after.streams, (a, b) => {
      return a.stream === b.stream && a.count === b.count ? null : otherOperations;
    }) ??
    firstOf(before.sources, after.sources, differentSource) ??
    firstOf(before.offsets, after.offsets, (a, b) => (a === b ? null : movedSlice)) ??
    firstOf(before.scalars, after.scalars, differentScalar) ??
    firstOf(before.versions, after.versions, (a, b) => {
      const isSame = a.lineage === b.lineage && a.place === b.place && a.isOwn === b.isOwn;
      return isSame ? null : 'it assigned other leaves than in the run before';
    }) ??
    firstOf(before.results, after.results, (a, b) => {
      return a === b ? null : 'its results were not computed as in the run before';
    })
  );
}

function firstOf<T>(
  before: readonly T[],
  after: readonly T[],
  compare: (a: T, b: T) => string | null,
): string | null {
  if (before.length !== after.length)
    return 'its inputs and results were not those of the run before';
  for (const [i, a] of before.entries()) {
    const b = after[i];
    const found = b === undefined ? null : compare(a, b);
    if (found !== null) return found;
  }
  return null;
}

function differentSource(a: Source, b: Source): string | null {
  if (a.kind === 'argument' && b.kind === 'argument' && a.index === b.index) return null;
  if (a.kind === 'leaf' && b.kind === 'leaf' && a.lineage === b.lineage) return null;
  if (a.kind === 'constant' && b.kind === 'constant') {
    if (a.value === b.value || haveEqualValues(a.value, b.value)) return null;
    return 'a tensor that it builds or finds outside has changed; make it an argument';
  }
  return 'a tensor that it uses had another role in the run before';
}

function haveEqualValues(a: Storage, b: Storage): boolean {
  if (a.dtype !== b.dtype || a.length !== b.length || a.length > maxCompared) return false;
  if (a.stale !== null || b.stale !== null) return false;
  const [x, y] = [hostValue(a, 'compile'), hostValue(b, 'compile')];
  return x.every((value, i) => Object.is(value, y[i]));
}

function differentScalar(a: ScalarSource, b: ScalarSource): string | null {
  if (a.kind === 'live' && b.kind === 'live') return null;
  if (a.kind === 'draw' && b.kind === 'draw') {
    if (a.stream === b.stream && a.offset === b.offset) return null;
  }
  if (a.kind !== 'constant' || b.kind !== 'constant') {
    return 'a number that it uses came from elsewhere in the run before';
  }
  const i = a.values.findIndex((value, k) => !Object.is(value, b.values[k]));
  if (i === -1) return null;
  return (
    `the number ${b.values[i]} was ${a.values[i]} in the run before; ` +
    'write liveNumber(() => ...) where it enters a computation'
  );
}
