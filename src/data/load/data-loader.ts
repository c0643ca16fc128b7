/** Batches of a data set, in order, shuffled or sampled, for plain and asynchronous loops. */

import { ValueError } from '../../errors.js';
import * as signatures from '../../signatures/data.js';
import {
  currentGenerator,
  type GeneratorOption,
  type Tensor,
  withGenerator,
} from '../../tensor/index.js';
import { type AsyncDataset, type Dataset, gatherSamples } from '../dataset.js';
import { checkSeed, NumpyRandom } from '../random/numpy-random.js';
import { drawSeed } from '../random/seeding.js';
import { BatchFiller, type IterableDataset } from './iterable.js';
import { prefetched } from './prefetch.js';
import type { Sampler } from './sampler.js';

/** Options of `DataLoader`. */
export interface DataLoaderOptions extends GeneratorOption {
  /** Samples per batch, a positive integer; default 1. */
  readonly batchSize?: number;
  /** A new random order in each epoch; default false: the order of the data set. */
  readonly shuffle?: boolean;
  /** Leave out a last batch that is smaller than the others; default false. */
  readonly dropLast?: boolean;
  /**
   * Makes the orders a function of this seed and the epoch alone, an integer from 0 to 2^32 - 1.
   * Default: drawn from `generator`.
   */
  readonly seed?: number;
  /** Chooses the samples of each epoch instead of `shuffle`. */
  readonly sampler?: Sampler;
  /** Batches of a data set in a worker that are made ahead, a whole number; default 2. */
  readonly prefetch?: number;
}

/** What a loader can load from. */
export type LoadableDataset<Sample extends readonly Tensor[]> =
  | Dataset<Sample>
  | AsyncDataset<Sample>
  | IterableDataset<Sample>;

/** An asynchronous loop gives the event loop a turn after this many milliseconds: one frame. */
const frame = 16;

/**
 * Iterates over a data set in batches. A batch is the list of tensors that a sample is, each with a
 * new first dim of `batchSize`: `for (const [x, y] of new DataLoader(train, { batchSize: 64,
 * shuffle: true }))`. Each `for` is one epoch. `for await` gives the same batches and lets the page
 * or the process breathe between them. PyTorch's `torch.utils.data.DataLoader`. An empty data set
 * has no batches.
 *
 * A data set is numbered (`length` and `get`), a stream of samples (`IterableDataset`), or one
 * whose batches come later (`AsyncDataset`, such as `WorkerDataset`); the last, and streams that
 * are asynchronous, need `for await`.
 *
 * Throws `ValueError` for a batch size that is not a positive integer, for a bad seed, and for
 * options that exclude each other.
 * @example
 * const data = new TensorDataset(arange(5), arange(5).mul(2));
 * const batches = [...new DataLoader(data, { batchSize: 2 })];
 * console.log(batches.map(([x]) => x.toArray())); // [ [ 0, 1 ], [ 2, 3 ], [ 4 ] ]
 */
export class DataLoader<Sample extends readonly Tensor[]>
  implements Iterable<Sample>, AsyncIterable<Sample>
{
  /** Where the samples come from. */
  readonly dataset: LoadableDataset<Sample>;
  /** Samples per batch; the last batch may be smaller. */
  readonly batchSize: number;
  /** Number of the epoch that the next loop runs, from 0; set it to go on after a restart. */
  epoch = 0;
  readonly #shuffle: boolean;
  readonly #dropLast: boolean;
  readonly #seed: number | undefined;
  readonly #sampler: Sampler | undefined;
  readonly #generator: GeneratorOption['generator'];
  readonly #prefetch: number;

  constructor(dataset: LoadableDataset<Sample>, options: DataLoaderOptions = {}) {
    signatures.DataLoader.check(arguments);
    checkDataset(dataset);
    const { batchSize = 1, shuffle = false, dropLast = false, seed, sampler } = options;
    const { prefetch = 2 } = options;
    if (!Number.isInteger(batchSize) || batchSize < 1) {
      throw new ValueError(`DataLoader: batchSize must be a positive integer, got ${batchSize}`);
    }
    if (!Number.isInteger(prefetch) || prefetch < 0) {
      throw new ValueError(`DataLoader: prefetch must be a whole number, got ${prefetch}`);
    }
    if (sampler !== undefined && shuffle) {
      throw new ValueError('DataLoader: a sampler chooses the order; leave out shuffle');
    }
    if (isStream(dataset) && (shuffle || sampler !== undefined)) {
      throw new ValueError(
        'DataLoader: a stream of samples has an order of its own; leave out shuffle and sampler, ' +
          'or give a data set with length and get',
      );
    }
    if (seed !== undefined) checkSeed('DataLoader', seed);
    this.dataset = dataset;
    this.batchSize = batchSize;
    this.#shuffle = shuffle;
    this.#dropLast = dropLast;
    this.#seed = seed;
    this.#sampler = sampler;
    this.#generator = options.generator;
    this.#prefetch = prefetch;
  }

  /** Number of batches in an epoch. Throws `ValueError` for a stream that has no `length`. */
  get length(): number {
    const samples = this.#sampler?.length ?? this.dataset.length;
    if (samples === undefined) {
      throw new ValueError(
        'DataLoader.length: the data set is a stream without a length; give it the property length',
      );
    }
    const batches = samples / this.batchSize;
    return this.#dropLast ? Math.floor(batches) : Math.ceil(batches);
  }

  /** The batches of one epoch. Throws `ValueError` for a data set that needs `for await`. */
  *[Symbol.iterator](): Generator<Sample, void, undefined> {
    const { dataset } = this;
    if (!isStream(dataset)) {
      if (!isNumbered(dataset)) throw new ValueError(`DataLoader: ${needsAwait}`);
      for (const indices of this.#batchIndices(dataset)) yield gatherSamples(dataset, indices);
      return;
    }
    if (!(Symbol.iterator in dataset)) throw new ValueError(`DataLoader: ${needsAwait}`);
    this.epoch += 1;
    const filler = new BatchFiller<Sample>(this.batchSize);
    for (const sample of dataset) {
      const batch = filler.add(sample);
      if (batch !== null) yield batch;
    }
    const rest = filler.rest();
    if (rest !== null && !this.#dropLast) yield rest;
  }

  /** The same batches, with a turn of the event loop every 16 ms. */
  async *[Symbol.asyncIterator](): AsyncGenerator<Sample, void, undefined> {
    // Batches are made with the generator that was current when the loop began.
    const generator = currentGenerator();
    const batches = this.#later();
    const source =
      Symbol.asyncIterator in batches
        ? batches[Symbol.asyncIterator]()
        : batches[Symbol.iterator]();
    let turn = performance.now();
    try {
      for (;;) {
        const { value, done } = await withGenerator(generator, () => source.next());
        if (done === true) return;
        yield value;
        if (performance.now() - turn > frame) {
          await new Promise((resolve) => setTimeout(resolve));
          turn = performance.now();
        }
      }
    } finally {
      await source.return?.();
    }
  }

  #later(): Iterable<Sample> | AsyncIterable<Sample> {
    const { dataset } = this;
    if (isStream(dataset) && Symbol.asyncIterator in dataset) return this.#stream(dataset);
    // A generator of this object's own, since the object itself leads back here.
    if (isStream(dataset) || isNumbered(dataset)) return this[Symbol.iterator]();
    const gather = (indices: Int32Array): Promise<Sample> => dataset.gatherLater(indices);
    return prefetched(this.#batchIndices(dataset), gather, this.#prefetch);
  }

  async *#stream(dataset: AsyncIterable<Sample>): AsyncGenerator<Sample, void, undefined> {
    this.epoch += 1;
    const filler = new BatchFiller<Sample>(this.batchSize);
    for await (const sample of dataset) {
      const batch = filler.add(sample);
      if (batch !== null) yield batch;
    }
    const rest = filler.rest();
    if (rest !== null && !this.#dropLast) yield rest;
  }

  *#batchIndices(
    dataset: Dataset<Sample> | AsyncDataset<Sample>,
  ): Generator<Int32Array, void, undefined> {
    dataset.setEpoch?.(this.epoch);
    const order = this.#nextOrder(dataset.length);
    for (let batch = 0; batch < this.length; batch++) {
      const start = batch * this.batchSize;
      yield order.subarray(start, start + this.batchSize);
    }
  }

  #nextOrder(length: number): Int32Array {
    const epoch = this.epoch++;
    if (this.#sampler !== undefined) return this.#sampler.draw(epoch);
    if (!this.#shuffle) return Int32Array.from({ length }, (_, index) => index);
    const seed = this.#seed === undefined ? drawSeed(this.#generator) : [this.#seed, epoch];
    return new NumpyRandom('DataLoader', seed).permutation(length);
  }
}

const needsAwait = 'the samples of this data set come later; use for await (const batch of loader)';

function isNumbered<Sample extends readonly Tensor[]>(
  dataset: LoadableDataset<Sample>,
): dataset is Dataset<Sample> {
  return 'get' in dataset;
}

/** @throws ValueError for what samples cannot be read from. */
function checkDataset(dataset: unknown): void {
  const ways = ['get', 'gatherLater', Symbol.iterator, Symbol.asyncIterator];
  if (typeof dataset === 'object' && dataset !== null && ways.some((way) => way in dataset)) return;
  throw new ValueError(
    'DataLoader: the data set must have length and get, as a TensorDataset does, or be iterable; ' +
      `got ${typeof dataset}`,
  );
}

function isStream<Sample extends readonly Tensor[]>(
  dataset: LoadableDataset<Sample>,
): dataset is IterableDataset<Sample> {
  return !isNumbered(dataset) && !('gatherLater' in dataset);
}
