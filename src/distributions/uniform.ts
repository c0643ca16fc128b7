/** The uniform distribution. */

import type { Shape } from '../graph/shape.js';
import * as signatures from '../signatures/distributions.js';
import {
  type GeneratorOption,
  rand,
  type Tensor,
  type TensorLike,
  where,
} from '../tensor/index.js';
import { Distribution, sameClass, together } from './distribution.js';

/**
 * Uniform distributions over `[low, high)`, which are broadcast.
 * Source: https://pytorch.org/docs/stable/distributions.html#uniform
 * @example
 * const uniform = new Uniform(0, tensor([1, 4]));
 * console.log(uniform.entropy().toString()); // tensor([0.0000, 1.3863])
 */
export class Uniform extends Distribution {
  readonly low: Tensor;
  readonly high: Tensor;

  constructor(low: TensorLike, high: TensorLike) {
    super();
    const [start, end] = together('Uniform', low, high);
    this.low = start;
    this.high = end;
  }

  get batchShape(): Shape {
    return this.low.shape;
  }

  get mean(): Tensor {
    return this.low.add(this.high).div(2);
  }

  get variance(): Tensor {
    return this.high.sub(this.low).square().div(12);
  }

  override rsample(shape: Shape = [], options: GeneratorOption = {}): Tensor {
    signatures.Uniform$rsample.check(arguments);
    const { low, high } = this;
    const drawn = rand([...shape, ...low.shape], { dtype: low.dtype, ...options });
    return drawn.mul(high.sub(low)).add(low);
  }

  logProb(value: Tensor): Tensor {
    signatures.Uniform$logProb.check(arguments);
    const { low, high } = this;
    const isInside = value.ge(low).logicalAnd(value.lt(high));
    return where(isInside, this.entropy().neg(), Number.NEGATIVE_INFINITY);
  }

  entropy(): Tensor {
    return this.high.sub(this.low).log();
  }

  kl(other: Distribution): Tensor {
    signatures.Uniform$kl.check(arguments);
    const q = sameClass(this, other, (x) => x instanceof Uniform);
    const isWithin = q.low.le(this.low).logicalAnd(q.high.ge(this.high));
    return where(isWithin, q.entropy().sub(this.entropy()), Number.POSITIVE_INFINITY);
  }
}
