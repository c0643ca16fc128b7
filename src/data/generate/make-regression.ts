/**
 * A linear regression problem whose true coefficients are known.
 * Source: https://scikit-learn.org/stable/modules/generated/sklearn.datasets.make_regression.html
 */

import * as signatures from '../../signatures/data.js';
import type { Tensor } from '../../tensor/index.js';
import type { NumpyRandom } from '../random/numpy-random.js';
import { numpyRandom } from '../random/seeding.js';
import { checkCount, checkSpread } from '../split/class-sizes.js';
import { floats, type SampleOptions, shuffled } from './samples.js';

const op = 'makeRegression';

/** Options of `makeRegression`. */
export interface MakeRegressionOptions extends SampleOptions {
  /** Number of samples; default 100. */
  readonly nSamples?: number;
  /** Number of features; default 100. */
  readonly nFeatures?: number;
  /** Number of features that y depends on; default 10, at most `nFeatures`. */
  readonly nInformative?: number;
  /** Numbers to predict for each sample; default 1. */
  readonly nTargets?: number;
  /** Added to every y; default 0. */
  readonly bias?: number;
  /** Standard deviation of Gaussian noise added to y; default 0. */
  readonly noise?: number;
  /** Give the coefficients as a third tensor; default false. */
  readonly coef?: boolean;
}

/**
 * `[x, y]` with `y = x @ coef + bias + noise`: x `[nSamples, nFeatures]` of standard normals and y
 * `[nSamples]`; with `coef: true` also the coefficients `[nFeatures]`, uniform in [0, 100), or zero
 * for a feature that tells nothing. More than one target adds a last dim of `nTargets` to y and
 * coef. With the same `seed` these are scikit-learn's with `random_state`; `shuffle` also mixes the
 * features, as there. Its `effective_rank` is not offered.
 *
 * Throws `ValueError` for a count or a noise below 0, and for a bad seed.
 * @example
 * const [x, y] = makeRegression({ nSamples: 8, nFeatures: 3, seed: 1 });
 * console.log(x.shape, y.shape); // [ 8, 3 ] [ 8 ]
 */
export function makeRegression(
  options: MakeRegressionOptions & { readonly coef: true },
): [x: Tensor, y: Tensor, coef: Tensor];
export function makeRegression(options?: MakeRegressionOptions): [x: Tensor, y: Tensor];
export function makeRegression(options: MakeRegressionOptions = {}): Tensor[] {
  signatures.makeRegression.check(arguments);
  const { nSamples = 100, nFeatures = 100, nTargets = 1 } = options;
  const { shuffle = true, dtype = 'float32' } = options;
  const random = numpyRandom(op, options.seed, options.generator);
  const { samples, coef } = drawProblem(options, random);
  const rows = shuffle ? shuffled(samples, random) : samples;
  const features = shuffle ? random.permutation(nFeatures) : Int32Array.from(coef.keys());
  const values = rows.flatMap((row) => pick(row.features, features));
  const targets = rows.flatMap((row) => row.targets);
  const last = nTargets === 1 ? [] : [nTargets];
  const x = floats(values, [nSamples, nFeatures], dtype);
  const y = floats(targets, [nSamples, ...last], dtype);
  if (options.coef !== true) return [x, y];
  return [x, y, floats(pick(coef, features).flat(), [nFeatures, ...last], dtype)];
}

type Matrix = readonly (readonly number[])[];

interface Problem {
  readonly samples: readonly { readonly features: readonly number[]; readonly targets: number[] }[];
  readonly coef: Matrix;
}

/** Features, coefficients and noise, drawn in scikit-learn's order. */
function drawProblem(options: MakeRegressionOptions, random: NumpyRandom): Problem {
  const { nSamples = 100, nFeatures = 100, nInformative = 10, nTargets = 1 } = options;
  const { bias = 0, noise = 0 } = options;
  for (const [option, count] of Object.entries({ nSamples, nFeatures, nInformative, nTargets })) {
    checkCount(op, option, count);
  }
  checkSpread(op, 'noise', noise);
  const x = matrix(nSamples, nFeatures, () => random.normal(0, 1));
  const informative = Math.min(nFeatures, nInformative);
  const coef = [
    ...matrix(informative, nTargets, () => 100 * random.random()),
    ...matrix(nFeatures - informative, nTargets, () => 0),
  ];
  const clean = x.map((features) =>
    Array.from({ length: nTargets }, (_, target) => predict(features, coef, target) + bias),
  );
  const y =
    noise === 0 ? clean : clean.map((row) => row.map((value) => value + random.normal(0, noise)));
  return { samples: x.map((features, row) => ({ features, targets: y[row] ?? [] })), coef };
}

function matrix(rows: number, columns: number, draw: () => number): Matrix {
  return Array.from({ length: rows }, () => Array.from({ length: columns }, draw));
}

function predict(features: readonly number[], coef: Matrix, target: number): number {
  return features.reduce((sum, value, index) => sum + value * (coef[index]?.[target] ?? 0), 0);
}

function pick<Item>(items: readonly Item[], order: Int32Array): readonly Item[] {
  return Array.from(order, (index) => items[index]).filter((item) => item !== undefined);
}
