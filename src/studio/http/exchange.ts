/** What a request is answered from, and the request itself. */

import type { IncomingMessage, ServerResponse } from 'node:http';
import type { OpenModel } from '../protocol/predict.js';
import type { RunStore } from '../runs/run-store.js';
import type { Live } from './live.js';

/** What a request is answered from. */
export interface Context {
  readonly store: RunStore;
  readonly live: Live;
  /** Loads models; null where nobody may ask them. */
  readonly openModel: OpenModel | null;
}

/** One request. */
export interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly url: URL;
}

/** Answers a request. */
export type Route = (context: Context, exchange: Exchange) => Promise<void>;
