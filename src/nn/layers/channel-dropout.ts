/** Dropout of whole channels, and dropout for `selu`, as layers. */

import * as signatures from '../../signatures/nn.js';
import type { Tensor } from '../../tensor/index.js';
import {
  alphaDropout,
  dropout1d,
  dropout2d,
  dropout3d,
  featureAlphaDropout,
} from '../functional/channel-dropout.js';
import { checkDropProbability } from '../functional/dropout.js';
import { Module } from '../module.js';
import { python } from '../text/python-text.js';

/** A dropout with a chance. */
abstract class Dropping extends Module {
  /** Chance to drop. */
  readonly p: number;

  protected constructor(p: number) {
    super();
    checkDropProbability(new.target.name, p);
    this.p = p;
  }

  abstract override forward(x: Tensor): Tensor;

  override extraRepr(): string {
    return `p=${python(this.p)}, inplace=False`;
  }
}

/**
 * Zeroes channels of sequences with chance `p` (0.5 by default) when training; see `dropout1d`.
 * @example
 * console.log(new nn.Dropout1d().eval().forward(ones([1, 2])).toArray()); // [ [ 1, 1 ] ]
 */
export class Dropout1d extends Dropping {
  constructor(p = 0.5) {
    signatures.Dropout1d.check(arguments);
    super(p);
  }

  /** `[N, C, L]` or `[C, L]`, kept; unchanged in evaluation. */
  forward(x: Tensor): Tensor {
    signatures.Dropout1d$forward.check(arguments);
    return dropout1d(x, { p: this.p, training: this.training });
  }
}

/**
 * Zeroes channels of images with chance `p` (0.5 by default) when training; see `dropout2d`.
 * @example
 * console.log(new nn.Dropout2d(0.2).forward(ones([2, 3, 4, 4])).shape); // [ 2, 3, 4, 4 ]
 */
export class Dropout2d extends Dropping {
  constructor(p = 0.5) {
    signatures.Dropout2d.check(arguments);
    super(p);
  }

  /** `[N, C, H, W]`, kept; unchanged in evaluation. */
  forward(x: Tensor): Tensor {
    signatures.Dropout2d$forward.check(arguments);
    return dropout2d(x, { p: this.p, training: this.training });
  }
}

/**
 * Zeroes channels of volumes with chance `p` (0.5 by default) when training; see `dropout3d`.
 * @example
 * console.log(new nn.Dropout3d(0.2).forward(ones([3, 4, 4, 4])).shape); // [ 3, 4, 4, 4 ]
 */
export class Dropout3d extends Dropping {
  constructor(p = 0.5) {
    signatures.Dropout3d.check(arguments);
    super(p);
  }

  /** `[N, C, D, H, W]` or `[C, D, H, W]`, kept; unchanged in evaluation. */
  forward(x: Tensor): Tensor {
    signatures.Dropout3d$forward.check(arguments);
    return dropout3d(x, { p: this.p, training: this.training });
  }
}

/**
 * Dropout that keeps mean 0 and variance 1, for networks of `SELU`; see `alphaDropout`.
 * @example
 * console.log(new nn.AlphaDropout(0.1).eval().forward(ones([2])).toArray()); // [ 1, 1 ]
 */
export class AlphaDropout extends Dropping {
  constructor(p = 0.5) {
    signatures.AlphaDropout.check(arguments);
    super(p);
  }

  /** Any shape, kept; unchanged in evaluation. */
  forward(x: Tensor): Tensor {
    signatures.AlphaDropout$forward.check(arguments);
    return alphaDropout(x, { p: this.p, training: this.training });
  }
}

/**
 * `AlphaDropout` of whole channels; see `featureAlphaDropout`.
 * @example
 * console.log(new nn.FeatureAlphaDropout(0.1).forward(ones([2, 3, 4])).shape); // [ 2, 3, 4 ]
 */
export class FeatureAlphaDropout extends Dropping {
  constructor(p = 0.5) {
    signatures.FeatureAlphaDropout.check(arguments);
    super(p);
  }

  /** `[N, C, ...]`, kept; unchanged in evaluation. */
  forward(x: Tensor): Tensor {
    signatures.FeatureAlphaDropout$forward.check(arguments);
    return featureAlphaDropout(x, { p: this.p, training: this.training });
  }
}
