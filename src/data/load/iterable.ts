/** Data sets that come as a stream, without numbers: batches of consecutive samples. */

import type { Tensor } from '../../tensor/index.js';
import { type Dataset, gatherSamples } from '../dataset.js';

/**
 * Samples one after the other, each a list of tensors, such as a generator function gives in
 * `[Symbol.iterator]` or `[Symbol.asyncIterator]`. PyTorch's `IterableDataset`. With a `length` a
 * loader can say how many batches there are.
 */
export type IterableDataset<Sample extends readonly Tensor[]> = (
  | Iterable<Sample>
  | AsyncIterable<Sample>
) & { readonly length?: number };

/** The samples in `list` as one batch. */
export function collate<Sample extends readonly Tensor[]>(list: readonly Sample[]): Sample {
  const dataset: Dataset<Sample> = {
    length: list.length,
    get: (index) => {
      const sample = list[index];
      if (sample === undefined) throw new RangeError(`internal: no sample ${index}`);
      return sample;
    },
  };
  return gatherSamples(
    dataset,
    Int32Array.from(list, (_, index) => index),
  );
}

/** Collects samples until a batch is full. */
export class BatchFiller<Sample extends readonly Tensor[]> {
  readonly #size: number;
  #waiting: Sample[] = [];

  constructor(size: number) {
    this.#size = size;
  }

  /** Takes a sample in; gives a batch when it is full. */
  add(sample: Sample): Sample | null {
    this.#waiting.push(sample);
    if (this.#waiting.length < this.#size) return null;
    return this.rest();
  }

  /** What is left at the end as a smaller batch, or null. */
  rest(): Sample | null {
    const list = this.#waiting;
    this.#waiting = [];
    return list.length === 0 ? null : collate(list);
  }
}
