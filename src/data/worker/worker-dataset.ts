/** A data set whose batches are made in workers, while this thread learns from the ones before. */

import { DataError, ValueError } from '../../errors.js';
import type { WorkerLike } from '../../io/worker-like.js';
import * as signatures from '../../signatures/data.js';
import { type Tensor, tensor } from '../../tensor/index.js';
import { type AsyncDataset, asSample } from '../dataset.js';
import { WorkerLine } from './worker-line.js';

/** Options of `WorkerDataset.open`. */
export interface WorkerDatasetOptions {
  /** What the worker's `create` is called with: anything that can be sent to a worker. */
  readonly options?: unknown;
}

/**
 * The data set that a module serves in a worker with `serveDataset`, read from here. A `DataLoader`
 * has the next batches made while the last one is learned from (`prefetch`, 2 by default); several
 * workers with the same module take turns. Batches, their order and their random numbers are those
 * of the same data set without a worker, so that a training goes on exactly, too. Decoding pictures
 * and augmentation are worth a worker; rows in memory are not.
 *
 * `worker` is a `Worker` of `node:worker_threads` or of the web. Workers keep a process alive only
 * while a batch is waited for.
 *
 * @example
 * import { Worker } from 'node:worker_threads'; // in a page: the global Worker
 *
 * const worker = new Worker(new URL('./pictures-worker.js', import.meta.url));
 * const options = { root: 'images', seed: 0 };
 * const pictures = await WorkerDataset.open<[x: Tensor, y: Tensor]>(worker, { options });
 * const train = new DataLoader(pictures, { batchSize: 32, shuffle: true });
 * for await (const [x, y] of train) { }
 * pictures.close();
 */
export class WorkerDataset<Sample extends readonly Tensor[] = [x: Tensor, y: Tensor]>
  implements AsyncDataset<Sample>
{
  /** Number of samples. */
  readonly length: number;
  readonly #lines: readonly WorkerLine[];
  #epoch: number | null = null;
  #asked = 0;

  private constructor(length: number, lines: readonly WorkerLine[]) {
    this.length = length;
    this.#lines = lines;
  }

  /**
   * Has the data set made in each of the workers, and resolves when it is there.
   * @throws DataError with the worker's own message when it cannot be made.
   * @throws ValueError without a worker, and when the workers have data sets of different lengths.
   */
  static async open<Sample extends readonly Tensor[] = [x: Tensor, y: Tensor]>(
    worker: WorkerLike | readonly WorkerLike[],
    options: WorkerDatasetOptions = {},
  ): Promise<WorkerDataset<Sample>> {
    signatures.WorkerDataset$open.check(arguments);
    const workers = Array.isArray(worker) ? worker : [worker];
    const lines = workers.map((each) => new WorkerLine(each));
    const lengths = await Promise.all(lines.map((line) => line.open(options.options)));
    const [length] = lengths;
    if (length === undefined) throw new ValueError('WorkerDataset.open: no worker');
    const other = lengths.find((each) => each !== length);
    if (other === undefined) return new WorkerDataset<Sample>(length, lines);
    for (const line of lines) line.close();
    throw new ValueError(
      `WorkerDataset.open: the workers have data sets of ${length} and of ${other} samples; start ` +
        'all of them with the same module',
    );
  }

  /** From now on the samples are those of this epoch. A `DataLoader` calls it. */
  setEpoch(epoch: number): void {
    signatures.WorkerDataset$setEpoch.check(arguments);
    this.#epoch = epoch;
  }

  /**
   * The samples at `indices` as one batch, each tensor with a new first dim.
   * @throws DataError with the message of what was thrown in the worker.
   */
  async gatherLater(indices: Int32Array): Promise<Sample> {
    signatures.WorkerDataset$gatherLater.check(arguments);
    const line = this.#lines[this.#asked++ % this.#lines.length];
    if (line === undefined) throw new DataError('WorkerDataset: it is closed');
    const sent = await line.gather(this.#epoch, indices);
    return asSample<Sample>(
      sent.map(({ values, dtype, shape }) => tensor(values, { dtype, shape })),
    );
  }

  /** Ends the workers; batches that are waited for fail. */
  close(): void {
    for (const line of this.#lines) line.close();
  }
}
