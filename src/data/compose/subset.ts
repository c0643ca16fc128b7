/** Some samples of a data set as a data set, without copies; and random divisions into such. */

import { IndexError, ValueError } from '../../errors.js';
import * as signatures from '../../signatures/data.js';
import type { Tensor } from '../../tensor/index.js';
import { type Dataset, gatherSamples } from '../dataset.js';
import { numpyRandom } from '../random/seeding.js';

/**
 * The samples of `dataset` at `indices`, in that order; an index may repeat. PyTorch's
 * `torch.utils.data.Subset`.
 *
 * Throws `IndexError` for an index that the data set does not have.
 *
 * @example
 * const some = new Subset(new TensorDataset(tensor([10, 20, 30])), [2, 0]);
 * console.log(some.length, some.get(0)[0].item()); // 2 30
 */
export class Subset<Sample extends readonly Tensor[]> implements Dataset<Sample> {
  /** Number of samples. */
  readonly length: number;
  /** What the samples are taken from. */
  readonly dataset: Dataset<Sample>;
  /** Indices into `dataset`. */
  readonly indices: Int32Array;

  constructor(dataset: Dataset<Sample>, indices: ArrayLike<number>) {
    signatures.Subset.check(arguments);
    this.dataset = dataset;
    const list = Array.from(indices);
    const bad = list.find(
      (index) => !(Number.isInteger(index) && index >= 0 && index < dataset.length),
    );
    if (bad !== undefined) {
      throw new IndexError(
        `Subset: no sample ${bad}, there are ${dataset.length} (0 to ${dataset.length - 1})`,
      );
    }
    this.indices = Int32Array.from(list);
    this.length = this.indices.length;
  }

  /** From now on the samples are those of this epoch. */
  setEpoch(epoch: number): void {
    signatures.Subset$setEpoch.check(arguments);
    this.dataset.setEpoch?.(epoch);
  }

  /** Sample `index` of the subset. Throws `IndexError` outside 0..length - 1. */
  get(index: number): Sample {
    signatures.Subset$get.check(arguments);
    return this.dataset.get(this.#at('get', index));
  }

  /** The samples at `indices` of the subset as one batch. */
  gather(indices: Int32Array): Sample {
    signatures.Subset$gather.check(arguments);
    return gatherSamples(
      this.dataset,
      indices.map((index) => this.#at('gather', index)),
    );
  }

  #at(method: string, index: number): number {
    const found = this.indices[index];
    if (found !== undefined) return found;
    throw new IndexError(
      `Subset.${method}: no sample ${index}, there are ${this.length} (0 to ${this.length - 1})`,
    );
  }
}

/** Options of `randomSplit`. */
export interface RandomSplitOptions {
  /** Seed from 0 to 2^32 - 1; default: drawn from the stream that `manualSeed` sets. */
  readonly seed?: number;
}

/**
 * Divides `dataset` at random into parts that share no sample. `lengths` are numbers of samples
 * that add up to its length, or shares that add up to 1; with shares the parts are rounded down and
 * what is left goes to the first ones, one each. PyTorch's `torch.utils.data.random_split`.
 *
 * Throws `ValueError` for lengths that add up to neither.
 *
 * @example
 * const digits = loadDigits();
 * const [train, validation] = randomSplit(digits, [0.9, 0.1], { seed: 1 });
 * console.log(digits.length, train?.length, validation?.length); // 1797 1618 179
 */
export function randomSplit<Sample extends readonly Tensor[]>(
  dataset: Dataset<Sample>,
  lengths: readonly number[],
  options: RandomSplitOptions = {},
): Subset<Sample>[] {
  signatures.randomSplit.check(arguments);
  const counts = countsOf(lengths, dataset.length);
  const order = numpyRandom('randomSplit', options.seed).permutation(dataset.length);
  let start = 0;
  return counts.map((count) => {
    start += count;
    return new Subset(dataset, order.subarray(start - count, start));
  });
}

function countsOf(lengths: readonly number[], total: number): readonly number[] {
  const sum = lengths.reduce((all, length) => all + length, 0);
  const isBad = lengths.some((length) => !(length >= 0));
  if (!isBad && Math.abs(sum - 1) < 1e-9 && lengths.every((length) => length <= 1)) {
    const floors = lengths.map((share) => Math.floor(share * total));
    const left = total - floors.reduce((all, count) => all + count, 0);
    return floors.map((count, i) => count + (i < left ? 1 : 0));
  }
  if (!isBad && sum === total && lengths.every((length) => Number.isInteger(length)))
    return lengths;
  throw new ValueError(
    `randomSplit: lengths must be numbers of samples that add up to ${total}, or shares that add up ` +
      `to 1; got [${lengths.join(', ')}], which add up to ${sum}`,
  );
}
