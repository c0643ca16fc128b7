/** How much each class counts in the loss. */

import type { FittedTarget } from '../prepare/target.js';
import type { ClassWeight } from './settings.js';

/** Classes are uneven from this ratio of the most to the least frequent one on. */
const unevenFrom = 3;

/** Rows of each class among `rows`. */
export function classCounts({ target, values }: FittedTarget, rows: Int32Array): Float64Array {
  const counts = new Float64Array(target.kind === 'classes' ? target.labels.length : 0);
  for (const row of rows) {
    const label = values[row] ?? 0;
    counts[label] = (counts[label] ?? 0) + 1;
  }
  return counts;
}

/** Whether some class is so much rarer than another one that a loss would neglect it. */
export function areUneven(counts: Float64Array): boolean {
  const there = counts.filter((count) => count > 0);
  return there.length > 1 && Math.max(...there) >= unevenFrom * Math.min(...there);
}

/** By how much the rarity of a class makes it weigh more: its power. */
const powers: Readonly<Record<ClassWeight, number>> = {
  auto: 0.5,
  none: 0,
  sqrt: 0.5,
  balanced: 1,
};

/** The weight of each class, with a mean of 1 over `rows`; null when all weigh 1. */
export function classWeights(
  fitted: FittedTarget,
  rows: Int32Array,
  how: ClassWeight,
): readonly number[] | null {
  const counts = classCounts(fitted, rows);
  const power = powers[how];
  if (counts.length === 0 || power === 0 || (how === 'auto' && !areUneven(counts))) return null;
  const raw = Array.from(counts, (count) => (count === 0 ? 0 : (rows.length / count) ** power));
  const total = raw.reduce((sum, weight, i) => sum + weight * (counts[i] ?? 0), 0);
  return raw.map((weight) => (weight * rows.length) / total);
}
