/** The normal distribution. */

import type { Shape } from '../graph/shape.js';
import * as signatures from '../signatures/distributions.js';
import { type GeneratorOption, randn, type Tensor, type TensorLike } from '../tensor/index.js';
import { Distribution, sameClass, together } from './distribution.js';

const halfLog2Pi = 0.5 * Math.log(2 * Math.PI);

/**
 * Normal distributions with means `loc` and standard deviations `scale`, which are broadcast.
 * Source: https://pytorch.org/docs/stable/distributions.html#normal
 * @example
 * const normal = new Normal(tensor([0, 1]), 2);
 * console.log(normal.logProb(tensor([0, 1])).toString()); // tensor([-1.6121, -1.6121])
 */
export class Normal extends Distribution {
  readonly loc: Tensor;
  readonly scale: Tensor;

  constructor(loc: TensorLike, scale: TensorLike) {
    super();
    const [center, width] = together('Normal', loc, scale);
    this.loc = center;
    this.scale = width;
  }

  get batchShape(): Shape {
    return this.loc.shape;
  }

  get mean(): Tensor {
    return this.loc;
  }

  get variance(): Tensor {
    return this.scale.square();
  }

  override rsample(shape: Shape = [], options: GeneratorOption = {}): Tensor {
    signatures.Normal$rsample.check(arguments);
    const { loc, scale } = this;
    const noise = randn([...shape, ...loc.shape], { dtype: loc.dtype, ...options });
    return noise.mul(scale).add(loc);
  }

  logProb(value: Tensor): Tensor {
    signatures.Normal$logProb.check(arguments);
    const { loc, scale } = this;
    return value.sub(loc).div(scale).square().mul(-0.5).sub(scale.log()).sub(halfLog2Pi);
  }

  entropy(): Tensor {
    return this.scale.log().add(0.5 + halfLog2Pi);
  }

  kl(other: Distribution): Tensor {
    signatures.Normal$kl.check(arguments);
    const q = sameClass(this, other, (x) => x instanceof Normal);
    const ratio = this.scale.div(q.scale).square();
    const distance = this.loc.sub(q.loc).div(q.scale).square();
    return ratio.add(distance).sub(1).sub(ratio.log()).mul(0.5);
  }
}
