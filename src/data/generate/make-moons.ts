/**
 * Two classes on two curves in the plane: interleaving half circles, and a circle within a circle.
 * Source: https://scikit-learn.org/stable/modules/generated/sklearn.datasets.make_moons.html
 */

import { ValueError } from '../../errors.js';
import * as signatures from '../../signatures/data.js';
import type { Tensor } from '../../tensor/index.js';
import { numpyRandom } from '../random/seeding.js';
import { checkSpread, twoSizes } from '../split/class-sizes.js';
import { classes, floats, type SampleOptions, shuffled } from './samples.js';

/** Options of `makeMoons`. */
export interface MakeMoonsOptions extends SampleOptions {
  /** Number of points, or of points on each curve; default 100. */
  readonly nSamples?: number | readonly [first: number, second: number];
  /** Standard deviation of Gaussian noise added to both coordinates; default 0. */
  readonly noise?: number;
}

/** Options of `makeCircles`. */
export interface MakeCirclesOptions extends MakeMoonsOptions {
  /** Radius of the inner circle, from 0 to less than 1, the outer being 1; default 0.8. */
  readonly factor?: number;
}

interface Point {
  readonly x: number;
  readonly y: number;
  readonly label: 0 | 1;
}

/**
 * `[x, y]`: points `[nSamples, 2]` on two interleaving half circles and their class, int32 0
 * (upper) or 1 (lower). With the same `seed` these are scikit-learn's with `random_state`.
 *
 * Throws `ValueError` for a count or a noise below 0, and for a bad seed.
 * @example
 * const [x, y] = makeMoons({ nSamples: 10, seed: 1 });
 * console.log(x.shape, y.sum().item()); // [ 10, 2 ] 5
 */
export function makeMoons(options: MakeMoonsOptions = {}): [x: Tensor, y: Tensor] {
  signatures.makeMoons.check(arguments);
  const [upper, lower] = twoSizes('makeMoons', options.nSamples ?? 100);
  const points = [
    ...angles(upper, Math.PI, true).map((t) => point(Math.cos(t), Math.sin(t), 0)),
    ...angles(lower, Math.PI, true).map((t) => point(1 - Math.cos(t), 1 - Math.sin(t) - 0.5, 1)),
  ];
  return finish('makeMoons', points, options);
}

/**
 * `[x, y]`: points `[nSamples, 2]` on a circle of radius 1 and on one of radius `factor` inside of
 * it, and their class, int32 0 (outer) or 1 (inner). With the same `seed` these are scikit-learn's
 * with `random_state`.
 *
 * Throws `ValueError` for a count or a noise below 0, a factor outside of [0, 1), and a bad seed.
 * @example
 * const [x, y] = makeCircles({ nSamples: 10, seed: 1 });
 * console.log(x.shape, y.sum().item()); // [ 10, 2 ] 5
 */
export function makeCircles(options: MakeCirclesOptions = {}): [x: Tensor, y: Tensor] {
  signatures.makeCircles.check(arguments);
  const { factor = 0.8 } = options;
  if (!(factor >= 0 && factor < 1)) {
    throw new ValueError(`makeCircles: factor must be in [0, 1), got ${factor}`);
  }
  const [outer, inner] = twoSizes('makeCircles', options.nSamples ?? 100);
  const points = [
    ...angles(outer, 2 * Math.PI, false).map((t) => point(Math.cos(t), Math.sin(t), 0)),
    ...angles(inner, 2 * Math.PI, false).map((t) =>
      point(Math.cos(t) * factor, Math.sin(t) * factor, 1),
    ),
  ];
  return finish('makeCircles', points, options);
}

function point(x: number, y: number, label: 0 | 1): Point {
  return { x, y, label };
}

/** `count` angles from 0 to `end`, evenly spaced. */
function angles(count: number, end: number, includeEnd: boolean): readonly number[] {
  const step = end / (includeEnd ? Math.max(count - 1, 1) : count);
  return Array.from({ length: count }, (_, index) => index * step);
}

function finish(
  op: string,
  points: readonly Point[],
  options: MakeMoonsOptions,
): [x: Tensor, y: Tensor] {
  const { noise = 0, shuffle = true, seed, dtype = 'float32', generator } = options;
  checkSpread(op, 'noise', noise);
  const random = numpyRandom(op, seed, generator);
  const ordered = shuffle ? shuffled(points, random) : points;
  const values = ordered.flatMap(({ x, y }) =>
    noise === 0 ? [x, y] : [x + random.normal(0, noise), y + random.normal(0, noise)],
  );
  return [floats(values, [ordered.length, 2], dtype), classes(ordered.map(({ label }) => label))];
}
