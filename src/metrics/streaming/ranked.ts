/** Metrics of the order of all samples, which therefore have to be kept. */

import { ShapeError } from '../../errors.js';
import type { WeightedOptions } from '../confusion.js';
import { checkLengths, numbersOf, type Rows, rowsOf, type Values, weightsOf } from '../values.js';
import type { StreamingMetric } from './streaming-metric.js';

/** A metric as a function of all samples. */
type Whole = (yTrue: Values, yScore: Values | Rows, options: WeightedOptions) => number;

/**
 * Keeps truth, scores and weight of each sample, 16 bytes and 8 for each score: the area under a
 * curve is exact only so.
 */
export class RankedMetric implements StreamingMetric<Values, Values | Rows> {
  readonly #op: string;
  readonly #whole: Whole;
  readonly #truths: number[] = [];
  readonly #scores: number[] = [];
  readonly #weights: number[] = [];
  /** Scores of a sample; null for one that is not in a row. */
  #width: number | null | undefined;

  constructor(op: string, whole: Whole) {
    this.#op = op;
    this.#whole = whole;
  }

  update(yTrue: Values, yScore: Values | Rows, options: WeightedOptions = {}): this {
    const truths = numbersOf(yTrue);
    const weights = weightsOf(this.#op, options.sampleWeight, truths.length);
    const rows = isRows(yScore) ? rowsOf(this.#op, yScore) : null;
    const scores = isRows(yScore) ? null : numbersOf(yScore);
    checkLengths(this.#op, truths.length, (rows ?? scores)?.length ?? 0);
    this.#checkWidth(rows === null ? null : (rows[0]?.length ?? 0));
    for (let i = 0; i < truths.length; i++) {
      this.#truths.push(truths[i] ?? Number.NaN);
      this.#weights.push(weights[i] ?? 0);
      for (const score of Array.from(rows?.[i] ?? [scores?.[i] ?? Number.NaN])) {
        this.#scores.push(score);
      }
    }
    return this;
  }

  #checkWidth(width: number | null): void {
    if (this.#width !== undefined && this.#width !== width) {
      const [before, now] = [this.#width, width].map((one) =>
        one === null ? '[N]' : `[N, ${one}]`,
      );
      throw new ShapeError(`${this.#op}: scores were ${before} before, got ${now}`);
    }
    this.#width = width;
  }

  compute(): number {
    const width = this.#width ?? null;
    const options = { sampleWeight: this.#weights };
    if (width === null) return this.#whole(this.#truths, this.#scores, options);
    const rows = this.#truths.map((_, i) => this.#scores.slice(i * width, (i + 1) * width));
    return this.#whole(this.#truths, rows, options);
  }

  reset(): void {
    this.#width = undefined;
    for (const list of [this.#truths, this.#scores, this.#weights]) list.length = 0;
  }

  merge(other: this): this {
    if (other.#width === undefined) return this;
    this.#checkWidth(other.#width);
    const lists = [
      [this.#truths, other.#truths],
      [this.#scores, other.#scores],
      [this.#weights, other.#weights],
    ] as const;
    for (const [own, theirs] of lists) for (const value of [...theirs]) own.push(value);
    return this;
  }
}

/** Whether scores are a row for each sample. */
function isRows(scores: Values | Rows): scores is Rows {
  if ('shape' in scores) return scores.shape.length === 2;
  return typeof scores[0] === 'object';
}

/** Scores `[N]`. @throws ShapeError for rows of them. */
export function inOneRow(op: string, scores: Values | Rows): Values {
  if (!isRows(scores)) return scores;
  throw new ShapeError(`${op}: expected one score for each sample [N], got rows of them`);
}
