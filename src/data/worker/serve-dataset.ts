/** The side of a `WorkerDataset` that runs in the worker: a data set that answers messages. */

import { ValueError } from '../../errors.js';
import * as signatures from '../../signatures/data.js';
import type { Tensor } from '../../tensor/index.js';
import { type Dataset, gatherSamples } from '../dataset.js';
import type { Answer, Question } from './messages.js';

type Samples = Dataset<readonly Tensor[]>;

/** Makes the data set, of what `WorkerDataset.open` was given as `options`. */
export type CreateDataset = (options: never) => Samples | Promise<Samples>;

/** How a worker hears and answers. */
interface Door {
  listen(hear: (question: Question) => void): void;
  send(answer: Answer, transfer: ArrayBuffer[]): void;
}

/** The door of this thread, of Node's kind or of the web's. @throws ValueError outside a worker. */
function doorOfThread(): Door {
  const threads = globalThis.process?.getBuiltinModule?.('node:worker_threads');
  const port = threads?.parentPort;
  if (port) {
    return {
      listen: (hear) => port.on('message', hear),
      send: (answer, transfer) => port.postMessage(answer, transfer),
    };
  }
  if (!('WorkerGlobalScope' in globalThis)) {
    throw new ValueError(
      'serveDataset: this is no worker. Call it in a module of its own, and give WorkerDataset.open ' +
        'a Worker that was started with that module',
    );
  }
  return {
    listen: (hear) => globalThis.addEventListener('message', ({ data }) => hear(data)),
    send: (answer, transfer) => globalThis.postMessage(answer, { transfer }),
  };
}

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
  const door = doorOfThread();
  const served = new Served(create, door);
  door.listen((question) => void served.answer(question));
  door.send({ kind: 'ready' }, []);
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

  async answer(question: Question): Promise<void> {
    const id = question.kind === 'gather' ? question.id : null;
    try {
      if (question.kind === 'open') await this.#open(question.options);
      else await this.#gather(question);
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      this.#door.send({ kind: 'error', id, message }, []);
    }
  }

  /** A second call changes nothing: the question is sent again to a worker that starts slowly. */
  async #open(options: unknown): Promise<void> {
    if (this.#dataset !== null) return;
    this.#dataset = Promise.resolve(this.#create(options as never));
    const { length } = await this.#dataset;
    this.#door.send({ kind: 'opened', length }, []);
  }

  async #gather({ id, epoch, indices }: Extract<Question, { kind: 'gather' }>): Promise<void> {
    const dataset = await this.#dataset;
    if (dataset === null) throw new ValueError('internal: asked before it was opened');
    // Nothing waits from here on, so the batch is one of this epoch whoever asks next.
    if (epoch !== null && epoch !== this.#epoch) dataset.setEpoch?.(epoch);
    this.#epoch = epoch;
    const tensors = gatherSamples(dataset, indices).map((tensor) => ({
      // A copy of its own, which can be handed over.
      values: tensor.toTypedArray().slice(),
      dtype: tensor.dtype,
      shape: tensor.shape,
    }));
    const buffers = tensors.map(({ values }) => values.buffer);
    this.#door.send({ kind: 'batch', id, tensors }, buffers);
  }
}
