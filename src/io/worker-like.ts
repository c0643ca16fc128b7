/** Messages between a thread and its workers, of Node's kind and of the web's. */

import { ValueError } from '../errors.js';

/**
 * What is used of a `Worker`, that of `node:worker_threads`, which has `on`, or that of the web,
 * which has `addEventListener`.
 */
export interface WorkerLike {
  postMessage(message: unknown): void;
  terminate(): unknown;
  on?(type: 'message' | 'error' | 'exit', listener: (value: unknown) => void): unknown;
  addEventListener?(
    type: 'message' | 'error' | 'messageerror',
    listener: (event: WorkerEvent) => void,
  ): void;
  readonly ref?: () => void;
  readonly unref?: () => void;
}

/** What is used of the web's events. */
export interface WorkerEvent {
  readonly type: string;
  readonly data?: unknown;
  readonly message?: string;
}

/** Hears what a worker sends, and why it will send nothing more. */
export function hearWorker<Message>(
  worker: WorkerLike,
  hear: { readonly message: (value: Message) => void; readonly lost: (reason: unknown) => void },
): void {
  const { message, lost } = hear;
  if (worker.on !== undefined) {
    worker.on('message', (value) => message(value as Message));
    worker.on('error', lost);
    worker.on('exit', (code) => lost(`it ended with code ${code}`));
    return;
  }
  worker.addEventListener?.('message', ({ data }) => message(data as Message));
  worker.addEventListener?.('error', (event) => lost(event.message ?? 'it cannot be loaded'));
  worker.addEventListener?.('messageerror', () => lost('it sent what cannot be read'));
}

/** How a worker hears the thread that started it, and answers. */
export interface ParentDoor<Heard, Said> {
  listen(hear: (message: Heard) => void): void;
  send(message: Said, transfer?: ArrayBuffer[]): void;
}

/**
 * The door of this thread. `op` is the function that needs one.
 * @throws ValueError when this thread is no worker.
 */
export function doorToParent<Heard, Said>(op: string): ParentDoor<Heard, Said> {
  const port = globalThis.process?.getBuiltinModule?.('node:worker_threads').parentPort;
  if (port) {
    return {
      listen: (hear) => port.on('message', hear),
      send: (message, transfer = []) => port.postMessage(message, transfer),
    };
  }
  if (!('WorkerGlobalScope' in globalThis)) {
    throw new ValueError(
      `${op}: this is no worker. Call it in a module of its own, and start a Worker with that module`,
    );
  }
  return {
    listen: (hear) => globalThis.addEventListener('message', ({ data }) => hear(data)),
    send: (message, transfer = []) => globalThis.postMessage(message, { transfer }),
  };
}
