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
  /** Samples of the epoch that are done, on all ranks. */
  samples = 0;
  /** Whether `samples` says where it is, since other ranks or batches have begun the epoch. */
  isMoved = false;
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
    this.samples = 0;
    this.isMoved = false;
    this.means = new MeasuredMeans();
  }
}
