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
 * Formula: `x / (k + alpha m)^beta`, m the mean of the squares of `size` neighbours, those beyond
 * the edges 0.
 *
 * @example
 * console.log(new nn.LocalResponseNorm(2).forward(ones([1, 4, 3])).shape); // [ 1, 4, 3 ]
 */
export class LocalResponseNorm extends Module {
  /** Neighbouring channels that count. */
  readonly size: number;
  /** Factor of the mean of squares. */
  readonly alpha: number;
  /** The power. */
  readonly beta: number;
  /** What is added to the mean. */
  readonly k: number;

  constructor(size: number, options: LocalResponseNormOptions = {}) {
    signatures.LocalResponseNorm.check(arguments);
    super();
    this.size = size;
    this.alpha = options.alpha ?? 1e-4;
    this.beta = options.beta ?? 0.75;
    this.k = options.k ?? 1;
  }

  /** `[N, C, ...]`, kept. @throws ShapeError for less than three dims. */
  forward(x: Tensor): Tensor {
    signatures.LocalResponseNorm$forward.check(arguments);
    return localResponseNorm(x, this.size, this);
  }

  override extraRepr(): string {
    const { size, alpha, beta, k } = this;
    return `${size}, alpha=${float(alpha)}, beta=${float(beta)}, k=${float(k)}`;
  }
}
