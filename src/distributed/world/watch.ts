/**
 * The watch over ranks on several hosts: MPI itself waits for ever for a host that a cut network
 * has taken away. One thread of each rank beats, not the main one, so a rank that computes, or
 * stands at a breakpoint, is alive. The thread never calls MPI.
 */

import { randomBytes } from 'node:crypto';
import { networkInterfaces } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { Communicator } from '../process/communicator.js';
import { DistributedError } from '../process/errors.js';
import { gatherObjects } from './objects.js';
import { watchProgram } from './watch-program.js';

/** Milliseconds between beats. */
const interval = 1000;
/** Milliseconds that the main thread has for its error, and again for its end. */
const grace = 5000;

/** Where rank 0 listens, and what it is told by those who belong to it. */
interface Meeting {
  readonly addresses: readonly string[];
  readonly port: number;
  readonly token: string;
  readonly limit: number;
}

/** Addresses of this host that others may reach. */
function ownAddresses(): string[] {
  return Object.values(networkInterfaces())
    .flatMap((list) => list ?? [])
    .filter(({ internal, address }) => !internal && !address.startsWith('fe80'))
    .map(({ address }) => address);
}

/**
 * Starts the watch of this rank; every rank calls it. `limit` is in seconds, that of rank 0 counts,
 * and 0 starts none.
 */
export async function startWatch(
  communicator: Communicator,
  hosts: readonly string[],
  limit: number,
): Promise<void> {
  const { rank } = communicator;
  const own = { token: randomBytes(16).toString('hex'), limit: limit * 1000 };
  const [first] = gatherObjects(communicator, 'init', own);
  if (first === undefined || first.limit === 0) return;
  // [lost rank + 1, whether the main thread has its error]
  const state = new Int32Array(new SharedArrayBuffer(8));
  const workerData = { ...first, rank, state, interval, grace };
  // Without execArgv the thread would load the loaders of the process.
  const worker = new Worker(watchProgram, { eval: true, execArgv: [], workerData });
  worker.on('error', () => {});
  const port = rank === 0 ? await portOf(worker) : 0;
  worker.unref();
  const mine: Meeting = { ...first, addresses: ownAddresses(), port };
  const [meeting] = gatherObjects(communicator, 'init', mine);
  const messages = hosts.map(
    (host, lost) =>
      `rank ${lost} on ${host} has not been heard of for ${first.limit / 1000} s: its host or the ` +
      'network to it has failed, or it was stopped',
  );
  worker.postMessage({ ...meeting, messages });
  communicator.heed((call) => {
    const lost = Atomics.load(state, 0) - 1;
    if (lost < 0) return;
    Atomics.store(state, 1, 1);
    const origin = rank === 0 || lost === 0 ? 'here' : 'elsewhere';
    throw new DistributedError(`${messages[lost]}; rank ${rank} waits in ${call}`, origin);
  });
}

function portOf(worker: Worker): Promise<number> {
  return new Promise((resolve) => {
    worker.once('message', resolve);
    worker.once('error', () => resolve(0));
  });
}
