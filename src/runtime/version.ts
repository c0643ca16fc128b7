/** The life of a leaf's values: the newest versions are kept, the memory of older ones is reused. */

import { type Lineage, Storage } from '../graph/storage.js';
import { device } from './device.js';

/** How many versions of a leaf can be read. */
const KEPT_VERSIONS = 2;

/**
 * Makes a value the newest version of a leaf, and takes the memory of the oldest back. Copies the
 * value unless it belongs to nobody else (`isOwn`). Returns the version.
 */
export function adoptVersion(value: Storage, lineage: Lineage, isOwn: boolean): Storage {
  const version = isOwn && !value.isVersion ? value : copyOf(value);
  version.isVersion = true;
  lineage.versions.push(version);
  const oldest = lineage.versions.length > KEPT_VERSIONS ? lineage.versions.shift() : undefined;
  if (oldest === undefined) return version;
  device().residency.release(
    oldest,
    `${lineage.name} has been assigned ${KEPT_VERSIONS} times since this value was its own, and ` +
      'only the last two versions are kept. Read the result before the next step(), or call ' +
      'keep() on it',
  );
  return version;
}

/** The value for a node that is no leaf: a copy of what a leaf may take back. */
export function unshared(value: Storage): Storage {
  return value.isVersion ? copyOf(value) : value;
}

function copyOf(value: Storage): Storage {
  return new Storage(value.dtype, value.length, device().residency.read(value).slice());
}
