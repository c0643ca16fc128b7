/** What a `WorkerTraining` and its worker say to each other; all of it can be cloned. */

import type { ControlCommand } from '../control/control.js';

/** Sent to the worker. */
export type Request =
  | { readonly kind: 'begin'; readonly options: unknown }
  | { readonly kind: 'command'; readonly command: ControlCommand };

/** Sent by the worker; `ready` says that it listens. */
export type Report =
  | { readonly kind: 'ready' }
  | { readonly kind: 'report'; readonly value: unknown }
  | { readonly kind: 'result'; readonly value: unknown }
  | { readonly kind: 'error'; readonly message: string };
