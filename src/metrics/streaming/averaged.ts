/** Metrics that are a mean over samples. */

import { ValueError } from '../../errors.js';
import type { WeightedOptions } from '../confusion.js';
import { numbersOf, type Rows, type Values, weightsOf } from '../values.js';
import type { StreamingMetric } from './streaming-metric.js';

/**
 * Keeps a sum and the weight of all samples; `whole` is the mean over the samples of a batch, and
 * `finish` what becomes of the mean of all. The sum is compensated (Neumaier), so that a billion
 * samples lose no digit that a float64 has.
 */
export class AveragedMetric<Predicted extends Values | Rows>
  implements StreamingMetric<Values, Predicted>
{
  readonly #op: string;
  readonly #whole: (yTrue: Values, yPred: Predicted, options: WeightedOptions) => number;
  readonly #finish: (mean: number) => number;
  #sum = 0;
  #lost = 0;
  #weight = 0;

  constructor(
    op: string,
    whole: (yTrue: Values, yPred: Predicted, options: WeightedOptions) => number,
    finish: (mean: number) => number = (mean) => mean,
  ) {
    this.#op = op;
    this.#whole = whole;
    this.#finish = finish;
  }

  update(yTrue: Values, yPred: Predicted, options: WeightedOptions = {}): this {
    const truths = numbersOf(yTrue);
    const weights = weightsOf(this.#op, options.sampleWeight, truths.length);
    let weight = 0;
    for (let i = 0; i < weights.length; i++) weight += weights[i] ?? 0;
    if (weight > 0) this.#add(weight * this.#whole(truths, yPred, options), weight);
    return this;
  }

  #add(value: number, weight: number): void {
    const sum = this.#sum + value;
    const isLarger = Math.abs(this.#sum) >= Math.abs(value);
    this.#lost += isLarger ? this.#sum - sum + value : value - sum + this.#sum;
    this.#sum = sum;
    this.#weight += weight;
  }

  compute(): number {
    if (this.#weight === 0) throw new ValueError(`${this.#op}: there are no samples yet`);
    return this.#finish((this.#sum + this.#lost) / this.#weight);
  }

  reset(): void {
    [this.#sum, this.#lost, this.#weight] = [0, 0, 0];
  }

  merge(other: this): this {
    this.#add(other.#sum, other.#weight);
    this.#lost += other.#lost;
    return this;
  }
}
