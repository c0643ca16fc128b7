/** Each rank's part of a data set. */

import type { Sampler } from '../../data/load/sampler.js';
import { checkSeed, NumpyRandom } from '../../data/random/numpy-random.js';
import { ValueError } from '../../errors.js';
import { at } from '../../list.js';
import * as signatures from '../../signatures/distributed.js';
import { currentWorld } from '../world/world.js';

/** Options of `DistributedSampler`. */
export interface DistributedSamplerOptions {
  /** How many parts there are; default: the number of ranks. */
  readonly numReplicas?: number;
  /** Which part this is; default: this rank. */
  readonly rank?: number;
  /** A new random order in each epoch, default true. */
  readonly shuffle?: boolean;
  /** The seed of the orders, the same on all ranks, from 0 to 2^32 - 1; default 0. */
  readonly seed?: number;
  /**
   * Whether samples that do not go round are left out; default false: some come twice, so that all
   * ranks have equally many.
   */
  readonly dropLast?: boolean;
  /**
   * Whether samples are repeated to that end, default true; false gives each sample to one rank,
   * once, so that ranks may differ by one: for evaluation, where every sample counts once.
   */
  readonly padding?: boolean;
}

/** Anything with a number of samples. */
interface Counted {
  readonly length: number;
}

/**
 * Deals the samples of a data set out to the ranks, in an order that all of them derive from one
 * seed and the epoch: rank `r` of `n` takes every `n`-th from the `r`-th on. The epoch is the
 * loader's; `setEpoch` says another. Source:
 * https://pytorch.org/docs/stable/data.html#torch.utils.data.distributed.DistributedSampler
 *
 * @throws ValueError for a data set without a length, and options out of range.
 * @example
 * const data = new TensorDataset(arange(5));
 * const options = { numReplicas: 2, rank: 1, shuffle: false };
 * const sampler = new distributed.DistributedSampler(data, options);
 * console.log([...sampler.draw(0)]); // [ 1, 3, 0 ]
 */
export class DistributedSampler implements Sampler {
  /** How many samples this rank takes in an epoch. */
  readonly length: number;
  readonly #count: number;
  readonly #replicas: number;
  readonly #rank: number;
  readonly #shuffle: boolean;
  readonly #seed: number;
  #epoch: number | null = null;

  constructor(dataset: Counted, options: DistributedSamplerOptions = {}) {
    signatures.DistributedSampler.check(arguments);
    const { shuffle = true, seed = 0, dropLast = false, padding = true } = options;
    const replicas = options.numReplicas ?? currentWorld('DistributedSampler').communicator.size;
    const rank = options.rank ?? currentWorld('DistributedSampler').communicator.rank;
    if (!Number.isInteger(replicas) || replicas < 1) {
      throw new ValueError(`DistributedSampler: numReplicas must be 1 or more, got ${replicas}`);
    }
    if (!Number.isInteger(rank) || rank < 0 || rank >= replicas) {
      throw new ValueError(
        `DistributedSampler: rank must be from 0 to ${replicas - 1}, got ${rank}`,
      );
    }
    checkSeed('DistributedSampler', seed);
    this.#count = dataset.length;
    this.#replicas = replicas;
    this.#rank = rank;
    this.#shuffle = shuffle;
    this.#seed = seed;
    const share = this.#count / replicas;
    const whole = dropLast ? Math.floor(share) : Math.ceil(share);
    this.length = padding || dropLast ? whole : Math.ceil((this.#count - rank) / replicas);
  }

  /** The order of this epoch from now on, whatever the loader's is. */
  setEpoch(epoch: number): void {
    signatures.DistributedSampler$setEpoch.check(arguments);
    this.#epoch = epoch;
  }

  /** The samples of this rank in epoch `epoch`. */
  draw(epoch: number): Int32Array {
    signatures.DistributedSampler$draw.check(arguments);
    const count = this.#count;
    const seed = [this.#seed, this.#epoch ?? epoch];
    const order = this.#shuffle
      ? new NumpyRandom('DistributedSampler', seed).permutation(count)
      : Int32Array.from({ length: count }, (_, i) => i);
    return Int32Array.from({ length: this.length }, (_, i) => {
      return at(order, (i * this.#replicas + this.#rank) % count);
    });
  }
}
