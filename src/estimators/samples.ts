/** Reads what users fit estimators to: samples and targets, as tensors or as arrays of numbers. */

import { DTypeError, ShapeError, ValueError } from '../errors.js';
import { refuseForeign } from '../graph/copy.js';
import { show } from '../graph/shape.js';
import { Tensor, tensor } from '../tensor/index.js';

/** Samples `[samples, features]`: a tensor, or an array of rows. */
export type Samples = Tensor | readonly (readonly number[])[];

/** One number per sample `[samples]`: a tensor, or an array. */
export type Targets = Tensor | readonly number[];

/** Samples as a float tensor: floats as they are, whole numbers and arrays as float64. */
export function readSamples(op: string, x: Samples): Tensor {
  refuseForeign(op, x);
  const given = x instanceof Tensor ? x : tensor(x, { dtype: 'float64' });
  if (given.ndim !== 2 || given.numel === 0) {
    throw new ShapeError(
      `${op}: x must be [samples, features] with at least one of each, got ${show(given.shape)}`,
    );
  }
  const isFloat = given.dtype === 'float32' || given.dtype === 'float64';
  const floats = (isFloat ? given : given.to('float64')).detach();
  if (!floats.toTypedArray().every(Number.isFinite)) {
    throw new ValueError(`${op}: x contains NaN or infinity`);
  }
  return floats;
}

/** Samples of as many features as the estimator was fitted to. */
export function readFittedSamples(op: string, x: Samples, features: number): Tensor {
  const samples = readSamples(op, x);
  if (samples.shape[1] === features) return samples;
  throw new ShapeError(
    `${op}: x has ${samples.shape[1]} features, but it was fitted to ${features}`,
  );
}

/** Targets as a tensor `[samples]` or, where `outputs` allows it, `[samples, outputs]`. */
export function readTargets(
  op: string,
  y: Targets | Samples,
  samples: number,
  outputs: 'one' | 'many',
): Tensor {
  refuseForeign(op, y);
  const given = y instanceof Tensor ? y.detach() : tensor(y, { dtype: 'float64' });
  if (given.shape[0] !== samples || given.ndim > (outputs === 'one' ? 1 : 2)) {
    const wanted = outputs === 'one' ? `[${samples}]` : `[${samples}] or [${samples}, outputs]`;
    throw new ShapeError(`${op}: y must be ${wanted} for these x, got ${show(given.shape)}`);
  }
  if (![...given.toTypedArray()].every(Number.isFinite)) {
    throw new ValueError(`${op}: y contains NaN or infinity`);
  }
  return given;
}

/** The classes among labels, in ascending order, and the way from labels to classes and back. */
export class Classes {
  /** The labels, ascending. */
  readonly labels: readonly number[];
  readonly #dtype: Tensor['dtype'];
  readonly #places: ReadonlyMap<number, number>;

  constructor(op: string, labels: Iterable<number>, dtype: Tensor['dtype']) {
    this.labels = [...new Set(labels)].sort((a, b) => a - b);
    const whole = this.labels.every(Number.isInteger);
    this.#dtype = whole && dtype !== 'bool' ? 'int32' : dtype;
    this.#places = new Map(this.labels.map((label, place) => [label, place]));
    if (this.labels.length < 2) {
      throw new ValueError(
        `${op}: there must be at least two classes, got only ${this.labels.join(', ') || 'none'}`,
      );
    }
  }

  /** The place of each label among the classes. @throws ValueError for a label of no class. */
  placesOf(op: string, y: Tensor): Int32Array {
    return Int32Array.from(y.toTypedArray(), (label) => {
      const place = this.#places.get(label);
      if (place !== undefined) return place;
      throw new ValueError(`${op}: ${label} is none of the classes ${this.labels.join(', ')}`);
    });
  }

  /** The labels of places, a tensor `[places]`. */
  labelsOf(places: ArrayLike<number>): Tensor {
    const labels = Array.from(places, (place) => this.labels[place] ?? 0);
    return tensor(labels, { dtype: this.#dtype });
  }

  /** All labels as a tensor. */
  toTensor(): Tensor {
    return tensor(this.labels, { dtype: this.#dtype });
  }
}

/** Share of equal labels, from 0 to 1. */
export function accuracy(op: string, predicted: Tensor, y: Targets): number {
  const labels = readTargets(op, y, predicted.shape[0] ?? 0, 'one').toTypedArray();
  const guesses = predicted.toTypedArray();
  const right = guesses.filter((guess, i) => guess === labels[i]).length;
  return right / guesses.length;
}

/** Throws because something is asked of an estimator before `fit`. */
export function notFitted(op: string): never {
  throw new ValueError(`${op}: not fitted yet. Call fit(x, y) first`);
}

/** @throws DTypeError unless the value is a boolean. */
export function checkFlag(op: string, name: string, value: unknown): void {
  if (typeof value !== 'boolean') {
    throw new DTypeError(`${op}: ${name} must be true or false, got ${String(value)}`);
  }
}
