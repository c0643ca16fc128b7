/** The version of the package that the command line belongs to. */

import { thisCopy } from '../../graph/copy.js';

/** Such as `0.1.0`. */
export function versionOf(): string {
  return thisCopy.version;
}
