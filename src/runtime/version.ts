/** The life of a leaf's values: the newest versions are kept, the memory of older ones is reused. */

import { type Leaf, type Lineage, Storage } from '../graph/storage.js';
import { device } from './device.js';

/** The lineage of a leaf that is assigned for the first time; `name` is for messages. */
export function newLineage(leaf: Leaf, name: string): Lineage {
  const farewell =
    `${name} has been assigned 2 times since this value was its own, and ` +
    'only the last two versions are kept. Read the result before the next step(), or call ' +
    'keep() on it';
  return { leaf, newest: null, previous: null, farewell };
}

/**
 * Makes a value the newest version of a leaf, and takes the memory of the last but one back. Copies
 * the value unless it belongs to nobody else (`isOwn`). Returns the version.
 */
export function adoptVersion(value: Storage, lineage: Lineage, isOwn: boolean): Storage {
  const version = isOwn && !value.isVersion ? value : copyOf(value);
  version.isVersion = true;
  const oldest = lineage.previous;
  lineage.previous = lineage.newest;
  lineage.newest = version;
  if (oldest !== null) device().residency.release(oldest, lineage.farewell);
  return version;
}

/**
 * Before a program makes the next version of a leaf: gives up the one that is too old then, unless
 * the current run uses it, so that the new one is written where the cache holds the old one.
 */
export function makeRoom(lineage: Lineage): void {
  const { residency } = device();
  const { previous } = lineage;
  if (previous === null || previous.lastUse === residency.run) return;
  residency.release(previous, lineage.farewell);
  lineage.previous = null;
}

/** Says that the run that comes uses a value, though its program does not read it. */
export function protect(value: Storage): void {
  value.lastUse = device().residency.run;
}

/** The value for a node that is no leaf: a copy of what a leaf may take back. */
export function unshared(value: Storage): Storage {
  return value.isVersion ? copyOf(value) : value;
}

function copyOf(value: Storage): Storage {
  return new Storage(value.dtype, value.length, device().residency.read(value).slice());
}
