/** What a request is answered from, and the request itself. */

import type { IncomingMessage, ServerResponse } from 'node:http';
import type { OpenModel } from '../protocol/predict.js';
import type { RepeatOf } from '../protocol/protocol.js';
import type { RunStore } from '../runs/run-store.js';
import type { Live } from './live.js';

/** What a request is answered from. */
export interface Context {
  readonly store: RunStore;
  readonly live: Live;
  /** Loads models; null where nobody may ask them. */
  readonly openModel: OpenModel | null;
  /** How runs are trained again; null where that is not known. */
  readonly repeatOf: RepeatOf | null;
}

/** One request. */
export interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly url: URL;
}

/** Answers a request. */
export type Route = (context: Context, exchange: Exchange) => Promise<void>;
