/** The calibration error, from sums over its bins. */

import { ValueError } from '../../errors.js';
import { CalibrationBins, type CalibrationOptions } from '../probabilities.js';
import type { Rows, Values } from '../values.js';
import type { StreamingMetric } from './streaming-metric.js';

/** `expectedCalibrationError` batch by batch; weights of samples are not looked at. */
export class CalibrationMetric implements StreamingMetric<Values, Rows> {
  readonly #options: CalibrationOptions;
  #bins: CalibrationBins;

  constructor(options: CalibrationOptions) {
    this.#options = options;
    this.#bins = new CalibrationBins(options);
  }

  update(yTrue: Values, yProb: Rows): this {
    this.#bins.add(yTrue, yProb);
    return this;
  }

  compute(): number {
    if (this.#bins.samples === 0) {
      throw new ValueError('expectedCalibrationError: there are no samples yet');
    }
    return this.#bins.error;
  }

  reset(): void {
    this.#bins = new CalibrationBins(this.#options);
  }

  merge(other: this): this {
    this.#bins.merge(other.#bins);
    return this;
  }
}
