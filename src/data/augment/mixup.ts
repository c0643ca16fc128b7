/** Mixup: batches whose samples are blends of two, and so are their labels. */

import { ShapeError, ValueError } from '../../errors.js';
import { show } from '../../graph/shape.js';
import * as signatures from '../../signatures/data.js';
import { type Tensor, tensor } from '../../tensor/index.js';
import { checkSeed, NumpyRandom } from '../random/numpy-random.js';
import { drawSeed } from '../random/seeding.js';

/** Options of `mixup`. */
export interface MixupOptions {
  /** Number of classes. */
  readonly classes: number;
  /** Both parameters of the Beta distribution of the blend, above 0; default 1: uniform. */
  readonly alpha?: number;
  /** Seed from 0 to 2^32 - 1; default: drawn from the stream that `manualSeed` sets. */
  readonly seed?: number;
}

/**
 * Blends each sample of a batch with another one of it: `x` `[N, ...]` and classes `y` `[N]` to
 * `share * x + (1 - share) * x[other]` and probabilities `[N, classes]` for `crossEntropy`, with
 * one share for the batch. float32. Source: Zhang et al., "mixup: Beyond Empirical Risk
 * Minimization", 2018.
 *
 * Throws `ValueError` for a bad `alpha` or a label outside 0..classes - 1, `ShapeError` where x and
 * y differ in length.
 *
 * @example
 * const [x, y] = [tensor([[0], [1]]), tensor([0, 1], { dtype: 'int32' })];
 * const [mixed, probabilities] = mixup(x, y, { classes: 2, alpha: 0.2, seed: 1 });
 * console.log(mixed.shape, probabilities.sum(1).toArray()); // [ 2, 1 ] [ 1, 1 ]
 */
export function mixup(x: Tensor, y: Tensor, options: MixupOptions): [x: Tensor, y: Tensor] {
  signatures.mixup.check(arguments);
  const { classes, alpha = 1, seed } = options;
  if (!(alpha > 0)) throw new ValueError(`mixup: alpha must be above 0, got ${alpha}`);
  if (seed !== undefined) checkSeed('mixup', seed);
  const [count = 0] = x.shape;
  if (y.ndim !== 1 || y.shape[0] !== count) {
    throw new ShapeError(
      `mixup: needs one class per sample, got x ${show(x.shape)} and y ${show(y.shape)}`,
    );
  }
  const random = new NumpyRandom('mixup', seed ?? drawSeed());
  const share = beta(random, alpha);
  const others = random.permutation(count);
  const values = x.toTypedArray();
  const size = count === 0 ? 0 : values.length / count;
  const mixed = new Float32Array(values.length);
  for (let i = 0; i < values.length; i++) {
    const row = Math.floor(i / size);
    const other = (others[row] ?? 0) * size + (i % size);
    mixed[i] = share * (values[i] ?? 0) + (1 - share) * (values[other] ?? 0);
  }
  const labels = Array.from(y.toTypedArray());
  const bad = labels.find((label) => !(Number.isInteger(label) && label >= 0 && label < classes));
  if (bad !== undefined) {
    throw new ValueError(`mixup: label ${bad} is outside of 0 to ${classes - 1}`);
  }
  const blended = new Float32Array(count * classes);
  labels.forEach((label, row) => {
    const other = row * classes + (labels[others[row] ?? 0] ?? 0);
    const own = row * classes + label;
    blended[own] = (blended[own] ?? 0) + share;
    blended[other] = (blended[other] ?? 0) + 1 - share;
  });
  return [tensor(mixed, { shape: [...x.shape] }), tensor(blended, { shape: [count, classes] })];
}

/** A number with the Beta distribution whose parameters are both `alpha`. */
function beta(random: NumpyRandom, alpha: number): number {
  const [a, b] = [logGamma(random, alpha), logGamma(random, alpha)];
  return 1 / (1 + Math.exp(b - a));
}

/**
 * The logarithm of a number with the Gamma distribution, which is too small for a double where
 * `alpha` is small. Source: Marsaglia and Tsang, "A Simple Method for Generating Gamma Variables",
 * 2000.
 */
function logGamma(random: NumpyRandom, alpha: number): number {
  if (alpha < 1) return logGamma(random, alpha + 1) + Math.log(1 - random.random()) / alpha;
  const d = alpha - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const x = random.normal(0, 1);
    const v = (1 + c * x) ** 3;
    if (v <= 0) continue;
    if (Math.log(1 - random.random()) < 0.5 * x * x + d - d * v + d * Math.log(v)) {
      return Math.log(d * v);
    }
  }
}
