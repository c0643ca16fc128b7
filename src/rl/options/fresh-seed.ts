/** Seeds for whoever gives none. */

/** Another seed each time: an integer from 0 to 2^31 - 1. */
export function freshSeed(): number {
  const [word = 0] = crypto.getRandomValues(new Uint32Array(1));
  return word >>> 1;
}
