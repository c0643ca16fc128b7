/**
 * From a column and the rows to learn from to a feature. Which columns are used is in
 * choose-columns.ts.
 */

import type { DateColumn, NumberColumn, TextColumn } from '../table.js';
import type { CategoryFeature, DateFeature, DatePart, NumberFeature } from './feature.js';
import { factsOf, quantile, sortedSample } from './numbers.js';

/** More categories than these are embedded rather than given an input each. */
const mostOneHot = 16;
/** Categories of one column that can have a place of their own, the most frequent ones. */
const mostLevels = 5000;
/** Bins per number; few rows fill fewer. */
const mostBins = 8;
const rowsPerBin = 40;

/** A number, scaled by the rows in `rows`. */
export function fitNumber(column: NumberColumn, rows: Int32Array): NumberFeature {
  const { count, mean, std } = factsOf(column.values, rows);
  const sorted = sortedSample(column.values, rows);
  const median = sorted.length === 0 ? 0 : quantile(sorted, 0.5);
  const bins = Math.max(2, Math.min(mostBins, Math.floor(sorted.length / rowsPerBin)));
  const ends = Array.from(
    { length: bins + 1 },
    (_, i) => (quantile(sorted, i / bins) - mean) / std,
  );
  const distinct = ends.filter((end, i) => i === 0 || end > (ends[i - 1] ?? end));
  return {
    kind: 'number',
    column: column.name,
    mean,
    std,
    median,
    flag: count < rows.length,
    bins: distinct.length > 1 ? distinct : [0, 1],
  };
}

/** Frequencies of the categories in `rows`, by code; the last is that of missing values. */
function countCodes(column: TextColumn, rows: Int32Array): Int32Array {
  const counts = new Int32Array(column.texts.length + 1);
  for (const row of rows) {
    const code = column.codes[row] ?? -1;
    const at = code >= 0 ? code : column.texts.length;
    counts[at] = (counts[at] ?? 0) + 1;
  }
  return counts;
}

/** Fewest rows that a category needs for a place of its own. */
function leastRows(rows: number): number {
  return Math.max(2, Math.min(10, Math.floor(rows / 500)));
}

/** A category, with a place for each that is frequent enough. */
export function fitCategory(column: TextColumn, rows: Int32Array): CategoryFeature {
  const counts = countCodes(column, rows);
  const named = [...column.texts, ''].map((text, i) => ({ text, count: counts[i] ?? 0 }));
  const seen = named.filter(({ count }) => count > 0);
  const frequent = seen
    .filter(({ count }) => count >= leastRows(rows.length))
    .sort((a, b) => b.count - a.count || (a.text < b.text ? -1 : 1))
    .slice(0, mostLevels);
  const levels = frequent.map(({ text }) => text);
  return {
    kind: 'category',
    column: column.name,
    levels,
    hasRare: seen.length > levels.length,
    embedding: levels.length <= mostOneHot ? null : embeddingSize(levels.length),
  };
}

/**
 * Grows slowly with the number of categories. Source: fastai's rule, min(600, 1.6 n^0.56), halved.
 */
function embeddingSize(levels: number): number {
  return Math.min(32, Math.round(0.8 * levels ** 0.56) + 1);
}

/** A moment. Parts that never change are left out. */
export function fitDate(column: DateColumn, rows: Int32Array): DateFeature {
  const { count, mean, std, min, max } = factsOf(column.values, rows);
  const parts: DatePart[] = ['trend'];
  const days = (max - min) / 86_400;
  if (days > 60) parts.push('month');
  if (days >= 6) parts.push('weekday');
  const hasTime = rows.some((row) => (column.values[row] ?? 0) % 86_400 !== 0);
  if (hasTime) parts.push('hour');
  return { kind: 'date', column: column.name, mean, std, parts, flag: count < rows.length };
}
