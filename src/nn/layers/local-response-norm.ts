/** Normalisation by the neighbouring channels, as a layer. */

import * as signatures from '../../signatures/nn.js';
import type { Tensor } from '../../tensor/index.js';
import {
  type LocalResponseNormOptions,
  localResponseNorm,
} from '../functional/norms/local-response-norm.js';
import { Module } from '../module.js';
import { float } from '../text/python-text.js';

/**
 * Divides by the squares of `size` neighbouring channels; see `localResponseNorm`.
 *
 * Formula: `x / (k + alpha m)^beta`, m the mean of the squares of the neighbours.
 *
 * @example
 * console.log(new nn.LocalResponseNorm(2).forward(ones([1, 4, 3])).shape); // [ 1, 4, 3 ]
 */
export class LocalResponseNorm extends Module {
  readonly size: number;
  readonly options: LocalResponseNormOptions;

  constructor(size: number, options: LocalResponseNormOptions = {}) {
    signatures.LocalResponseNorm.check(arguments);
    super();
    this.size = size;
    this.options = options;
  }

  /** `[N, C, ...]`, kept. @throws ShapeError for less than three dims. */
  forward(x: Tensor): Tensor {
    signatures.LocalResponseNorm$forward.check(arguments);
    return localResponseNorm(x, this.size, this.options);
  }

  override extraRepr(): string {
    const { alpha = 1e-4, beta = 0.75, k = 1 } = this.options;
    return `${this.size}, alpha=${float(alpha)}, beta=${float(beta)}, k=${float(k)}`;
  }
}
