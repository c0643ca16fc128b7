/** Metrics of predicted numbers, from the sums of `RegressionMetrics`. */

import { ValueError } from '../../errors.js';
import type { WeightedOptions } from '../confusion.js';
import { RegressionMetrics } from '../regression.js';
import type { Values } from '../values.js';
import type { StreamingMetric } from './streaming-metric.js';

/** One of the scores of a `RegressionMetrics`. */
export class RegressionMetric implements StreamingMetric<Values, Values> {
  readonly #pick: (sums: RegressionMetrics) => number;
  #sums: RegressionMetrics | null = null;

  constructor(pick: (sums: RegressionMetrics) => number) {
    this.#pick = pick;
  }

  update(yTrue: Values, yPred: Values, options: WeightedOptions = {}): this {
    this.#sums ??= new RegressionMetrics();
    this.#sums.add(yTrue, yPred, options);
    return this;
  }

  compute(): number {
    if (this.#sums === null) throw new ValueError('compute: there are no samples yet');
    return this.#pick(this.#sums);
  }

  reset(): void {
    this.#sums = null;
  }

  merge(other: this): this {
    if (other.#sums === null) return this;
    this.#sums ??= new RegressionMetrics();
    this.#sums.merge(other.#sums);
    return this;
  }
}
