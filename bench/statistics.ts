/** Order statistics of measurements: a busy machine only ever adds time, and sometimes a lot. */

/** Median, quartiles and minimum of some seconds. */
export interface Summary {
  readonly median: number;
  readonly low: number;
  readonly high: number;
  readonly min: number;
}

/** Linear between the two nearest values. */
function quantile(sorted: readonly number[], share: number): number {
  const place = (sorted.length - 1) * share;
  const below = sorted[Math.floor(place)] ?? Number.NaN;
  const above = sorted[Math.ceil(place)] ?? Number.NaN;
  return below + (above - below) * (place - Math.floor(place));
}

/** The summary of at least one sample. */
export function summarize(samples: readonly number[]): Summary {
  const sorted = samples.toSorted((a, b) => a - b);
  return {
    median: quantile(sorted, 0.5),
    low: quantile(sorted, 0.25),
    high: quantile(sorted, 0.75),
    min: sorted[0] ?? Number.NaN,
  };
}
