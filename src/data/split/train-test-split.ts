/**
 * Splits samples into a training and a test set, in the same way as scikit-learn's
 * `train_test_split`: with the same seed the same samples are held out. Stratified splits choose
 * rows in stratify.ts.
 */

import { ShapeError, ValueError } from '../../errors.js';
import { refuseForeign } from '../../graph/copy.js';
import * as signatures from '../../signatures/data.js';
import type { GeneratorOption, Tensor } from '../../tensor/index.js';
import { type Dataset, gatherSamples } from '../dataset.js';
import { numpyRandom } from '../random/seeding.js';
import { TensorDataset } from '../tensor-dataset.js';
import { type Split, stratifiedSplit } from './stratify.js';

const op = 'trainTestSplit';

/** Options of `trainTestSplit`. */
export interface TrainTestSplitOptions extends GeneratorOption {
  /**
   * Share of the samples to hold out, between 0 and 1, or their number; default 0.25. Rounded up.
   */
  readonly testSize?: number;
  /** Draw the test samples at random; default true. Otherwise they are the last ones, in order. */
  readonly shuffle?: boolean;
  /** Seed from 0 to 2^32 - 1; default: drawn from `generator`. */
  readonly seed?: number;
  /** One class per sample; both sets get each class in the same proportion. Needs `shuffle`. */
  readonly stratify?: Tensor | readonly number[];
}

/**
 * `[train, test]`: two data sets that share no sample and together hold all of `source`, which is a
 * data set, or a list of tensors of equal first size. With the same `seed` the split is that of
 * scikit-learn 1.2 with `random_state`.
 *
 * Throws `ValueError` when a set would be empty, for a `stratify` without `shuffle`, of another
 * length than the samples, or with fewer than two samples of a class.
 * @example
 * const [train, test] = trainTestSplit([arange(10), arange(10)], { testSize: 0.3 });
 * console.log(train.length, test.length); // 7 3
 */
export function trainTestSplit<Sample extends readonly Tensor[]>(
  source: Dataset<Sample> | readonly [...Sample],
  options: TrainTestSplitOptions = {},
): [train: TensorDataset<Sample>, test: TensorDataset<Sample>] {
  signatures.trainTestSplit.check(arguments);
  const dataset = 'get' in source ? source : new TensorDataset<Sample>(...source);
  const { train, test } = chooseRows(dataset.length, options);
  return [
    new TensorDataset<Sample>(...gatherSamples(dataset, train)),
    new TensorDataset<Sample>(...gatherSamples(dataset, test)),
  ];
}

function chooseRows(length: number, options: TrainTestSplitOptions): Split {
  const { testSize = 0.25, shuffle = true, seed, stratify, generator } = options;
  const testLength = countTest(testSize, length);
  if (!shuffle) {
    if (stratify !== undefined) {
      throw new ValueError(`${op}: stratify needs shuffle: true`);
    }
    const order = Int32Array.from({ length }, (_, index) => index);
    const cut = length - testLength;
    return { train: order.subarray(0, cut), test: order.subarray(cut) };
  }
  const random = numpyRandom(op, seed, generator);
  if (stratify !== undefined) {
    return stratifiedSplit(toClasses(stratify, length), testLength, random);
  }
  const order = random.permutation(length);
  return { train: order.subarray(testLength), test: order.subarray(0, testLength) };
}

function countTest(testSize: number, length: number): number {
  const count = testSize < 1 ? Math.ceil(testSize * length) : testSize;
  if (Number.isInteger(count) && count > 0 && count < length) return count;
  throw new ValueError(
    `${op}: testSize must leave samples on both sides: a share between 0 and 1, or a number from 1 ` +
      `to ${length - 1}; got ${testSize} of ${length} samples`,
  );
}

function toClasses(stratify: Tensor | readonly number[], length: number): readonly number[] {
  refuseForeign(op, stratify);
  const classes = 'toTypedArray' in stratify ? Array.from(stratify.toTypedArray()) : stratify;
  if (classes.length === length) return classes;
  throw new ShapeError(
    `${op}: stratify needs one class per sample, got ${classes.length} for ${length} samples`,
  );
}
