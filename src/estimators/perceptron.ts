/**
 * The perceptron with scikit-learn's interface: one unit for two classes, one against the rest for
 * more. How a unit learns is in linear-unit.ts.
 * Source: https://scikit-learn.org/stable/modules/generated/sklearn.linear_model.Perceptron.html
 */

import { NumpyRandom } from '../data/random/numpy-random.js';
import { numpyRandom } from '../data/random/seeding.js';
import { ValueError } from '../errors.js';
import * as signatures from '../signatures/estimators.js';
import { type Tensor, tensor } from '../tensor/index.js';
import { warnUnconverged } from './convergence.js';
import { LinearUnit, type UnitSettings } from './linear-unit.js';
import {
  accuracy,
  Classes,
  checkFlag,
  notFitted,
  readFittedSamples,
  readSamples,
  readTargets,
  type Samples,
  type Targets,
} from './samples.js';

/** Options of `Perceptron`, with scikit-learn's defaults. There is no penalty. */
export interface PerceptronOptions {
  /** Whether to learn an intercept; default true. Without, planes go through the origin. */
  readonly fitIntercept?: boolean;
  /** Most passes over the samples; default 1000. */
  readonly maxIter?: number;
  /** Stop when the loss falls by less than this per sample; null: never. Default 1e-3. */
  readonly tol?: number | null;
  /** Whether to put the samples in another order in each pass; default true. */
  readonly shuffle?: boolean;
  /** What a correction is multiplied by; default 1. */
  readonly eta0?: number;
  /** Passes without progress before stopping; default 5. */
  readonly nIterNoChange?: number;
  /** Seed of the orders, `random_state` there; default: drawn from the stream of `manualSeed`. */
  readonly seed?: number;
}

/** Largest seed of a unit, so that it is a 32-bit integer with a sign. */
const largestSeed = 2 ** 31 - 2;

interface Fitted {
  readonly classes: Classes;
  readonly units: readonly LinearUnit[];
  readonly features: number;
}

function checkOptions(options: Required<Omit<PerceptronOptions, 'seed'>>): void {
  const op = 'Perceptron';
  const { maxIter, nIterNoChange, eta0, tol, shuffle, fitIntercept } = options;
  checkFlag(op, 'shuffle', shuffle);
  checkFlag(op, 'fitIntercept', fitIntercept);
  for (const [name, value] of Object.entries({ maxIter, nIterNoChange })) {
    if (!Number.isInteger(value) || value < 1) {
      throw new ValueError(`${op}: ${name} must be an integer >= 1, got ${value}`);
    }
  }
  if (!(eta0 > 0 && eta0 < Infinity)) {
    throw new ValueError(`${op}: eta0 must be a number above 0, got ${eta0}`);
  }
  if (tol !== null && !(tol >= 0)) {
    throw new ValueError(`${op}: tol must be null or a number >= 0, got ${tol}`);
  }
}

/**
 * A linear classifier that learns from its mistakes: each sample on the wrong side is added to, or
 * subtracted from, the weights. With the same `seed` it equals scikit-learn's `Perceptron`.
 *
 * @example
 * const [x, y] = [[[0, 0], [0, 1], [1, 0], [1, 1]], [0, 0, 0, 1]];
 * const and = new Perceptron().fit(x, y);
 * console.log(and.predict([[1, 1], [1, 0]]).toArray(), and.score(x, y)); // [ 1, 0 ] 1
 */
export class Perceptron {
  /** Mistakes in each pass of the last `fit`, and of each `partialFit` since; units added up. */
  readonly errors: number[] = [];
  readonly #options: Required<Omit<PerceptronOptions, 'seed'>>;
  readonly #seed: number | undefined;
  #fitted: Fitted | null = null;

  /** @throws ValueError, DTypeError for an option out of range. */
  constructor(options: PerceptronOptions = {}) {
    signatures.Perceptron.check(arguments);
    const { seed, ...given } = options;
    const defaults = {
      fitIntercept: true,
      maxIter: 1000,
      tol: 1e-3,
      shuffle: true,
      eta0: 1,
      nIterNoChange: 5,
    };
    this.#options = { ...defaults, ...given };
    this.#seed = seed;
    checkOptions(this.#options);
  }

  #model(op: string): Fitted {
    return this.#fitted ?? notFitted(`Perceptron.${op}`);
  }

  /** Weights, float64 `[1, features]` for two classes, else `[classes, features]`. */
  get coef(): Tensor {
    const { units, features } = this.#model('coef');
    const values = Float64Array.from(units.flatMap(({ weights }) => [...weights]));
    return tensor(values, { shape: [units.length, features] });
  }

  /** Intercepts, float64 `[1]` for two classes, else `[classes]`. */
  get intercept(): Tensor {
    const { units } = this.#model('intercept');
    return tensor(Float64Array.from(units, ({ intercept }) => intercept));
  }

  /** The labels that were found, ascending. */
  get classes(): Tensor {
    return this.#model('classes').classes.toTensor();
  }

  /** Passes over the samples that the last `fit` took. */
  get nIter(): number {
    this.#model('nIter');
    return this.errors.length;
  }

  /**
   * Learns from samples x `[samples, features]` and labels y `[samples]`, forgetting what was
   * learned before. Warns when `maxIter` passes were not enough. @throws ShapeError, ValueError
   * when they do not fit, hold fewer than two classes, or when a weight overflows.
   */
  fit(x: Samples, y: Targets): this {
    signatures.Perceptron$fit.check(arguments);
    const samples = readSamples('Perceptron.fit', x);
    const labels = readTargets('Perceptron.fit', y, samples.shape[0] ?? 0, 'one');
    this.#fitted = this.#start('fit', samples, labels, labels);
    this.errors.length = 0;
    this.#learn('fit', samples, labels, {});
    const { maxIter, tol } = this.#options;
    if (tol !== null && this.errors.length === maxIter) warnUnconverged('Perceptron.fit', maxIter);
    return this;
  }

  /**
   * One pass over more samples. The first call names all `classes` there will ever be, unless its
   * labels have them all.
   */
  partialFit(x: Samples, y: Targets, classes?: readonly number[]): this {
    signatures.Perceptron$partialFit.check(arguments);
    const op = 'Perceptron.partialFit';
    const samples = readSamples(op, x);
    const labels = readTargets(op, y, samples.shape[0] ?? 0, 'one');
    const known = classes === undefined ? labels : readTargets(op, classes, classes.length, 'one');
    this.#fitted ??= this.#start('partialFit', samples, known, labels);
    readFittedSamples(op, samples, this.#fitted.features);
    this.#learn('partialFit', samples, labels, { maxIter: 1, tol: null });
    return this;
  }

  #start(op: string, x: Tensor, known: Tensor, y: Tensor): Fitted {
    const classes = new Classes(`Perceptron.${op}`, known.toTypedArray(), y.dtype);
    const features = x.shape[1] ?? 0;
    const count = classes.labels.length === 2 ? 1 : classes.labels.length;
    const units = Array.from({ length: count }, () => new LinearUnit(features));
    return { classes, units, features };
  }

  #learn(op: string, x: Tensor, y: Tensor, override: Partial<UnitSettings>): void {
    const { classes, units } = this.#model(op);
    const places = classes.placesOf(`Perceptron.${op}`, y);
    const values = Float64Array.from(x.toTypedArray());
    const random = numpyRandom('Perceptron', this.#seed);
    const seeds = unitSeeds(random, units.length);
    const epochs: number[] = [];
    try {
      units.forEach((unit, i) => {
        const positive = units.length === 1 ? 1 : i;
        const signs = Int8Array.from(places, (place) => (place === positive ? 1 : -1));
        const settings = { ...this.#options, seed: seeds[i] ?? 0, ...override };
        unit.fit({ x: values, signs }, settings).forEach((wrong, epoch) => {
          epochs[epoch] = (epochs[epoch] ?? 0) + wrong;
        });
      });
    } catch (error) {
      this.#fitted = null;
      throw error;
    }
    this.errors.push(...epochs);
  }

  /** `w · x + b` of each unit: `[samples]` for two classes, else `[samples, classes]`. */
  decisionFunction(x: Samples): Tensor {
    signatures.Perceptron$decisionFunction.check(arguments);
    const { units, features } = this.#model('decisionFunction');
    const samples = readFittedSamples('Perceptron.decisionFunction', x, features);
    const values = Float64Array.from(samples.toTypedArray());
    const rows = samples.shape[0] ?? 0;
    const scores = Float64Array.from({ length: rows * units.length }, (_, i) => {
      const unit = units[i % units.length];
      return unit?.decision(values, Math.floor(i / units.length) * features) ?? 0;
    });
    return tensor(scores, { shape: units.length === 1 ? [rows] : [rows, units.length] });
  }

  /** The label of each sample `[samples]`. */
  predict(x: Samples): Tensor {
    signatures.Perceptron$predict.check(arguments);
    const scores = this.decisionFunction(x);
    const places = scores.ndim === 1 ? scores.gt(0).to('int32') : scores.argmax(1);
    return this.#model('predict').classes.labelsOf(places.toTypedArray());
  }

  /** Share of samples that are given their label, from 0 to 1. */
  score(x: Samples, y: Targets): number {
    signatures.Perceptron$score.check(arguments);
    return accuracy('Perceptron.score', this.predict(x), y);
  }
}

/** The seed of each unit, by as many draws as scikit-learn makes. */
function unitSeeds(random: NumpyRandom, units: number): number[] {
  const draw = (stream: NumpyRandom): number => {
    // The first number goes to a generator that is not used.
    stream.integer(largestSeed - 1);
    return stream.integer(largestSeed);
  };
  if (units === 1) return [draw(random)];
  const seeds = Array.from({ length: units }, () => random.integer(largestSeed));
  return seeds.map((seed) => draw(new NumpyRandom('Perceptron', seed)));
}
