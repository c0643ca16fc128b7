/**
 * The place in an epoch of a training that goes on with another number of ranks, or with batches of
 * another size: it is told in samples of all ranks, the first of which are done.
 */

import { samplesOf, type TensorTree, tensorsOf, withTensors } from '../measure/batch.js';
import type { Together } from './together.js';

/** The batches of an epoch that are done wholly, and what is done of the next. */
export interface Done {
  readonly batches: number;
  readonly samples: number;
}

/** How much of an epoch is done, when its first batch, full, is `first` on each rank. */
export function doneOf(samples: number, first: TensorTree, { ranks }: Together): Done {
  const size = ranks.size * samplesOf(first);
  const batches = Math.floor(samples / size);
  return { batches, samples: samples - batches * size };
}

/**
 * Batch `number` of an epoch, counted from 1, without those samples that are done, the first ones
 * of all ranks' batches together. Sample `i` of rank `r` of `n` is number `i * n + r`, as a
 * `DistributedSampler` deals them.
 */
export function undone<B extends TensorTree>(
  batch: B,
  number: number,
  done: Done,
  together: Together,
): B {
  if (number !== done.batches + 1 || done.samples === 0) return batch;
  const { rank, size } = together.ranks;
  const own = Math.max(0, Math.ceil((done.samples - rank) / size));
  const count = samplesOf(batch);
  const start = Math.min(own, count - 1);
  const parts = tensorsOf(batch).map((part) => part.slice(0, start));
  const rest = withTensors(batch, parts[Symbol.iterator]());
  return own < count ? rest : together.fill(rest);
}
