/** Each rank's part of a stream of samples. */

import type { IterableDataset } from '../../data/load/iterable.js';
import { ValueError } from '../../errors.js';
import * as signatures from '../../signatures/distributed.js';
import type { Tensor } from '../../tensor/index.js';
import { currentWorld } from '../world/world.js';

/**
 * Every `n`-th sample of a stream for each of `n` ranks, from the rank-th on; samples that do not
 * go round are left out, so that all ranks have equally many. The stream must give the same samples
 * on every rank.
 *
 * @throws ValueError for what is no stream.
 * @example
 * await distributed.init();
 * const samples = [[tensor(1)], [tensor(2)]];
 * console.log([...distributed.shard(samples)].length); // 2
 */
export function shard<Sample extends readonly Tensor[]>(
  samples: IterableDataset<Sample>,
): IterableDataset<Sample> {
  signatures.shard.check(arguments);
  const { rank, size } = currentWorld('shard').communicator;
  if (Symbol.iterator in samples) return { [Symbol.iterator]: () => everyNth(samples, rank, size) };
  if (Symbol.asyncIterator in samples) {
    return { [Symbol.asyncIterator]: () => everyNthLater(samples, rank, size) };
  }
  throw new ValueError('distributed.shard: the data set must be iterable');
}

function* everyNth<T>(samples: Iterable<T>, rank: number, size: number): Generator<T> {
  let round: T[] = [];
  for (const sample of samples) {
    round.push(sample);
    if (round.length < size) continue;
    yield* round.slice(rank, rank + 1);
    round = [];
  }
}

async function* everyNthLater<T>(
  samples: AsyncIterable<T>,
  rank: number,
  size: number,
): AsyncGenerator<T> {
  let round: T[] = [];
  for await (const sample of samples) {
    round.push(sample);
    if (round.length < size) continue;
    yield* round.slice(rank, rank + 1);
    round = [];
  }
}
