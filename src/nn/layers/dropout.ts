/** Dropout as a layer. Source: Srivastava et al., "Dropout", 2014. */

import * as signatures from '../../signatures/nn.js';
import type { Tensor } from '../../tensor/index.js';
import { checkDropProbability, dropout } from '../functional/dropout.js';
import { Module } from '../module.js';
import { python } from '../text/python-text.js';

/**
 * Zeroes elements with chance `p` (0.5 by default) when training, and scales the rest to match.
 * @example
 * const dropout = new nn.Dropout(0.5).eval();
 * console.log(dropout.forward(ones([3])).toArray()); // [ 1, 1, 1 ]
 */
export class Dropout extends Module {
  /** Chance of an element to be zeroed. */
  readonly p: number;

  constructor(p = 0.5) {
    signatures.Dropout.check(arguments);
    super();
    checkDropProbability('Dropout', p);
    this.p = p;
  }

  /** Any shape, kept; unchanged in evaluation. */
  forward(x: Tensor): Tensor {
    signatures.Dropout$forward.check(arguments);
    return dropout(x, { p: this.p, training: this.training });
  }

  override extraRepr(): string {
    return `p=${python(this.p)}, inplace=False`;
  }
}
