/** Counts of buckets of any widths as counts of bins of one width. */

const bins = 32;

/**
 * Counts in bins of one width from `low` to `high`; a bucket `[from, to, count]` is spread evenly
 * over the bins that it touches.
 */
export function binned(
  buckets: readonly (readonly [from: number, to: number, count: number])[],
  low: number,
  high: number,
): { readonly low: number; readonly high: number; readonly counts: readonly number[] } {
  const counts = new Array<number>(bins).fill(0);
  const width = (high - low) / bins;
  for (const [from, to, count] of buckets) {
    const [start, end] = [Math.max(from, low), Math.min(to, high)];
    const place = (value: number): number =>
      width > 0 ? Math.max(0, Math.min(bins - 1, Math.floor((value - low) / width))) : 0;
    if (!(end > start)) {
      counts[place(start)] = (counts[place(start)] ?? 0) + count;
      continue;
    }
    for (let bin = place(start); bin <= place(end); bin++) {
      const shared = Math.min(end, low + (bin + 1) * width) - Math.max(start, low + bin * width);
      counts[bin] = (counts[bin] ?? 0) + (count * Math.max(0, shared)) / (end - start);
    }
  }
  return { low, high, counts };
}
