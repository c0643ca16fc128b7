/** The affine layer. Source: https://pytorch.org/docs/stable/generated/torch.nn.Linear.html */

import { ShapeError } from '../../errors.js';
import { show } from '../../graph/shape.js';
import * as signatures from '../../signatures/nn.js';
import { type Tensor, zeros } from '../../tensor/index.js';
import { linear } from '../functional/linear.js';
import { kaimingUniform, uniform } from '../init.js';
import { Module } from '../module.js';
import { Parameter } from '../parameter.js';
import { python } from '../text/python-text.js';
import { checkCount } from './sizes.js';

/** Options of `Linear`. */
export interface LinearOptions {
  /** Whether to add a bias, true by default. */
  readonly bias?: boolean;
}

/**
 * `x @ weight.T + bias`, `[..., inFeatures] -> [..., outFeatures]`; weight `[out, in]`, bias
 * `[out]`. Both start uniform over `±1 / sqrt(inFeatures)`.
 * @example
 * console.log(new nn.Linear(3, 2).forward(ones([5, 3])).shape); // [ 5, 2 ]
 */
export class Linear extends Module {
  /** Width of the input. */
  readonly inFeatures: number;
  /** Width of the output. */
  readonly outFeatures: number;
  weight: Parameter;
  bias: Parameter | null;

  constructor(inFeatures: number, outFeatures: number, options: LinearOptions = {}) {
    signatures.Linear.check(arguments);
    super();
    checkCount('Linear', 'inFeatures', inFeatures);
    checkCount('Linear', 'outFeatures', outFeatures);
    this.inFeatures = inFeatures;
    this.outFeatures = outFeatures;
    this.weight = new Parameter(zeros([outFeatures, inFeatures]));
    this.bias = (options.bias ?? true) ? new Parameter(zeros([outFeatures])) : null;
    const bound = 1 / Math.sqrt(inFeatures);
    kaimingUniform(this.weight, { a: Math.sqrt(5) });
    if (this.bias !== null) uniform(this.bias, -bound, bound);
  }

  /** `[..., inFeatures] -> [..., outFeatures]`. @throws ShapeError for another last size. */
  forward(x: Tensor): Tensor {
    signatures.Linear$forward.check(arguments);
    const { inFeatures, outFeatures } = this;
    const features = x.shape[x.ndim - 1];
    if (features !== inFeatures) {
      const fix =
        x.ndim > 1 && x.numel === (x.shape[0] ?? 0) * inFeatures
          ? 'Did you mean x.flatten(1)?'
          : `Make it new Linear(${features ?? 1}, ${outFeatures}), or change the input.`;
      throw new ShapeError(
        `Linear(${inFeatures}, ${outFeatures}): the last dim of the input ${show(x.shape)} must ` +
          `be ${inFeatures}, it is ${features ?? 'missing'}. ${fix}`,
      );
    }
    return linear(x, this.weight, this.bias);
  }

  override extraRepr(): string {
    return `in_features=${this.inFeatures}, out_features=${this.outFeatures}, bias=${python(this.bias !== null)}`;
  }
}
