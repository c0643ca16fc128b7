/** How ranks leave: together, or all of them at once when one fails, whose error is shown once. */

import { writeSync } from 'node:fs';
import { inspect } from 'node:util';
import type { Communicator } from '../process/communicator.js';
import { DistributedError } from '../process/errors.js';

/** Milliseconds that a rank waits for the one that has more to say, before it ends all. */
const patience = 5000;
const standardError = 2;

/** Has this process leave its fellows when it ends, however it does. */
export function leaveTogether(communicator: Communicator): void {
  let failure: unknown = null;
  process.on('uncaughtExceptionMonitor', (error) => {
    failure = error;
    if (!isSaidElsewhere(error, communicator.rank))
      communicator.farewell(`failed (${said(error)})`);
  });
  process.on('exit', (code) => {
    if (failure !== null) fail(communicator, failure);
    else if (code !== 0) {
      communicator.farewell(`has ended with exit code ${code}`);
      communicator.abort(code);
    } else {
      communicator.farewell('has ended its program');
      communicator.finalize();
    }
  });
}

function said(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}

function isSaidElsewhere(error: unknown, rank: number): boolean {
  if (!(error instanceof DistributedError)) return false;
  return error.origin === 'elsewhere' || (error.origin === 'everywhere' && rank > 0);
}

function fail(communicator: Communicator, error: unknown): void {
  const { rank } = communicator;
  if (isSaidElsewhere(error, rank)) {
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, patience);
  } else {
    // Node would print it after this handler, by which time nobody is there any more.
    writeSync(standardError, `rank ${rank}: ${inspect(error)}\n`);
  }
  communicator.abort(1);
}
