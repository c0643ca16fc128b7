/** What a fault of a program tells the user. */

import type { Fault } from '../../backend/device.js';
import type { Site } from '../../compiler/lower/launch.js';
import { IndexError, internal, ValueError } from '../../errors.js';

/** An IndexError for an index out of range, a ValueError for a number that must not be. */
export function faultError(sites: readonly Site[], fault: Fault): Error {
  const site = sites[fault.site - 1];
  if (site === undefined) return internal(`a fault at the unknown site ${fault.site}`);
  if ('problem' in site) {
    return new ValueError(`${site.name}: ${fault.value} ${site.problem}`);
  }
  const allowed = site.size === 0 ? 'none is allowed' : `allowed: 0 to ${site.size - 1}`;
  return new IndexError(
    `${site.name}: index ${fault.value} is out of range for a dim of size ${site.size} (${allowed})`,
  );
}
