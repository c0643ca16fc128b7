/**
 * The life of a leaf's values: the newest versions are kept, the memory of older ones is reused.
 */

import type { Leaf, Lineage } from '../../graph/ops.js';
import type { Storage } from '../../graph/storage.js';
import { device } from '../devices.js';

/** The lineage of a leaf that is assigned for the first time; `name` is for messages. */
export function newLineage(leaf: Leaf, name: () => string): Lineage {
  return { leaf, newest: null, previous: null, name };
}

/**
 * Makes a value the newest version of a leaf, and takes the memory of the last but one back. The
 * value is held if it belongs to somebody else, too (not `isOwn`). Returns the version.
 */
export function adoptVersion(value: Storage, lineage: Lineage, isOwn: boolean): Storage {
  if (!isOwn || value.isVersion) value.isHeld = true;
  value.isVersion = true;
  const oldest = lineage.previous;
  lineage.previous = lineage.newest;
  lineage.newest = value;
  if (oldest !== null) takeBack(oldest, lineage);
  return value;
}

/** Number of the run that goes on where a value is. */
function runOf({ home }: Storage): number {
  return (home ?? device().residency).run;
}

function takeBack(version: Storage, lineage: Lineage): void {
  if (!version.isHeld) (version.home ?? device().residency).release(version, lineage);
}

/**
 * Before a program makes the next version of a leaf: gives up the one that is too old then, unless
 * the current run uses it, so that the new one is written where the cache holds the old one.
 */
export function makeRoom(lineage: Lineage): void {
  const { previous } = lineage;
  if (previous === null || previous.lastUse === runOf(previous)) return;
  takeBack(previous, lineage);
  lineage.previous = null;
}

/** Says that the run that comes uses a value, though its program does not read it. */
export function protect(value: Storage): void {
  value.lastUse = runOf(value);
}

/** The value for a node that is no leaf: it never leaves. */
export function held(value: Storage): Storage {
  if (value.isVersion) value.isHeld = true;
  return value;
}
