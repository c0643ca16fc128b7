/**
 * Gaussian clouds of points, one per class.
 * Source: https://scikit-learn.org/stable/modules/generated/sklearn.datasets.make_blobs.html
 */

import { ValueError } from '../../errors.js';
import * as signatures from '../../signatures/data.js';
import type { Tensor } from '../../tensor/index.js';
import type { NumpyRandom } from '../random/numpy-random.js';
import { numpyRandom } from '../random/seeding.js';
import { checkCount, checkSpread } from '../split/class-sizes.js';
import { classes, floats, type SampleOptions, shuffled } from './samples.js';

const op = 'makeBlobs';

/** Options of `makeBlobs`. */
export interface MakeBlobsOptions extends SampleOptions {
  /** Number of points, shared out evenly, or the number of points of each cloud; default 100. */
  readonly nSamples?: number | readonly number[];
  /** Coordinates of a point; default 2, or as `centers` has them. */
  readonly nFeatures?: number;
  /** Number of clouds, or their centres; default 3, or as many as `nSamples` lists. */
  readonly centers?: number | readonly (readonly number[])[];
  /** Standard deviation of all clouds, or of each; default 1. */
  readonly clusterStd?: number | readonly number[];
  /** Lower and upper end of each coordinate of centres drawn at random; default `[-10, 10]`. */
  readonly centerBox?: readonly [low: number, high: number];
  /** Give the centres as a third tensor; default false. */
  readonly returnCenters?: boolean;
}

/**
 * `[x, y]`: points `[nSamples, nFeatures]` and the cloud of each, int32 from 0; with
 * `returnCenters: true` also the centres `[clouds, nFeatures]`. With the same `seed` these are
 * scikit-learn's with `random_state`.
 *
 * Throws `ValueError` for lists of different lengths, a count or a deviation below 0, and a bad
 * seed.
 * @example
 * const [x, y] = makeBlobs({ nSamples: 6, centers: 3, seed: 1 });
 * console.log(x.shape, y.shape); // [ 6, 2 ] [ 6 ]
 */
export function makeBlobs(
  options: MakeBlobsOptions & { readonly returnCenters: true },
): [x: Tensor, y: Tensor, centers: Tensor];
export function makeBlobs(options?: MakeBlobsOptions): [x: Tensor, y: Tensor];
export function makeBlobs(options: MakeBlobsOptions = {}): Tensor[] {
  signatures.makeBlobs.check(arguments);
  const { nSamples = 100, clusterStd = 1, shuffle = true, dtype = 'float32' } = options;
  const random = numpyRandom(op, options.seed, options.generator);
  const centers = chooseCenters(options, random);
  const features = centers[0]?.length ?? 0;
  const sizes = perCloud('nSamples', nSamples, centers.length, shareOut);
  const stds = perCloud('clusterStd', clusterStd, centers.length, (std, clouds) =>
    Array.from({ length: clouds }, () => std),
  );
  for (const size of sizes) checkCount(op, 'nSamples', size);
  for (const std of stds) checkSpread(op, 'clusterStd', std);
  const points = centers.flatMap((center, label) =>
    Array.from({ length: sizes[label] ?? 0 }, () => ({
      x: center.map((mean) => random.normal(mean, stds[label] ?? 1)),
      label,
    })),
  );
  const ordered = shuffle ? shuffled(points, random) : points;
  const values = ordered.flatMap(({ x }) => x);
  const x = floats(values, [ordered.length, features], dtype);
  const y = classes(ordered.map(({ label }) => label));
  if (options.returnCenters !== true) return [x, y];
  return [x, y, floats(centers.flat(), [centers.length, features], dtype)];
}

function chooseCenters(
  options: MakeBlobsOptions,
  random: NumpyRandom,
): readonly (readonly number[])[] {
  const { nSamples, nFeatures = 2, centerBox = [-10, 10] } = options;
  const { centers = Array.isArray(nSamples) ? nSamples.length : 3 } = options;
  if (typeof centers === 'number') {
    checkCount(op, 'centers', centers);
    checkCount(op, 'nFeatures', nFeatures);
    return Array.from({ length: centers }, () =>
      Array.from({ length: nFeatures }, () => random.uniform(...centerBox)),
    );
  }
  const ragged = centers.find((center) => center.length !== centers[0]?.length);
  if (ragged !== undefined) {
    throw new ValueError(
      `${op}: centers must have equally many coordinates, got ${centers[0]?.length} and ` +
        `${ragged.length}`,
    );
  }
  return centers;
}

/** One number per cloud: the list itself, or what `spread` makes of a single number. */
function perCloud(
  option: string,
  value: number | readonly number[],
  clouds: number,
  spread: (value: number, clouds: number) => readonly number[],
): readonly number[] {
  const list = typeof value === 'number' ? spread(value, clouds) : value;
  if (list.length === clouds) return list;
  throw new ValueError(
    `${op}: ${option} needs one number per centre, got ${list.length} for ${clouds} centres`,
  );
}

/** `total` in nearly equal parts, the first ones one larger. */
function shareOut(total: number, parts: number): readonly number[] {
  checkCount(op, 'nSamples', total);
  return Array.from(
    { length: parts },
    (_, part) => Math.floor(total / parts) + (part < total % parts ? 1 : 0),
  );
}
