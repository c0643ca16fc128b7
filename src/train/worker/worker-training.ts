/** A training in a worker, as the page that started it sees it. */

import { DataError } from '../../errors.js';
import { hearWorker, type WorkerLike } from '../../io/worker-like.js';
import * as signatures from '../../signatures/train.js';
import type { ControlCommand } from '../control/control.js';
import type { Report, Request } from './messages.js';

/** Options of a `WorkerTraining`. */
export interface WorkerTrainingOptions {
  /** What the training in the worker is given: anything that can be cloned. */
  readonly options?: unknown;
  /** Called with whatever the training reports. */
  readonly onReport?: (value: never) => void;
}

/**
 * Starts the training that a module serves in a worker with `serveTraining`. The page, or the
 * server, does other things meanwhile, hears of it, and can steer it.
 *
 * @example
 * const url = new URL('./training-worker.js', import.meta.url);
 * const training = new WorkerTraining(new Worker(url, { type: 'module' }), {
 *   options: { epochs: 20 },
 *   onReport: ({ epoch, train }: EpochRecord) => show(epoch, train.loss),
 * });
 * stopButton.onclick = () => training.send({ command: 'stop' });
 * const best = await training.result;
 */
export class WorkerTraining<Result = unknown> {
  /** What the training ends with; rejects with `DataError` when it or its worker fails. */
  readonly result: Promise<Result>;
  readonly #worker: WorkerLike;
  readonly #options: WorkerTrainingOptions;
  #settle: { resolve: (value: Result) => void; reject: (error: DataError) => void } | null = null;

  constructor(worker: WorkerLike, options: WorkerTrainingOptions = {}) {
    signatures.WorkerTraining.check(arguments);
    this.#worker = worker;
    this.#options = options;
    this.result = new Promise((resolve, reject) => {
      this.#settle = { resolve, reject };
    });
    // Whoever awaits the result hears of an error; nobody has to.
    this.result.catch(() => {});
    hearWorker(worker, {
      message: (report: Report<never, Result>) => this.#hear(report),
      lost: (reason) => this.#fail('the worker failed', reason),
    });
    this.#begin();
  }

  /** Pauses the training, stops it, and so on, between two steps. */
  send(command: ControlCommand): void {
    signatures.WorkerTraining$send.check(arguments);
    this.#post({ kind: 'command', command });
  }

  /** Ends the worker at once; what was not saved is lost. */
  terminate(): void {
    this.#fail('it was terminated', null);
    this.#worker.terminate();
  }

  #begin(): void {
    this.#post({ kind: 'begin', options: this.#options.options });
  }

  #post(request: Request): void {
    try {
      this.#worker.postMessage(request);
    } catch (error) {
      this.#fail('the options cannot be sent to a worker', error);
    }
  }

  #hear(report: Report<never, Result>): void {
    switch (report.kind) {
      case 'ready':
        // What was sent before it listened may be lost; a second call changes nothing.
        this.#begin();
        break;
      case 'report':
        this.#options.onReport?.(report.value);
        break;
      case 'result':
        this.#settle?.resolve(report.value);
        this.#end();
        break;
      case 'error':
        this.#fail('in the worker', report.message);
        break;
    }
  }

  #fail(what: string, reason: unknown): void {
    const message = reason instanceof Error ? reason.message : reason;
    const text = message === null ? what : `${what}: ${String(message)}`;
    this.#settle?.reject(new DataError(`WorkerTraining: ${text}`, { cause: reason }));
    this.#end();
  }

  /** Nothing is waited for any more, so the worker keeps no process alive. */
  #end(): void {
    this.#settle = null;
    this.#worker.unref?.();
  }
}
