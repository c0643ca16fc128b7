/** The distribution of a coin. */

import type { Shape } from '../graph/shape.js';
import { binaryCrossEntropyWithLogits } from '../nn/functional/losses/probability-losses.js';
import * as signatures from '../signatures/distributions.js';
import {
  bernoulli as draw,
  type GeneratorOption,
  type Tensor,
  type TensorLike,
} from '../tensor/index.js';
import { type Chances, epsilonOf, readChances } from './chances.js';
import { Distribution, sameClass } from './distribution.js';

/**
 * 1 with probability `probs`, else 0; made from `probs` or from `{ logits }`.
 * Source: https://pytorch.org/docs/stable/distributions.html#bernoulli
 * @throws ValueError for both, or none.
 * @example
 * console.log(new Bernoulli(tensor([0.25])).mean.toArray()); // [ 0.25 ]
 */
export class Bernoulli extends Distribution {
  readonly probs: Tensor;
  readonly logits: Tensor;

  constructor(chances: TensorLike | Chances) {
    super();
    const { kind, value } = readChances('Bernoulli', chances);
    this.probs = kind === 'probs' ? value : value.sigmoid();
    this.logits = kind === 'logits' ? value : logitOf(value);
  }

  get batchShape(): Shape {
    return this.probs.shape;
  }

  get mean(): Tensor {
    return this.probs;
  }

  get variance(): Tensor {
    return this.probs.mul(this.probs.neg().add(1));
  }

  override sample(shape: Shape = [], options: GeneratorOption = {}): Tensor {
    signatures.Bernoulli$sample.check(arguments);
    const { probs } = this;
    return draw(probs.expand([...shape, ...probs.shape]), options);
  }

  logProb(value: Tensor): Tensor {
    signatures.Bernoulli$logProb.check(arguments);
    return crossEntropy(this.logits, value).neg();
  }

  entropy(): Tensor {
    return crossEntropy(this.logits, this.probs);
  }

  kl(other: Distribution): Tensor {
    signatures.Bernoulli$kl.check(arguments);
    const q = sameClass(this, other, (x) => x instanceof Bernoulli);
    return crossEntropy(q.logits, this.probs).sub(this.entropy());
  }
}

function logitOf(probs: Tensor): Tensor {
  const eps = epsilonOf(probs);
  const inside = probs.clamp(eps, 1 - eps);
  return inside.log().sub(inside.neg().log1p());
}

function crossEntropy(logits: Tensor, target: Tensor): Tensor {
  const wide = logits.add(target.mul(0));
  const all = target.add(logits.mul(0));
  return binaryCrossEntropyWithLogits(wide, all, { reduction: 'none' });
}
