/**
 * A watch over ranks on other hosts, since MPI does not tell a rank that is slow from one that
 * cannot be reached. A thread of each process, which never waits for a computation, keeps a
 * connection to that of rank 0 and says each second that it is there. Whoever has heard nothing for
 * a while says so and ends its process, whatever that waits for.
 */

import { networkInterfaces } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { Communicator } from '../process/communicator.js';
import { gatherObjects } from './objects.js';
import { watchProgram } from './watch-program.js';

/** Where rank 0 listens. */
interface Meeting {
  readonly addresses: readonly string[];
  readonly port: number;
}

/** Milliseconds without a sign of life after which a rank is given up. */
const patience = 10_000;

/** Starts the watch, where there is more than one host. `hosts` are those of the ranks. */
export async function watchRanks(
  communicator: Communicator,
  hosts: readonly string[],
): Promise<void> {
  const { rank } = communicator;
  if (new Set(hosts).size < 2) return;
  const workerData = { rank, hosts, patience };
  const worker = new Worker(watchProgram, { eval: true, workerData });
  worker.unref();
  const port = await new Promise<number>((resolve) => worker.once('message', resolve));
  const addresses = Object.values(networkInterfaces())
    .flatMap((list) => list ?? [])
    .filter(({ internal, family }) => !internal && family === 'IPv4')
    .map(({ address }) => address);
  const own: Meeting | null = rank === 0 ? { addresses, port } : null;
  const [meeting] = gatherObjects(communicator, 'init', own);
  if (rank > 0) worker.postMessage(meeting);
  // Before `leaveTogether`, whose end is peaceful: nobody is missed then.
  process.on('exit', () => worker.postMessage('leaving'));
}
