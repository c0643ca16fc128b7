/** What there is to say about many numbers at a glance. */

/** Statistics of the numbers of a tensor. */
export interface Statistics {
  readonly low: number;
  readonly high: number;
  readonly mean: number;
  readonly std: number;
  /** Share of numbers that are exactly 0. */
  readonly zeros: number;
  /** How many are infinite or no number. */
  readonly notFinite: number;
  /** How many fall into each of equal parts from `low` to `high`. */
  readonly counts: readonly number[];
}

const bins = 24;

/** How many of the numbers fall into each of equal parts from `low` to `high`. */
function countsOf(values: ArrayLike<number>, low: number, high: number): number[] {
  const counts = new Array<number>(bins).fill(0);
  const scale = high === low ? 0 : bins / (high - low);
  for (let i = 0; i < values.length; i++) {
    const place = Math.min(bins - 1, Math.floor(((values[i] ?? 0) - low) * scale));
    counts[place] = (counts[place] ?? 0) + 1;
  }
  return counts;
}

/** Looks at all numbers; those that are not finite are only counted. */
export function statisticsOf(all: ArrayLike<number>): Statistics {
  const values = Float64Array.from(all).filter(Number.isFinite);
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  let [sum, squares, zeros] = [0, 0, 0];
  for (const value of values) {
    sum += value;
    low = Math.min(low, value);
    high = Math.max(high, value);
    if (value === 0) zeros++;
  }
  const mean = sum / values.length;
  for (const value of values) squares += (value - mean) ** 2;
  return {
    low,
    high,
    mean,
    std: Math.sqrt(squares / values.length),
    zeros: zeros / all.length,
    notFinite: all.length - values.length,
    counts: countsOf(values, low, high),
  };
}
