/** Sums over some rows of a column of numbers, and its quantiles. NaN counts as missing. */

/** What is known of the numbers in some rows. */
export interface NumberFacts {
  /** Rows that have a number. */
  readonly count: number;
  readonly mean: number;
  /** Standard deviation of the rows themselves; 1 when all are equal. */
  readonly std: number;
  readonly min: number;
  readonly max: number;
}

/** Rows that quantiles are taken of; more change them by less than a hundredth. */
const quantileRows = 20_000;

/** Two passes, since the difference of large sums would lose all digits of a small spread. */
export function factsOf(values: Float64Array, rows: Int32Array): NumberFacts {
  let count = 0;
  let sum = 0;
  let min = Number.POSITIVE_INFINITY;
  let max = Number.NEGATIVE_INFINITY;
  // Counted loops here and below: they run once for each cell of a table.
  for (let i = 0; i < rows.length; i++) {
    const value = values[rows[i] ?? 0] ?? Number.NaN;
    if (Number.isNaN(value)) continue;
    count += 1;
    sum += value;
    if (value < min) min = value;
    if (value > max) max = value;
  }
  if (count === 0) return { count, mean: 0, std: 1, min, max };
  const mean = sum / count;
  const std = Math.sqrt(squaresAround(mean, values, rows) / count);
  return { count, mean, std: std > 0 && Number.isFinite(std) ? std : 1, min, max };
}

function squaresAround(mean: number, values: Float64Array, rows: Int32Array): number {
  let squares = 0;
  for (let i = 0; i < rows.length; i++) {
    const off = (values[rows[i] ?? 0] ?? Number.NaN) - mean;
    if (!Number.isNaN(off)) squares += off * off;
  }
  return squares;
}

/** Values of evenly chosen rows in ascending order, without missing ones. */
export function sortedSample(values: Float64Array, rows: Int32Array): Float64Array {
  const step = Math.max(1, rows.length / quantileRows);
  const length = Math.floor(rows.length / step);
  const picked = new Float64Array(length);
  let count = 0;
  for (let i = 0; i < length; i++) {
    const value = values[rows[Math.floor(i * step)] ?? 0] ?? Number.NaN;
    if (!Number.isNaN(value)) picked[count++] = value;
  }
  return picked.subarray(0, count).sort();
}

/**
 * The value below which the share `q` of ascending `sorted` lies, between neighbours in proportion.
 */
export function quantile(sorted: Float64Array, q: number): number {
  if (sorted.length === 0) return Number.NaN;
  const at = q * (sorted.length - 1);
  const low = Math.floor(at);
  const [a = 0, b = a] = [sorted[low], sorted[Math.min(low + 1, sorted.length - 1)]];
  return a + (b - a) * (at - low);
}
