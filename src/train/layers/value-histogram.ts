/** What a layer's numbers are like, in a few dozen counts. */

/** Counts of numbers between `low` and `high`, in bins of one width. */
export interface ValueHistogram {
  readonly low: number;
  readonly high: number;
  readonly counts: readonly number[];
  /** Of all finite numbers. */
  readonly mean: number;
  readonly std: number;
  /** Numbers that are not finite. */
  readonly notFinite: number;
}

const bins = 32;
/** Of a longer list every second, third, ... number is looked at. */
const mostValues = 200_000;

/** The histogram of a list of numbers; of a very long one, of numbers from all over it. */
export function histogramOf(values: ArrayLike<number>): ValueHistogram {
  const stride = Math.ceil(values.length / mostValues) || 1;
  const found: number[] = [];
  let [low, high, sum, squares, seen] = [
    Number.POSITIVE_INFINITY,
    Number.NEGATIVE_INFINITY,
    0,
    0,
    0,
  ];
  for (let i = 0; i < values.length; i += stride) {
    const value = values[i] ?? Number.NaN;
    seen++;
    if (!Number.isFinite(value)) continue;
    found.push(value);
    if (value < low) low = value;
    if (value > high) high = value;
    sum += value;
    squares += value * value;
  }
  const count = found.length;
  if (count === 0) return { low: 0, high: 0, counts: [], mean: 0, std: 0, notFinite: seen };
  const counts = new Array<number>(bins).fill(0);
  const scale = high > low ? bins / (high - low) : 0;
  for (const value of found) {
    const bin = Math.min(bins - 1, Math.floor((value - low) * scale));
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
  const mean = sum / count;
  const std = Math.sqrt(Math.max(0, squares / count - mean * mean));
  return { low, high, counts, mean, std, notFinite: seen - count };
}
