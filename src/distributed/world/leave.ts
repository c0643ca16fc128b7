/** How ranks leave: together, or all of them at once when one fails, whose error is shown once. */

import { writeSync } from 'node:fs';
import { inspect } from 'node:util';
import type { Communicator } from '../process/communicator.js';
import { DistributedError } from '../process/errors.js';

/** Milliseconds that a rank waits for the one that has more to say, before it ends all. */
const patience = 5000;
/** The same for one that says the same. */
const echo = 1000;
const standardError = 2;

/** Has this process leave its fellows when it ends, however it does. */
export function leaveTogether(communicator: Communicator): void {
  let failure: unknown = null;
  process.on('uncaughtExceptionMonitor', (error) => {
    failure = error;
    announce(communicator, error);
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

/** Tells the others of an error, which they do not show then. */
export function announce(communicator: Communicator, error: unknown): void {
  if (!isSaidElsewhere(error, communicator.rank)) communicator.farewell(farewellOf(error));
}

function farewellOf(error: unknown): string {
  const said = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return `failed (${said})`;
}

function isSaidElsewhere(error: unknown, rank: number): boolean {
  if (!(error instanceof DistributedError)) return false;
  return error.origin === 'elsewhere' || (error.origin === 'everywhere' && rank > 0);
}

/** Whether a rank before this one shows the same error, for which this waits a while. */
export function isEcho(communicator: Communicator, error: unknown): boolean {
  if (communicator.rank === 0) return false;
  const end = performance.now() + echo;
  while (performance.now() < end) {
    for (let from = 0; from < communicator.rank; from++) {
      if (communicator.heard(from) === farewellOf(error)) return true;
    }
    sleep(10);
  }
  return false;
}

function fail(communicator: Communicator, error: unknown): void {
  const { rank } = communicator;
  if (isSaidElsewhere(error, rank)) sleep(patience);
  else if (!isEcho(communicator, error)) {
    // Node would print it after this handler, by which time nobody is there any more.
    writeSync(standardError, `rank ${rank}: ${inspect(error)}\n`);
  }
  communicator.abort(1);
}

function sleep(milliseconds: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
}
