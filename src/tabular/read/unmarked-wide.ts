/** Tells UTF-16 without a mark from other bytes. */

/**
 * `utf-16le` or `utf-16be` where every second byte of most letters is zero, and no other one; else
 * null.
 */
export function unmarkedWide(first: Uint8Array): string | null {
  const zeros = [0, 0];
  const count = first.length - (first.length % 2);
  for (let i = 0; i < count; i++) if (first[i] === 0) zeros[i % 2] = (zeros[i % 2] ?? 0) + 1;
  const [even = 0, odd = 0] = zeros;
  const isMost = Math.max(even, odd) > 0.35 * count;
  if (count < 8 || !isMost || Math.min(even, odd) > 0) return null;
  return odd > even ? 'utf-16le' : 'utf-16be';
}
