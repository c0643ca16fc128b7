/** Activations without corners, as layers; each calls the function of its name. */

import { ShapeError } from '../../errors.js';
import { show } from '../../graph/shape.js';
import * as signatures from '../../signatures/nn.js';
import type { Tensor } from '../../tensor/index.js';
import {
  celu,
  glu,
  logsigmoid,
  mish,
  selu,
  softmin,
  softsign,
  tanhshrink,
} from '../functional/activations.js';
import { Module } from '../module.js';
import { float } from '../text/python-text.js';

/**
 * `elu` with the constants that keep mean 0 and variance 1.
 *
 * Formula: `1.0507 (max(0, x) + min(0, 1.6733 (exp(x) - 1)))`.
 *
 * @example
 * console.log(new nn.SELU().forward(tensor([-1, 2])).toString()); // tensor([-1.1113,  2.1014])
 */
export class SELU extends Module {
  /** Any shape, kept. */
  forward(x: Tensor): Tensor {
    signatures.SELU$forward.check(arguments);
    return selu(x);
  }
}

/**
 * `elu` whose slope is 1 at 0 for any alpha.
 *
 * Formula: `max(0, x) + min(0, alpha (exp(x / alpha) - 1))`.
 *
 * @example
 * console.log(new nn.CELU().forward(tensor([-1, 2])).toString()); // tensor([-0.6321,  2.0000])
 */
export class CELU extends Module {
  /** What negative elements go towards, negated. */
  readonly alpha: number;

  /** `alpha` is 1 by default. */
  constructor(alpha = 1) {
    signatures.CELU.check(arguments);
    super();
    this.alpha = alpha;
  }

  /** Any shape, kept. */
  forward(x: Tensor): Tensor {
    signatures.CELU$forward.check(arguments);
    return celu(x, this.alpha);
  }

  override extraRepr(): string {
    return `alpha=${float(this.alpha)}`;
  }
}

/**
 * `x tanh(softplus(x))`.
 * @example
 * console.log(new nn.Mish().forward(tensor([-1, 2])).toString()); // tensor([-0.3034,  1.9440])
 */
export class Mish extends Module {
  /** Any shape, kept. */
  forward(x: Tensor): Tensor {
    signatures.Mish$forward.check(arguments);
    return mish(x);
  }
}

/**
 * `x / (1 + |x|)`.
 * @example
 * console.log(new nn.Softsign().forward(tensor([-3, 0, 1])).toArray()); // [ -0.75, 0, 0.5 ]
 */
export class Softsign extends Module {
  /** Any shape, kept. */
  forward(x: Tensor): Tensor {
    signatures.Softsign$forward.check(arguments);
    return softsign(x);
  }
}

/**
 * `x - tanh(x)`.
 * @example
 * const result = new nn.Tanhshrink().forward(tensor([-1, 0, 2]));
 * console.log(result.toString()); // tensor([-0.2384,  0.0000,  1.0360])
 */
export class Tanhshrink extends Module {
  /** Any shape, kept. */
  forward(x: Tensor): Tensor {
    signatures.Tanhshrink$forward.check(arguments);
    return tanhshrink(x);
  }
}

/**
 * `log(sigmoid(x))`.
 * @example
 * const result = new nn.LogSigmoid().forward(tensor([-4, 0, 4]));
 * console.log(result.toString()); // tensor([-4.0181, -0.6931, -0.0181])
 */
export class LogSigmoid extends Module {
  /** Any shape, kept. */
  forward(x: Tensor): Tensor {
    signatures.LogSigmoid$forward.check(arguments);
    return logsigmoid(x);
  }
}

/**
 * The first half of a dim times the sigmoid of the second.
 *
 * Formula: `a sigmoid(b)` for the halves a and b.
 *
 * @example
 * console.log(new nn.GLU().forward(tensor([2, 4, 0, 100])).toArray()); // [ 1, 4 ]
 */
export class GLU extends Module {
  /** The dim that is halved. */
  readonly dim: number;

  /** The last dim by default. */
  constructor(dim = -1) {
    signatures.GLU.check(arguments);
    super();
    this.dim = dim;
  }

  /** `[.., 2 n, ..] -> [.., n, ..]`. @throws ShapeError for an odd size. */
  forward(x: Tensor): Tensor {
    signatures.GLU$forward.check(arguments);
    return glu(x, this.dim);
  }

  override extraRepr(): string {
    return `dim=${this.dim}`;
  }
}

/**
 * `softmax` of `-x`.
 *
 * Formula: `exp(-x_i) / sum_j exp(-x_j)`.
 *
 * @example
 * console.log(new nn.Softmin(0).forward(tensor([3, 3])).toArray()); // [ 0.5, 0.5 ]
 */
export class Softmin extends Module {
  /** The dim whose elements sum to 1. */
  readonly dim: number;

  /** `dim` is the last by default. */
  constructor(dim = -1) {
    signatures.Softmin.check(arguments);
    super();
    this.dim = dim;
  }

  /** Any shape that has `dim`, kept. */
  forward(x: Tensor): Tensor {
    signatures.Softmin$forward.check(arguments);
    return softmin(x, this.dim);
  }

  override extraRepr(): string {
    return `dim=${this.dim}`;
  }
}

/**
 * Softmax over the channels at each place of an image.
 *
 * Formula: `exp(x_i) / sum_j exp(x_j)`.
 *
 * @example
 * const shares = new nn.Softmax2d().forward(zeros([1, 4, 1, 1]));
 * console.log(shares.flatten().toArray()); // [ 0.25, 0.25, 0.25, 0.25 ]
 */
export class Softmax2d extends Module {
  /** `[N, C, H, W]` or `[C, H, W]`, kept. @throws ShapeError */
  forward(x: Tensor): Tensor {
    signatures.Softmax2d$forward.check(arguments);
    if (x.ndim === 3 || x.ndim === 4) return x.softmax(-3);
    throw new ShapeError(`Softmax2d: needs [N, C, H, W] or [C, H, W], got ${show(x.shape)}`);
  }
}
