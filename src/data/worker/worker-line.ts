/** Questions to one worker and its answers, whose order nothing is assumed of. */

import { DataError } from '../../errors.js';
import { hearWorker, type WorkerLike } from '../../io/worker-like.js';
import type { Answer, Question, SentTensor } from './messages.js';

/** Who waits for an answer. */
interface Waiting<Value> {
  readonly resolve: (value: Value) => void;
  readonly reject: (error: DataError) => void;
}

const op = 'WorkerDataset';

/** The line to one worker. */
export class WorkerLine {
  readonly #worker: WorkerLike;
  readonly #batches = new Map<number, Waiting<readonly SentTensor[]>>();
  #opening: (Waiting<number> & { readonly options: unknown }) | null = null;
  #asked = 0;
  /** Why there will be no more answers. */
  #end: DataError | null = null;

  constructor(worker: WorkerLike) {
    this.#worker = worker;
    const lost = (reason: unknown): void => {
      const message = reason instanceof Error ? reason.message : String(reason);
      this.#fail(new DataError(`${op}: the worker failed: ${message}`, { cause: reason }));
    };
    hearWorker(worker, { message: (answer: Answer) => this.#hear(answer), lost });
  }

  /** Has the data set made; resolves with its length. */
  open(options: unknown): Promise<number> {
    return new Promise((resolve, reject) => {
      if (this.#end !== null) return reject(this.#end);
      this.#opening = { resolve, reject, options };
      this.#ask({ kind: 'open', options });
    });
  }

  /** A batch of an epoch. */
  gather(epoch: number | null, indices: Int32Array): Promise<readonly SentTensor[]> {
    return new Promise((resolve, reject) => {
      if (this.#end !== null) return reject(this.#end);
      const id = this.#asked++;
      this.#batches.set(id, { resolve, reject });
      this.#worker.ref?.();
      this.#ask({ kind: 'gather', id, epoch, indices });
    });
  }

  /** Ends the worker. */
  close(): void {
    this.#fail(new DataError(`${op}: it was closed`));
    this.#worker.terminate();
  }

  #ask(question: Question): void {
    try {
      this.#worker.postMessage(question);
    } catch (cause) {
      this.#fail(new DataError(`${op}: the options cannot be sent to a worker`, { cause }));
    }
  }

  #hear(answer: Answer): void {
    switch (answer.kind) {
      case 'ready':
        // What was sent before it listened may be lost.
        if (this.#opening !== null) this.#ask({ kind: 'open', options: this.#opening.options });
        return;
      case 'opened':
        this.#opening?.resolve(answer.length);
        this.#opening = null;
        break;
      case 'batch':
        this.#batches.get(answer.id)?.resolve(answer.tensors);
        this.#batches.delete(answer.id);
        break;
      case 'error':
        this.#refuse(answer.id, new DataError(`${op}: in the worker: ${answer.message}`));
        break;
    }
    if (this.#batches.size === 0 && this.#opening === null) this.#worker.unref?.();
  }

  #refuse(id: number | null, error: DataError): void {
    if (id === null) this.#fail(error);
    else this.#batches.get(id)?.reject(error);
    if (id !== null) this.#batches.delete(id);
  }

  #fail(error: DataError): void {
    this.#end ??= error;
    this.#opening?.reject(error);
    this.#opening = null;
    for (const { reject } of this.#batches.values()) reject(error);
    this.#batches.clear();
  }
}
