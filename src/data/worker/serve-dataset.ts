/** The side of a `WorkerDataset` that runs in the worker: a data set that answers messages. */

import { ValueError } from '../../errors.js';
import { doorToParent, type ParentDoor } from '../../io/worker-like.js';
import * as signatures from '../../signatures/data.js';
import type { Tensor } from '../../tensor/index.js';
import { type Dataset, gatherSamples } from '../dataset.js';
import type { Answer, Question } from './messages.js';

type Door = ParentDoor<Question<never>, Answer>;
type Samples = Dataset<readonly Tensor[]>;

/** Makes the data set, of what `WorkerDataset.open` was given as `options`. */
export type CreateDataset = (options: never) => Samples | Promise<Samples>;

/**
 * Lets the data set that `create` makes be read from the thread that started this worker, through
 * `WorkerDataset.open`. `create` is called once, with the `options` given there, and may be
 * asynchronous. Works in the worker threads of Node and Deno, and in Web Workers.
 *
 * Throws `ValueError` outside a worker.
 *
 * @example
 * // pictures-worker.ts
 * serveDataset(({ root, seed }: { root: string; seed: number }) => {
 *   const pictures = new ImageFolder(root, { size: 64 });
 *   return new TransformedDataset(pictures, flip(), { seed });
 * });
 */
export function serveDataset(create: CreateDataset): void {
  signatures.serveDataset.check(arguments);
  const door: Door = doorToParent('serveDataset');
  const served = new Served(create, door);
  door.listen((question) => void served.answer(question));
  door.send({ kind: 'ready' });
}

/** A data set and who asks for its samples. */
class Served {
  readonly #create: CreateDataset;
  readonly #door: Door;
  #dataset: Promise<Samples> | null = null;
  #epoch: number | null = null;

  constructor(create: CreateDataset, door: Door) {
    this.#create = create;
    this.#door = door;
  }

  async answer(question: Question<never>): Promise<void> {
    const id = question.kind === 'gather' ? question.id : null;
    try {
      if (question.kind === 'open') await this.#open(question.options);
      else await this.#gather(question);
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      this.#send({ kind: 'error', id, message });
    }
  }

  /** A second call changes nothing: the question is sent again to a worker that starts slowly. */
  async #open(options: never): Promise<void> {
    if (this.#dataset !== null) return;
    this.#dataset = Promise.resolve(this.#create(options));
    const { length } = await this.#dataset;
    this.#send({ kind: 'opened', length });
  }

  async #gather({ id, epoch, indices }: Extract<Question, { kind: 'gather' }>): Promise<void> {
    const dataset = await this.#dataset;
    if (dataset === null) throw new ValueError('internal: asked before it was opened');
    // Nothing waits from here on, so the batch is one of this epoch whoever asks next.
    if (epoch !== null && epoch !== this.#epoch) dataset.setEpoch?.(epoch);
    this.#epoch = epoch;
    const tensors = gatherSamples(dataset, indices).map((tensor) => ({
      // A copy, which can be handed over.
      values: tensor.toTypedArray(),
      dtype: tensor.dtype,
      shape: tensor.shape,
    }));
    const buffers = tensors.flatMap(({ values: { buffer } }) =>
      buffer instanceof ArrayBuffer ? [buffer] : [],
    );
    this.#send({ kind: 'batch', id, tensors }, buffers);
  }

  #send(answer: Answer, transfer: ArrayBuffer[] = []): void {
    this.#door.send(answer, transfer);
  }
}
