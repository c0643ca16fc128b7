/** A line of `metrics.jsonl`: what it looks like, its place in the order, and how good it is. */

import {
  either,
  fieldsOf,
  type Guard,
  isCount,
  isNull,
  isNumber,
  recordOf,
} from '../json/guards.js';

/** A line of the metrics as it is read back: a NaN has become null. */
export interface MetricsLine {
  readonly epoch: number;
  /** Missing in lines of older versions. */
  readonly step?: number;
  readonly train: Readonly<Record<string, number | null>>;
  readonly validation: Readonly<Record<string, number | null>> | null;
}

const isMeasured = recordOf(either(isNumber, isNull));
const isMetricsLine: Guard<MetricsLine> = fieldsOf<Omit<MetricsLine, 'step'>>({
  epoch: isCount,
  train: isMeasured,
  validation: either(isMeasured, isNull),
});

/** A line of text as metrics, or null. */
export function parseMetrics(text: string): MetricsLine | null {
  try {
    const value: unknown = JSON.parse(text);
    return isMetricsLine(value) ? value : null;
  } catch {
    return null;
  }
}

/** Where a line stands in the order of lines. */
export interface Place {
  readonly epoch: number;
  readonly step?: number;
}

/** Whether `a` comes after `b`. */
export function isAfter(a: Place, b: Place): boolean {
  const [step, other] = [a.step ?? a.epoch, b.step ?? b.epoch];
  return step > other || (step === other && a.epoch > b.epoch);
}

/** What decides which epoch is the best. */
export interface Monitor {
  /** The measure, of the validation where there is one; default `'loss'`. */
  readonly monitor?: string;
  /** Whether it should become small (`'min'`, the default) or large. */
  readonly mode?: 'min' | 'max';
}

/** How bad a line is: the less, the better. Infinity without the measure. */
export function badnessOf(
  { train, validation }: Pick<MetricsLine, 'train' | 'validation'>,
  { monitor = 'loss', mode = 'min' }: Monitor,
): number {
  const value = (validation ?? train)[monitor];
  if (typeof value !== 'number') return Number.POSITIVE_INFINITY;
  return mode === 'min' ? value : -value;
}
