/** The beta distribution, of chances. */

import type { Shape } from '../graph/shape.js';
import * as signatures from '../signatures/distributions.js';
import {
  type GeneratorOption,
  rand,
  randn,
  type Tensor,
  type TensorLike,
  where,
} from '../tensor/index.js';
import { Distribution, sameClass, together } from './distribution.js';

/** More than one in 20 proposals is never refused, so all of these are once in 10^15. */
const proposals = 12;

/**
 * Beta distributions with concentrations of 1 (alpha) and of 0 (beta), which are broadcast. No
 * gradient flows through samples. Source: https://pytorch.org/docs/stable/distributions.html#beta
 * @example
 * console.log(new Beta(tensor([3]), 1).mean.toArray()); // [ 0.75 ]
 */
export class Beta extends Distribution {
  readonly concentration1: Tensor;
  readonly concentration0: Tensor;

  constructor(concentration1: TensorLike, concentration0: TensorLike) {
    super();
    const [one, zero] = together('Beta', concentration1, concentration0);
    this.concentration1 = one;
    this.concentration0 = zero;
  }

  get batchShape(): Shape {
    return this.concentration1.shape;
  }

  get mean(): Tensor {
    return this.concentration1.div(this.#total());
  }

  get variance(): Tensor {
    const total = this.#total();
    const product = this.concentration1.mul(this.concentration0);
    return product.div(total.square().mul(total.add(1)));
  }

  #total(): Tensor {
    return this.concentration1.add(this.concentration0);
  }

  override sample(shape: Shape = [], options: GeneratorOption = {}): Tensor {
    signatures.Beta$sample.check(arguments);
    const draw = (concentration: Tensor): Tensor =>
      logGamma(concentration.detach().expand([...shape, ...concentration.shape]), options);
    // x / (x + y) of two gamma samples, by their logarithms as small ones underflow.
    return draw(this.concentration1).sub(draw(this.concentration0)).sigmoid();
  }

  logProb(value: Tensor): Tensor {
    signatures.Beta$logProb.check(arguments);
    const { concentration1: a, concentration0: b } = this;
    const kernel = value
      .log()
      .mul(a.sub(1))
      .add(value.neg().log1p().mul(b.sub(1)));
    return kernel.sub(logBeta(a, b));
  }

  entropy(): Tensor {
    const { concentration1: a, concentration0: b } = this;
    const total = this.#total();
    return logBeta(a, b)
      .sub(a.sub(1).mul(a.digamma()))
      .sub(b.sub(1).mul(b.digamma()))
      .add(total.sub(2).mul(total.digamma()));
  }

  kl(other: Distribution): Tensor {
    signatures.Beta$kl.check(arguments);
    const q = sameClass(this, other, (x) => x instanceof Beta);
    const { concentration1: a, concentration0: b } = this;
    const [da, db] = [a.sub(q.concentration1), b.sub(q.concentration0)];
    return logBeta(q.concentration1, q.concentration0)
      .sub(logBeta(a, b))
      .add(da.mul(a.digamma()))
      .add(db.mul(b.digamma()))
      .sub(da.add(db).mul(this.#total().digamma()));
  }
}

function logBeta(a: Tensor, b: Tensor): Tensor {
  return a.lgamma().add(b.lgamma()).sub(a.add(b).lgamma());
}

/**
 * Logarithms of gamma samples. Source: Marsaglia and Tsang, "A simple method for generating gamma
 * variables", 2000; for shapes below 1 its section 6.
 */
function logGamma(shape: Tensor, options: GeneratorOption): Tensor {
  const boosted = where(shape.lt(1), shape.add(1), shape);
  const d = boosted.sub(1 / 3);
  const c = d.mul(9).rsqrt();
  const with1 = { dtype: shape.dtype, ...options };
  let result = d.log();
  // From the last proposal to the first, which wins if it is good.
  for (let i = 0; i < proposals; i++) {
    const x = randn(shape.shape, with1);
    const v = x.mul(c).add(1).pow(3);
    const isPositive = v.gt(0);
    const logV = where(isPositive, v, 1).log();
    const bound = x
      .square()
      .mul(0.5)
      .add(d.mul(v.neg().add(1).add(logV)));
    const isGood = isPositive.logicalAnd(rand(shape.shape, with1).log().lt(bound));
    result = where(isGood, d.log().add(logV), result);
  }
  const power = rand(shape.shape, with1).neg().log1p().div(shape);
  return where(shape.lt(1), result.add(power), result);
}
