/** The bilinear layer. Source: https://pytorch.org/docs/stable/generated/torch.nn.Bilinear.html */

import * as signatures from '../../signatures/nn.js';
import { type Tensor, zeros } from '../../tensor/index.js';
import { bilinear } from '../functional/bilinear.js';
import { uniform } from '../init.js';
import { Module } from '../module.js';
import { Parameter } from '../parameter.js';
import { python } from '../text/python-text.js';
import type { LinearOptions } from './linear.js';
import { checkCount } from './sizes.js';

/**
 * `x1 W[o] x2 + bias[o]` for each output o: `[..., in1Features]` and `[..., in2Features]` to
 * `[..., outFeatures]`; weight `[out, in1, in2]`. All start uniform over `±1 / sqrt(in1Features)`.
 * @example
 * console.log(new nn.Bilinear(2, 3, 4).forward(ones([5, 2]), ones([5, 3])).shape); // [ 5, 4 ]
 */
export class Bilinear extends Module {
  /** Width of the first input. */
  readonly in1Features: number;
  /** Width of the second input. */
  readonly in2Features: number;
  /** Width of the output. */
  readonly outFeatures: number;
  weight: Parameter;
  bias: Parameter | null;

  constructor(
    in1Features: number,
    in2Features: number,
    outFeatures: number,
    options: LinearOptions = {},
  ) {
    signatures.Bilinear.check(arguments);
    super();
    checkCount('Bilinear', 'in1Features', in1Features);
    checkCount('Bilinear', 'in2Features', in2Features);
    checkCount('Bilinear', 'outFeatures', outFeatures);
    this.in1Features = in1Features;
    this.in2Features = in2Features;
    this.outFeatures = outFeatures;
    this.weight = new Parameter(zeros([outFeatures, in1Features, in2Features]));
    this.bias = (options.bias ?? true) ? new Parameter(zeros([outFeatures])) : null;
    const bound = 1 / Math.sqrt(in1Features);
    uniform(this.weight, -bound, bound);
    if (this.bias !== null) uniform(this.bias, -bound, bound);
  }

  /** `[..., in1]` and `[..., in2]` -> `[..., out]`. @throws ShapeError */
  forward(x1: Tensor, x2: Tensor): Tensor {
    signatures.Bilinear$forward.check(arguments);
    return bilinear(x1, x2, this.weight, this.bias);
  }

  override extraRepr(): string {
    return `in1_features=${this.in1Features}, in2_features=${this.in2Features}, out_features=${this.outFeatures}, bias=${python(this.bias !== null)}`;
  }
}
