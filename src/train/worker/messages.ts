/** What a `WorkerTraining` and its worker say to each other; all of it can be cloned. */

import type { ControlCommand } from '../control/control.js';

/** Sent to the worker. */
export type Request<Options = unknown> =
  | { readonly kind: 'begin'; readonly options: Options }
  | { readonly kind: 'command'; readonly command: ControlCommand };

/** Sent by the worker; `ready` says that it listens. */
export type Report<Value = unknown, Result = unknown> =
  | { readonly kind: 'ready' }
  | { readonly kind: 'report'; readonly value: Value }
  | { readonly kind: 'result'; readonly value: Result }
  | { readonly kind: 'error'; readonly message: string };
