/** Data sets one after the other as one. */

import { IndexError, ValueError } from '../../errors.js';
import * as signatures from '../../signatures/data.js';
import type { Tensor } from '../../tensor/index.js';
import type { Dataset } from '../dataset.js';

/**
 * The samples of all `datasets` in their order. PyTorch's `torch.utils.data.ConcatDataset`.
 *
 * Throws `ValueError` without a data set.
 *
 * @example
 * const [one, other] = [new TensorDataset(zeros([2, 3])), new TensorDataset(ones([1, 3]))];
 * const both = new ConcatDataset([one, other]);
 * console.log(both.length, both.get(2)[0].toArray()); // 3 [ 1, 1, 1 ]
 */
export class ConcatDataset<Sample extends readonly Tensor[]> implements Dataset<Sample> {
  /** Number of samples in all. */
  readonly length: number;
  /** The data sets. */
  readonly datasets: readonly Dataset<Sample>[];

  constructor(datasets: readonly Dataset<Sample>[]) {
    signatures.ConcatDataset.check(arguments);
    if (datasets.length === 0) throw new ValueError('ConcatDataset: needs at least one data set');
    this.datasets = datasets;
    this.length = datasets.reduce((sum, { length }) => sum + length, 0);
  }

  /** From now on the samples are those of this epoch. */
  setEpoch(epoch: number): void {
    signatures.ConcatDataset$setEpoch.check(arguments);
    for (const dataset of this.datasets) dataset.setEpoch?.(epoch);
  }

  /** Sample `index` of all. Throws `IndexError` outside 0..length - 1. */
  get(index: number): Sample {
    signatures.ConcatDataset$get.check(arguments);
    let left = index;
    for (const dataset of this.datasets) {
      if (left >= 0 && left < dataset.length) return dataset.get(left);
      left -= dataset.length;
    }
    throw new IndexError(
      `ConcatDataset.get: no sample ${index}, there are ${this.length} (0 to ${this.length - 1})`,
    );
  }
}
