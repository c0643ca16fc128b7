/** What all distributions have. Source: https://pytorch.org/docs/stable/distributions.html */

import { describe } from '../calls/index.js';
import { GradientError, ValueError } from '../errors.js';
import type { DType } from '../graph/dtype.js';
import { withGradMode } from '../graph/grad-mode.js';
import type { Shape } from '../graph/shape.js';
import * as signatures from '../signatures/distributions.js';
import { type GeneratorOption, Tensor, tensor } from '../tensor/index.js';

/**
 * A distribution, or as many as its parameters have elements (its *batch shape*). One sample of
 * each has the *event shape*, `[]` for numbers.
 *
 * @example
 * const two: Distribution[] = [new Normal(0, 2), new Bernoulli(0.5)];
 * console.log(two.map(({ variance }) => variance.item())); // [ 4, 0.25 ]
 */
export abstract class Distribution {
  /** Shape of the parameters: how many independent distributions this is. */
  abstract readonly batchShape: Shape;
  /** Shape of one sample. */
  get eventShape(): Shape {
    return [];
  }

  /** The expectation, `[...batch, ...event]`. */
  abstract readonly mean: Tensor;
  /** The variance of each number, `[...batch, ...event]`. */
  abstract readonly variance: Tensor;

  /** The square root of the variance. */
  get stddev(): Tensor {
    return this.variance.sqrt();
  }

  /**
   * Samples through which gradients flow to the parameters, `[...shape, ...batch, ...event]`.
   * @throws GradientError where there is no such way of drawing.
   */
  rsample(shape: Shape = [], options: GeneratorOption = {}): Tensor {
    signatures.Distribution$rsample.check(arguments);
    void shape;
    void options;
    throw new GradientError(
      `${this.constructor.name}.rsample: no gradient flows through its samples. Use sample, and ` +
        'logProb for a gradient by scores',
    );
  }

  /** Samples without gradient, `[...shape, ...batch, ...event]`. */
  sample(shape: Shape = [], options: GeneratorOption = {}): Tensor {
    signatures.Distribution$sample.check(arguments);
    return withGradMode(false, () => this.rsample(shape, options)).detach();
  }

  /** The logarithm of the density, or of the probability, at `value`: `[..., ...batch]`. */
  abstract logProb(value: Tensor): Tensor;

  /** The entropy in nats, `[...batch]`. */
  abstract entropy(): Tensor;

  /**
   * The divergence of Kullback and Leibler from this distribution to another of its class, in nats,
   * `[...batch]`. @throws ValueError for another class.
   */
  abstract kl(other: Distribution): Tensor;
}

/** The distribution, if it is of this class. @throws ValueError */
export function sameClass<Class extends Distribution>(
  own: Class,
  other: Distribution,
  isOwn: (other: Distribution) => other is Class,
): Class {
  if (isOwn(other)) return other;
  const [mine, theirs] = [own.constructor.name, other.constructor.name];
  throw new ValueError(
    `${mine}.kl: the divergence from ${mine} to ${theirs} is not known; estimate it from samples: ` +
      'p.logProb(x).sub(q.logProb(x)).mean(0) with x = p.sample([1000])',
  );
}

/** A parameter as a tensor. @throws ValueError for what is neither tensor nor number. */
export function asTensor(name: string, value: unknown, dtype: DType = 'float32'): Tensor {
  if (value instanceof Tensor) return value;
  if (typeof value === 'number') return tensor(value, { dtype });
  throw new ValueError(`${name}: parameters are tensors or numbers, got ${describe(value)}`);
}

/** Two parameters as tensors of one shape. @throws ShapeError where they do not broadcast. */
export function together(name: string, a: unknown, b: unknown): [Tensor, Tensor] {
  const given = [a, b].find((value) => value instanceof Tensor);
  const dtype = given instanceof Tensor ? given.dtype : 'float32';
  const [first, second] = [asTensor(name, a, dtype), asTensor(name, b, dtype)];
  const wide = first.add(second.mul(0));
  return [first.expand(wide.shape), second.expand(wide.shape)];
}
