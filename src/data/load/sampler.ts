/** Which samples an epoch takes, and in which order: samplers of a `DataLoader`. */

import { ValueError } from '../../errors.js';
import * as signatures from '../../signatures/data.js';
import type { GeneratorOption, Tensor } from '../../tensor/index.js';
import { numbersIn } from '../numbers-in.js';
import { checkSeed, NumpyRandom } from '../random/numpy-random.js';
import { drawSeed } from '../random/seeding.js';

/** Chooses the samples of an epoch. An object of your own with these two will do. */
export interface Sampler {
  /** How many samples an epoch takes. */
  readonly length: number;
  /** The indices of epoch `epoch`, counted from 0, in order; an index may repeat. */
  draw(epoch: number): Int32Array;
}

/** Options of `WeightedRandomSampler`. */
export interface WeightedRandomSamplerOptions extends GeneratorOption {
  /** Whether a sample may come more than once in an epoch; default true. */
  readonly replacement?: boolean;
  /** Seed from 0 to 2^32 - 1; default: drawn from `generator`. */
  readonly seed?: number;
}

/**
 * Draws sample `i` with a probability in proportion to `weights[i]`, so that rare classes can come
 * as often as others. `weights` `[N]` are not negative and need not add up to 1. PyTorch's
 * `torch.utils.data.WeightedRandomSampler`; the numbers drawn are others.
 *
 * Throws `ValueError` for negative, infinite or only zero weights, for a number of samples that is
 * not a positive integer, and without replacement for more samples than weights above 0.
 *
 * @example
 * const sampler = new WeightedRandomSampler([0, 1, 0], 4); // only the sample in the middle
 * const loader = new DataLoader(new TensorDataset(tensor([1, 2, 3])), { batchSize: 4, sampler });
 * for (const [x] of loader) console.log(x.toArray()); // [ 2, 2, 2, 2 ]
 */
export class WeightedRandomSampler implements Sampler {
  /** How many samples an epoch takes. */
  readonly length: number;
  readonly #weights: Float64Array;
  readonly #replacement: boolean;
  readonly #seed: number | undefined;
  readonly #generator: GeneratorOption['generator'];

  constructor(
    weights: Tensor | ArrayLike<number>,
    numSamples: number,
    options: WeightedRandomSamplerOptions = {},
  ) {
    signatures.WeightedRandomSampler.check(arguments);
    const { replacement = true, seed } = options;
    this.#weights = Float64Array.from(numbersIn(op, weights));
    this.#replacement = replacement;
    this.#seed = seed;
    this.#generator = options.generator;
    this.length = numSamples;
    if (seed !== undefined) checkSeed(op, seed);
    this.#check();
  }

  #check(): void {
    const bad = this.#weights.findIndex((weight) => !(weight >= 0 && weight < Infinity));
    if (bad >= 0) {
      throw new ValueError(
        `${op}: weights must be finite and not negative, weight ${bad} is ${this.#weights[bad]}`,
      );
    }
    const drawable = this.#weights.filter((weight) => weight > 0).length;
    if (drawable === 0) throw new ValueError(`${op}: all ${this.#weights.length} weights are 0`);
    if (!Number.isInteger(this.length) || this.length < 1) {
      throw new ValueError(`${op}: numSamples must be a positive integer, got ${this.length}`);
    }
    if (!this.#replacement && this.length > drawable) {
      throw new ValueError(
        `${op}: without replacement there are ${drawable} samples to draw, got numSamples ` +
          `${this.length}. Draw fewer, or leave out replacement: false`,
      );
    }
  }

  /** The indices of an epoch. */
  draw(epoch: number): Int32Array {
    signatures.WeightedRandomSampler$draw.check(arguments);
    const seed = this.#seed === undefined ? drawSeed(this.#generator) : [this.#seed, epoch];
    const random = new NumpyRandom(op, seed);
    return this.#replacement ? this.#withReplacement(random) : this.#without(random);
  }

  #withReplacement(random: NumpyRandom): Int32Array {
    const ends = new Float64Array(this.#weights.length);
    let total = 0;
    this.#weights.forEach((weight, i) => {
      total += weight;
      ends[i] = total;
    });
    return Int32Array.from({ length: this.length }, () =>
      firstAbove(ends, total * random.random()),
    );
  }

  /** Efraimidis and Spirakis, "Weighted random sampling with a reservoir", 2006: largest keys. */
  #without(random: NumpyRandom): Int32Array {
    const keys = this.#weights.map((weight) => Math.log(1 - random.random()) / weight);
    const order = Int32Array.from(keys, (_, i) => i).filter((i) => (this.#weights[i] ?? 0) > 0);
    return order.sort((a, b) => (keys[b] ?? 0) - (keys[a] ?? 0)).slice(0, this.length);
  }
}

const op = 'WeightedRandomSampler';

/** The first place whose end lies above `value`; ends ascend. */
function firstAbove(ends: Float64Array, value: number): number {
  let [low, high] = [0, ends.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ends[middle] ?? 0) > value) high = middle;
    else low = middle + 1;
  }
  return low;
}
