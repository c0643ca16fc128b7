/** The affine layer that learns the width of its input from the first one. */

import { ShapeError } from '../../errors.js';
import { show } from '../../graph/shape.js';
import * as signatures from '../../signatures/nn.js';
import { type Tensor, zeros } from '../../tensor/index.js';
import { linear } from '../functional/linear.js';
import { kaimingUniform, uniform } from '../init.js';
import type { LinearOptions } from '../layers/linear.js';
import { checkCount } from '../layers/sizes.js';
import { Module } from '../module.js';
import { Parameter } from '../parameter.js';
import { UninitializedParameter } from '../uninitialized.js';

/**
 * `Linear` whose `inFeatures` are those of the first input; until then its weight has shape [0].
 * Source: https://pytorch.org/docs/stable/generated/torch.nn.LazyLinear.html
 * @example
 * const layer = new nn.LazyLinear(2);
 * console.log(layer.forward(ones([5, 3])).shape, layer.weight.shape); // [ 5, 2 ] [ 2, 3 ]
 */
export class LazyLinear extends Module {
  /** Width of the output. */
  readonly outFeatures: number;
  readonly weight: UninitializedParameter;
  readonly bias: Parameter | null;

  constructor(outFeatures: number, options: LinearOptions = {}) {
    signatures.LazyLinear.check(arguments);
    super();
    checkCount('LazyLinear', 'outFeatures', outFeatures);
    this.outFeatures = outFeatures;
    this.weight = new UninitializedParameter();
    this.bias = (options.bias ?? true) ? new Parameter(zeros([outFeatures])) : null;
  }

  /** Features of the input, 0 before there was one. */
  get inFeatures(): number {
    return this.weight.hasShape ? (this.weight.shape[1] ?? 0) : 0;
  }

  /** `[..., inFeatures] -> [..., outFeatures]`. @throws ShapeError for another last size. */
  forward(x: Tensor): Tensor {
    signatures.LazyLinear$forward.check(arguments);
    const { weight, bias, outFeatures } = this;
    if (!weight.hasShape) {
      const features = x.shape.at(-1) ?? 0;
      if (features === 0) {
        throw new ShapeError(`LazyLinear: the input ${show(x.shape)} has no features`);
      }
      weight.materialize([outFeatures, features]);
      kaimingUniform(weight, { a: Math.sqrt(5) });
      const bound = 1 / Math.sqrt(features);
      if (bias !== null) uniform(bias, -bound, bound);
    }
    return linear(x, weight, bias);
  }
}
