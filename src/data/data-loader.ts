/** Batches of a data set, in order or shuffled, for plain and asynchronous loops. */

import { ValueError } from '../errors.js';
import {
  currentGenerator,
  type GeneratorOption,
  type Generator as RandomSource,
  type Tensor,
  withGenerator,
} from '../tensor/index.js';
import { type Dataset, gatherSamples } from './dataset.js';
import { checkSeed, NumpyRandom } from './random/numpy-random.js';
import { drawSeed } from './random/seeding.js';

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
}

/** An asynchronous loop gives the event loop a turn after this many milliseconds: one frame. */
const frame = 16;

/**
 * Iterates over a data set in batches. A batch is the list of tensors that a sample is, each with a
 * new first dim of `batchSize`: `for (const [x, y] of new DataLoader(train, { batchSize: 64,
 * shuffle: true }))`. Each `for` is one epoch. `for await` gives the same batches and lets the page
 * or the process breathe between them. PyTorch's `torch.utils.data.DataLoader`. An empty data set
 * has no batches.
 *
 * Throws `ValueError` for a batch size that is not a positive integer, and for a bad seed.
 */
export class DataLoader<Sample extends readonly Tensor[]>
  implements Iterable<Sample>, AsyncIterable<Sample>
{
  /** Where the samples come from. */
  readonly dataset: Dataset<Sample>;
  /** Samples per batch; the last batch may be smaller. */
  readonly batchSize: number;
  /** Number of the epoch that the next loop runs, from 0; set it to go on after a restart. */
  epoch = 0;
  readonly #shuffle: boolean;
  readonly #dropLast: boolean;
  readonly #seed: number | undefined;
  readonly #generator: GeneratorOption['generator'];

  constructor(dataset: Dataset<Sample>, options: DataLoaderOptions = {}) {
    const { batchSize = 1, shuffle = false, dropLast = false, seed } = options;
    if (!Number.isInteger(batchSize) || batchSize < 1) {
      throw new ValueError(`DataLoader: batchSize must be a positive integer, got ${batchSize}`);
    }
    if (seed !== undefined) checkSeed('DataLoader', seed);
    this.dataset = dataset;
    this.batchSize = batchSize;
    this.#shuffle = shuffle;
    this.#dropLast = dropLast;
    this.#seed = seed;
    this.#generator = options.generator;
  }

  /** Number of batches in an epoch. */
  get length(): number {
    const batches = this.dataset.length / this.batchSize;
    return this.#dropLast ? Math.floor(batches) : Math.ceil(batches);
  }

  /** The batches of one epoch. */
  *[Symbol.iterator](): Generator<Sample, void, undefined> {
    const order = this.#nextOrder();
    for (let batch = 0; batch < this.length; batch++) {
      const start = batch * this.batchSize;
      yield gatherSamples(this.dataset, order.subarray(start, start + this.batchSize));
    }
  }

  /** The same batches, with a turn of the event loop every 16 ms. */
  async *[Symbol.asyncIterator](): AsyncGenerator<Sample, void, undefined> {
    let turn = performance.now();
    for (const batch of drawingFrom(currentGenerator(), this)) {
      yield batch;
      if (performance.now() - turn > frame) {
        await new Promise((resolve) => setTimeout(resolve));
        turn = performance.now();
      }
    }
  }

  #nextOrder(): Int32Array {
    const { length } = this.dataset;
    const epoch = this.epoch++;
    if (!this.#shuffle) return Int32Array.from({ length }, (_, index) => index);
    const seed = this.#seed === undefined ? drawSeed(this.#generator) : [this.#seed, epoch];
    return new NumpyRandom('DataLoader', seed).permutation(length);
  }
}

/** The same batches, each made with the generator that was current when the loop began. */
function* drawingFrom<Sample>(
  generator: RandomSource,
  batches: Iterable<Sample>,
): IterableIterator<Sample> {
  const source = batches[Symbol.iterator]();
  try {
    for (;;) {
      const { value, done } = withGenerator(generator, () => source.next());
      if (done === true) return;
      yield value;
    }
  } finally {
    source.return?.();
  }
}
