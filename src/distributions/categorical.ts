/** The distribution of a choice among several. */

import { ShapeError } from '../errors.js';
import type { Shape } from '../graph/shape.js';
import { numel } from '../graph/shape.js';
import * as signatures from '../signatures/distributions.js';
import {
  full,
  type GeneratorOption,
  multinomial,
  type Tensor,
  type TensorLike,
} from '../tensor/index.js';
import { type Chances, epsilonOf, readChances } from './chances.js';
import { Distribution, sameClass } from './distribution.js';

/**
 * One of `K` places with the chances in the last dim of `probs` `[..., K]`, which need not add up
 * to 1, or `{ logits }`. Samples are int32.
 * Source: https://pytorch.org/docs/stable/distributions.html#categorical
 * @throws ShapeError for a 0-d tensor; ValueError for both, or none.
 * @example
 * const choice = new Categorical({ logits: tensor([0, 0]) });
 * console.log(choice.entropy().toString()); // tensor(0.6931)
 */
export class Categorical extends Distribution {
  /** `[..., K]`, adding up to 1. */
  readonly probs: Tensor;
  /** Their logarithms. */
  readonly logits: Tensor;

  constructor(chances: TensorLike | Chances) {
    super();
    const { kind, value } = readChances('Categorical', chances);
    if (value.ndim === 0) {
      throw new ShapeError('Categorical: needs chances [..., K], got a 0-d tensor');
    }
    if (kind === 'logits') {
      this.logits = value.logSoftmax(-1);
      this.probs = value.softmax(-1);
      return;
    }
    const probs = value.div(value.sum(-1, true));
    const eps = epsilonOf(probs);
    this.probs = probs;
    this.logits = probs.clamp(eps, 1 - eps).log();
  }

  get batchShape(): Shape {
    return this.probs.shape.slice(0, -1);
  }

  /** NaN: places have no order. */
  get mean(): Tensor {
    return full(this.batchShape, Number.NaN, { dtype: this.probs.dtype });
  }

  /** NaN: places have no order. */
  get variance(): Tensor {
    return this.mean;
  }

  override sample(shape: Shape = [], options: GeneratorOption = {}): Tensor {
    signatures.Categorical$sample.check(arguments);
    const { probs, batchShape } = this;
    const rows = probs.reshape([numel(batchShape), probs.shape.at(-1) ?? 1]);
    const drawn = multinomial(rows, numel(shape), { replacement: true, ...options });
    return drawn.transpose(0, 1).reshape([...shape, ...batchShape]);
  }

  logProb(value: Tensor): Tensor {
    signatures.Categorical$logProb.check(arguments);
    const { logits } = this;
    const places = value.to('int32').unsqueeze(-1);
    const shape = [...value.shape, logits.shape.at(-1) ?? 1];
    const wide = value.ndim < logits.ndim - 1 ? logits.shape : shape;
    return logits
      .expand(wide)
      .gather(-1, places.expand([...wide.slice(0, -1), 1]))
      .squeeze(-1);
  }

  entropy(): Tensor {
    return this.logits.mul(this.probs).sum(-1).neg();
  }

  kl(other: Distribution): Tensor {
    signatures.Categorical$kl.check(arguments);
    const q = sameClass(this, other, (x) => x instanceof Categorical);
    return this.logits.sub(q.logits).mul(this.probs).sum(-1);
  }
}
