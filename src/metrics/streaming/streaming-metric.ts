/** What a metric is that takes samples in batch by batch. */

import type { WeightedOptions } from '../confusion.js';

/** A metric of all samples that it has seen. `Predicted` is what it takes beside the truths. */
export interface StreamingMetric<Truth, Predicted, Value = number> {
  /**
   * Takes in a batch. Returns itself.
   * @throws ShapeError for different lengths, ValueError as the function of the same name does.
   */
  update(yTrue: Truth, yPred: Predicted, options?: WeightedOptions): this;
  /** The value for all samples since the start. @throws ValueError when there are none. */
  compute(): Value;
  /** Forgets all samples. */
  reset(): void;
  /**
   * Takes in what another one of the same metric has seen, as a worker may have. Returns itself.
   */
  merge(other: this): this;
}
