/**
 * One perceptron: a weight per feature and an intercept, corrected by each sample that it gets
 * wrong. Order of samples and rule for stopping are those of scikit-learn's `SGDClassifier`.
 * Source: Rosenblatt, "The perceptron", 1958, https://doi.org/10.1037/h0042519
 */

import { ValueError } from '../errors.js';
import { at } from '../list.js';

/** Samples of a unit: rows of doubles one after the other, and +1 or -1 for each. */
export interface UnitData {
  readonly x: Float64Array;
  readonly signs: Int8Array;
}

/** How a unit learns; see `PerceptronOptions`. */
export interface UnitSettings {
  readonly eta0: number;
  readonly fitIntercept: boolean;
  readonly shuffle: boolean;
  readonly maxIter: number;
  /** null: all epochs are run. */
  readonly tol: number | null;
  readonly nIterNoChange: number;
  /** Seed of the order of samples, from 0 to 2^31 - 2. */
  readonly seed: number;
}

/** scikit-learn's small generator (Marsaglia's xorshift), so that equal seeds give equal orders. */
function xorshift(seed: number): () => number {
  let state = seed === 0 ? 1 : seed;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    state >>>= 0;
    return state % 2 ** 31;
  };
}

/** Shuffles in place, from the front. */
function shuffle(order: Int32Array, seed: number): void {
  const draw = xorshift(seed);
  for (let i = 0; i < order.length - 1; i++) {
    const j = i + (draw() % (order.length - i));
    const kept = at(order, i);
    order[i] = at(order, j);
    order[j] = kept;
  }
}

/**
 * A perceptron that tells two classes apart: positive on one side of a plane, negative on the
 * other.
 */
export class LinearUnit {
  readonly weights: Float64Array;
  intercept = 0;

  constructor(features: number) {
    this.weights = new Float64Array(features);
  }

  /** `w · x + b` for the row that starts at `start`. */
  decision(x: Float64Array, start: number): number {
    const { weights } = this;
    let sum = 0;
    for (let i = 0; i < weights.length; i++) sum += at(weights, i) * at(x, start + i);
    return sum + this.intercept;
  }

  /**
   * Learns, and returns the number of mistakes in each epoch.
   * @throws ValueError when a weight is no finite number any more.
   */
  fit({ x, signs }: UnitData, settings: UnitSettings): number[] {
    const { tol, maxIter, nIterNoChange } = settings;
    const order = Int32Array.from(signs, (_, i) => i);
    const mistakes: number[] = [];
    let best = Number.POSITIVE_INFINITY;
    let idle = 0;
    while (mistakes.length < maxIter && idle < nIterNoChange) {
      if (settings.shuffle) shuffle(order, settings.seed);
      const { wrong, loss } = this.#epoch(x, signs, order, settings);
      mistakes.push(wrong);
      this.#checkFinite(mistakes.length);
      const improved = tol === null || !(loss > best - tol * signs.length);
      idle = improved ? 0 : idle + 1;
      best = Math.min(best, loss);
    }
    return mistakes;
  }

  #checkFinite(epoch: number): void {
    if (Number.isFinite(this.intercept) && this.weights.every(Number.isFinite)) return;
    throw new ValueError(
      `Perceptron: Floating-point under-/overflow occurred at epoch #${epoch}. ` +
        'Scaling input data with StandardScaler or MinMaxScaler might help',
    );
  }

  /** One pass over the samples: a wrong one pulls the plane towards its side. */
  #epoch(
    x: Float64Array,
    signs: Int8Array,
    order: Int32Array,
    { eta0, fitIntercept }: UnitSettings,
  ): { wrong: number; loss: number } {
    const { weights } = this;
    let wrong = 0;
    let loss = 0;
    for (const sample of order) {
      const start = sample * weights.length;
      const sign = at(signs, sample);
      const margin = sign * this.decision(x, start);
      // A margin that has overflowed to NaN is no mistake, as in scikit-learn.
      if (!(margin <= 0)) continue;
      wrong += 1;
      loss -= margin;
      const update = eta0 * sign;
      for (let i = 0; i < weights.length; i++) {
        weights[i] = at(weights, i) + update * at(x, start + i);
      }
      if (fitIntercept) this.intercept += update;
    }
    return { wrong, loss };
  }
}
