/** What a `Trainer` and its files know of the ranks: `Ranks`, over a communicator. */

import { at } from '../../list.js';
import type { Ranks } from '../../train/ranks/ranks.js';
import type { Communicator } from '../process/communicator.js';
import { agree, gatherObjects } from './objects.js';

const call = 'Trainer';

/** The processes of a communicator, for trainings. */
export function trainerRanks(communicator: Communicator, processes: readonly string[]): Ranks {
  const { rank, size } = communicator;
  return {
    rank,
    size,
    processes,
    sum: (numbers) => {
      agree(communicator, call, ` sums ${numbers.length} numbers`);
      const sums = numbers.slice();
      communicator.allReduce(sums, 'float64', 'sum');
      return sums;
    },
    max: (number) => at(agree(communicator, call, ' takes the largest', [number]), 0),
    gather: (text) => gatherObjects(communicator, call, text),
    spread: (bytes) => {
      const [length = 0] = agree(communicator, call, ' spreads bytes', [bytes?.length ?? 0]);
      const data = bytes ?? new Uint8Array(length);
      communicator.broadcast(data, null, 0);
      return data;
    },
  };
}
