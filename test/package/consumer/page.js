/** Trains in a page and leaves the numbers where the test finds them. */

import { train } from './train.js';

globalThis.result = { isolated: globalThis.crossOriginIsolated, ...train() };
