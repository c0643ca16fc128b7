/** The side of a `WorkerTraining` that runs in the worker. */

import { doorToParent } from '../../io/worker-like.js';
import * as signatures from '../../signatures/train.js';
import { type ControlChannel, ControlQueue } from '../control/control.js';
import type { Report, Request } from './messages.js';

/** What a training in a worker is given. */
export interface ServedTraining<Options = unknown> {
  /** What `WorkerTraining` was given as `options`. */
  readonly options: Options;
  /** Commands of the page: for `fit({ control })`. */
  readonly control: ControlChannel;
  /** Sends something to the page's `onReport`: a record, a picture, anything that can be cloned. */
  readonly report: (value: unknown) => void;
}

/**
 * Runs `train` in this worker when the page asks for it with a `WorkerTraining`, so that the page
 * stays alive meanwhile. What `train` resolves with is sent back; an error is, too. Works in Web
 * Workers and in the worker threads of Node and Deno.
 *
 * Throws `ValueError` outside a worker.
 *
 * @example
 * // training-worker.ts
 * serveTraining(async ({ options, control, report }: ServedTraining<{ epochs: number }>) => {
 *   const trainer = new Trainer(model, { optimizer, loss, train });
 *   const { best } = await trainer.fit({ ...options, control, onEpoch: report });
 *   return best;
 * });
 */
export function serveTraining(train: (served: ServedTraining<never>) => unknown): void {
  signatures.serveTraining.check(arguments);
  const door = doorToParent<Request<never>, Report>('serveTraining');
  const send = (report: Report): void => door.send(report);
  const control = new ControlQueue();
  const report = (value: unknown): void => send({ kind: 'report', value });
  let hasBegun = false;
  const begin = async (options: never): Promise<void> => {
    if (hasBegun) return;
    hasBegun = true;
    try {
      const value = await train({ options, control, report });
      send({ kind: 'result', value });
    } catch (error) {
      send({ kind: 'error', message: error instanceof Error ? error.message : String(error) });
    }
  };
  door.listen((request) => {
    if (request.kind === 'command') control.send(request.command);
    else void begin(request.options);
  });
  send({ kind: 'ready' });
}
