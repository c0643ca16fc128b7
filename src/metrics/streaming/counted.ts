/** Metrics that follow from how often each truth came with each prediction. */

import { ValueError } from '../../errors.js';
import type { WeightedOptions } from '../confusion.js';
import { pairsOf, type Values, weightsOf } from '../values.js';
import type { StreamingMetric } from './streaming-metric.js';

/** A metric as a function of all samples. */
type Whole<Value> = (yTrue: Values, yPred: Values, options: WeightedOptions) => Value;

/**
 * Keeps the weight of each pair of truth and prediction, and computes the metric of one sample for
 * each pair: exact, in memory that grows with the square of the classes alone.
 */
export class CountedMetric<Value> implements StreamingMetric<Values, Values, Value> {
  readonly #op: string;
  readonly #whole: Whole<Value>;
  readonly #weights = new Map<number, Map<number, number>>();

  constructor(op: string, whole: Whole<Value>) {
    this.#op = op;
    this.#whole = whole;
  }

  update(yTrue: Values, yPred: Values, options: WeightedOptions = {}): this {
    const [truths, predictions] = pairsOf(this.#op, yTrue, yPred);
    const weights = weightsOf(this.#op, options.sampleWeight, truths.length);
    for (let i = 0; i < truths.length; i++) {
      this.#add(truths[i] ?? Number.NaN, predictions[i] ?? Number.NaN, weights[i] ?? 0);
    }
    return this;
  }

  #add(truth: number, prediction: number, weight: number): void {
    const row = this.#weights.get(truth) ?? new Map<number, number>();
    row.set(prediction, (row.get(prediction) ?? 0) + weight);
    this.#weights.set(truth, row);
  }

  compute(): Value {
    const pairs = [...this.#weights].flatMap(([truth, row]) =>
      [...row].map(([prediction, weight]) => ({ truth, prediction, weight })),
    );
    if (pairs.length === 0) throw new ValueError(`${this.#op}: there are no samples yet`);
    return this.#whole(
      pairs.map(({ truth }) => truth),
      pairs.map(({ prediction }) => prediction),
      { sampleWeight: pairs.map(({ weight }) => weight) },
    );
  }

  reset(): void {
    this.#weights.clear();
  }

  merge(other: this): this {
    for (const [truth, row] of other.#weights) {
      for (const [prediction, weight] of [...row]) this.#add(truth, prediction, weight);
    }
    return this;
  }
}
