/**
 * The command line as one of several processes, `mpirun -n 4 npx chainrule train data.csv`: all of
 * them train, the first one speaks and writes.
 */

import { DataLoader } from '../../data/index.js';
import { distributed } from '../../distributed/index.js';
import { announce, isEcho as echoes } from '../../distributed/world/leave.js';
import { currentWorld, isLaunched } from '../../distributed/world/world.js';
import { spreadTrainings } from '../../train/ranks/spread.js';
import { quiet, type Terminal } from '../screen/terminal.js';

let isEcho: ((error: unknown) => boolean) | null = null;

/** Whether another process shows this error, which several of them met. */
export function isShownElsewhere(error: unknown): boolean {
  return isEcho?.(error) ?? false;
}

/** Finds the other processes, if there are some; gives this one's place to write to. */
export async function joinLaunch(terminal: Terminal): Promise<Terminal> {
  if (!isLaunched()) return terminal;
  await distributed.init();
  const { communicator } = currentWorld('init');
  const { rank, size } = communicator;
  if (size === 1) return terminal;
  isEcho = (error) => {
    announce(communicator, error);
    return echoes(communicator, error);
  };
  const { DistributedDataParallel, DistributedSampler } = distributed;
  spreadTrainings({
    train: (data, { batchSize, seed }) => {
      const own = Math.ceil(batchSize / size);
      const sampler = new DistributedSampler(data, { seed });
      return new DataLoader(data, { batchSize: own, sampler });
    },
    validation: (data, batchSize) => {
      const sampler = new DistributedSampler(data, { shuffle: false, padding: false });
      return new DataLoader(data, { batchSize, sampler });
    },
    share: (model) => new DistributedDataParallel(model),
  });
  if (rank > 0) return quiet(terminal);
  terminal.write(`${size} processes train together\n`);
  // What launchers hand on is no screen, even where it says that it is one, of no columns.
  return { ...terminal, live: false, columns: 80, style: (_, text) => text };
}
