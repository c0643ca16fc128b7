/** Where a training is: what is counted and measured between two batches. */

import type { RandomState } from '../../tensor/index.js';
import { MeasuredMeans } from '../measure/measure.js';
import type { Measured } from '../state/epoch-record.js';

/** Counters and means of a training. */
export class Position {
  /** Epochs that are done, batches of the next one that are, and updates so far. */
  epoch = 0;
  batch = 0;
  step = 0;
  /** Means over the epoch so far. */
  means: MeasuredMeans = new MeasuredMeans();
  /** What was measured last. */
  measured: Measured = {};
  /** The random stream when the epoch began. */
  epochStart: RandomState | null = null;
  /** Whether a callback has ended the training. */
  stopped = false;

  /** Goes on to the next epoch. */
  endEpoch(): void {
    this.epoch += 1;
    this.batch = 0;
    this.means = new MeasuredMeans();
  }
}
