/** `EpochRecord`: what is known of a finished epoch, or of a validation within one. */

/** Values by the name of their measure. */
export type Measured = Readonly<Record<string, number>>;

/** One finished epoch. */
export interface EpochRecord {
  /** Its number, 1 for the first. */
  readonly epoch: number;
  /** Updates of the weights so far. */
  readonly step: number;
  /** Learning rate of its last step. */
  readonly lr: number;
  /** Seconds that its training batches took. */
  readonly seconds: number;
  /** Training samples per second. */
  readonly samplesPerSecond: number;
  /** Means over the training batches, each measured before its step: `loss` and the metrics. */
  readonly train: Measured;
  /** Means over the validation batches after the epoch; null without any. */
  readonly validation: Measured | null;
  /** Batches of the epoch that are done, where the record is of a moment within it. */
  readonly batch?: number;
}
