/** The processes that run this program together: who they are, how it begins and how it ends. */

import { availableParallelism, hostname } from 'node:os';
import { ValueError } from '../../errors.js';
import { setNumThreads } from '../../runtime/devices.js';
import * as signatures from '../../signatures/distributed.js';
import { joinRanks } from '../../train/ranks/ranks.js';
import { loadMpi } from '../mpi/library.js';
import { MpiCommunicator } from '../mpi/mpi-communicator.js';
import { Alone, type Communicator } from '../process/communicator.js';
import { DistributedError } from '../process/errors.js';
import { hasFastNetwork } from './fast-network.js';
import { isLaunchedBy, sizeVariables } from './launcher.js';
import { leaveTogether } from './leave.js';
import { gatherObjects } from './objects.js';
import { trainerRanks } from './trainer-ranks.js';
import { startWatch } from './watch.js';

/** Options of `init`. */
export interface InitOptions {
  /**
   * Whether sums are added in the order of the ranks, so that they are the same bits with every
   * MPI library and network. Takes another copy of what is reduced. Default false.
   */
  readonly deterministic?: boolean;
  /**
   * Threads of each rank. Default: the processors of its host, shared among the ranks there;
   * `setNumThreads` later is as good.
   */
  readonly threads?: number;
  /**
   * Seconds without a sign of life after which a rank on another host counts as lost, and all end
   * with an error that names it. A thread of its own gives the signs, however long the program
   * computes. That of rank 0 counts; 0 switches it off, for processes that are stopped on purpose.
   * Default 15.
   */
  readonly heartbeatTimeout?: number;
}

/** What `init` has found. */
interface World {
  readonly communicator: Communicator;
  readonly localRank: number;
  readonly isDeterministic: boolean;
  /** Whether ranks are on several hosts, which an ordinary network joins. */
  readonly isOverNetwork: boolean;
}

let world: World | null = null;

/**
 * Finds the other processes of `mpirun -n 4 node train.js` (or `mpiexec`, `srun`): loads the MPI
 * library that started them and initialises it. Without a launcher the program is one rank, and
 * everything of `chainrule/distributed` still runs; no library is needed then. A second call does
 * nothing. At the end of the program the ranks leave together; one that throws ends all.
 *
 * Throws `DistributedError` when a launcher is there and no library or `koffi` is, or when the
 * library found is not the launcher's.
 * @example
 * await distributed.init();
 * console.log(distributed.rank(), distributed.worldSize()); // 0 1
 */
export async function init(options: InitOptions = {}): Promise<void> {
  signatures.init.check(arguments);
  if (world !== null) return;
  const { heartbeatTimeout = 15 } = options;
  if (!(heartbeatTimeout >= 0 && heartbeatTimeout < Infinity)) {
    throw new ValueError(
      'distributed.init: heartbeatTimeout is a number of seconds, or 0 for no watch, got ' +
        `${heartbeatTimeout}`,
    );
  }
  const { env } = process;
  const hasLauncher = isLaunchedBy(env);
  const communicator = hasLauncher ? await connect(env) : new Alone();
  const own = { host: hostname(), pid: process.pid, hasFastNetwork: hasFastNetwork() };
  const hosts = gatherObjects(communicator, 'init', own);
  const mine = hosts
    .map(({ host }, rank) => ({ host, rank }))
    .filter(({ host }) => host === own.host);
  const localRank = mine.findIndex(({ rank }) => rank === communicator.rank);
  const isOverNetwork = mine.length < hosts.length && !hosts.some((other) => other.hasFastNetwork);
  const isDeterministic = options.deterministic === true;
  world = { communicator, localRank, isDeterministic, isOverNetwork };
  if (hasLauncher) {
    const share = Math.max(1, Math.floor(availableParallelism() / mine.length));
    setNumThreads(options.threads ?? share);
    leaveTogether(communicator);
    // On one host there is no network to be cut, and a launcher knows of its own processes' ends.
    if (mine.length < hosts.length) {
      const names = hosts.map(({ host }) => host);
      await startWatch(communicator, names, heartbeatTimeout);
    }
    const processes = hosts.map(({ host, pid }) => `process ${pid} on ${host}`);
    if (communicator.size > 1) joinRanks(trainerRanks(communicator, processes));
  } else if (options.threads !== undefined) setNumThreads(options.threads);
}

/** Whether a launcher of MPI programs started this process. */
export function isLaunched(): boolean {
  const { env } = process;
  return isLaunchedBy(env);
}

async function connect(env: NodeJS.ProcessEnv): Promise<Communicator> {
  // V8 catches faults of WebAssembly's guard pages, which UCX would take for crashes.
  env.UCX_ERROR_SIGNALS = '';
  // UCX tries its memory hooks out by sbrk(+page) and sbrk(-page). Where V8's code lies right
  // behind the heap, the first fails, and the second takes a page away that is in use.
  env.UCX_MEM_EVENTS ??= 'n';
  // More ranks than processors: who waits lets others work.
  env.OMPI_MCA_mpi_yield_when_idle ??= '1';
  const communicator = new MpiCommunicator(await loadMpi(env));
  const expected = sizeVariables
    .slice(0, 2)
    .map((name) => env[name])
    .find((size) => size !== undefined);
  if (expected !== undefined && Number(expected) !== communicator.size) {
    throw new DistributedError(
      `distributed.init: the launcher started ${expected} processes, but the MPI library found ` +
        `(${communicator.library}) sees ${communicator.size}: it belongs to another launcher. ` +
        'Use the mpirun of that library, or name the right one: CHAINRULE_MPI=/path/to/libmpi.so',
    );
  }
  return communicator;
}

/** The processes of this program. @throws ValueError before `init`. */
export function currentWorld(call: string): World {
  if (world === null) {
    throw new ValueError(`distributed.${call}: call await distributed.init() first`);
  }
  return world;
}

/**
 * The number of this process among all, from 0. @throws ValueError before `init`.
 * @example
 * await distributed.init();
 * if (distributed.rank() === 0) console.log('said once'); // said once
 */
export function rank(): number {
  return currentWorld('rank').communicator.rank;
}

/**
 * The number of processes. @throws ValueError before `init`.
 * @example
 * await distributed.init();
 * console.log(distributed.worldSize()); // 1
 */
export function worldSize(): number {
  return currentWorld('worldSize').communicator.size;
}

/**
 * The number of this process among those on its host, from 0. @throws ValueError before `init`.
 * @example
 * await distributed.init();
 * console.log(distributed.localRank()); // 0
 */
export function localRank(): number {
  return currentWorld('localRank').localRank;
}

/**
 * Whether `init` has been called.
 * @example
 * await distributed.init();
 * console.log(distributed.isInitialized()); // true
 */
export function isInitialized(): boolean {
  return world !== null;
}
