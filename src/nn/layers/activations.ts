/** Activations as layers; each calls the tensor operation of its name. */

import * as signatures from '../../signatures/nn.js';
import type { Tensor } from '../../tensor/index.js';
import { Module } from '../module.js';
import { float, python } from '../text/python-text.js';

/**
 * `max(x, 0)` of each element.
 * @example
 * console.log(new nn.ReLU().forward(tensor([-1, 2])).toArray()); // [ 0, 2 ]
 */
export class ReLU extends Module {
  /** Any shape, kept. */
  forward(x: Tensor): Tensor {
    signatures.ReLU$forward.check(arguments);
    return x.relu();
  }
}

/**
 * `x` where positive, else `negativeSlope * x`.
 * @example
 * console.log(new nn.LeakyReLU(0.5).forward(tensor([-1, 2])).toArray()); // [ -0.5, 2 ]
 */
export class LeakyReLU extends Module {
  /** What negative elements are multiplied by. */
  readonly negativeSlope: number;

  /** The slope is 0.01 by default. */
  constructor(negativeSlope = 0.01) {
    signatures.LeakyReLU.check(arguments);
    super();
    this.negativeSlope = negativeSlope;
  }

  /** Any shape, kept. */
  forward(x: Tensor): Tensor {
    signatures.LeakyReLU$forward.check(arguments);
    return x.leakyRelu(this.negativeSlope);
  }

  override extraRepr(): string {
    return `negative_slope=${python(this.negativeSlope)}`;
  }
}

/**
 * `x` where positive, else `alpha (exp(x) - 1)`.
 * @example
 * console.log(new nn.ELU().forward(tensor([-1, 2])).toString()); // tensor([-0.6321,  2.0000])
 */
export class ELU extends Module {
  /** What negative elements go towards, negated. */
  readonly alpha: number;

  /** `alpha` is 1 by default. */
  constructor(alpha = 1) {
    signatures.ELU.check(arguments);
    super();
    this.alpha = alpha;
  }

  /** Any shape, kept. */
  forward(x: Tensor): Tensor {
    signatures.ELU$forward.check(arguments);
    return x.elu(this.alpha);
  }

  override extraRepr(): string {
    return `alpha=${float(this.alpha)}`;
  }
}

/** Options of `GELU`. */
export interface GELUOptions {
  /** `'none'` (default) uses the error function, `'tanh'` its usual approximation. */
  readonly approximate?: 'none' | 'tanh';
}

/**
 * `x` times the normal distribution function at `x`.
 *
 * Formula: `x (1 + erf(x / sqrt(2))) / 2`; by tanh
 * `x (1 + tanh(sqrt(2 / pi) (x + 0.044715 x^3))) / 2`.
 *
 * @example
 * console.log(new nn.GELU().forward(tensor([-1, 2])).toString()); // tensor([-0.1587,  1.9545])
 */
export class GELU extends Module {
  /** `'none'` uses the error function, `'tanh'` its usual approximation. */
  readonly approximate: 'none' | 'tanh';

  constructor(options: GELUOptions = {}) {
    signatures.GELU.check(arguments);
    super();
    this.approximate = options.approximate ?? 'none';
  }

  /** Any shape, kept. */
  forward(x: Tensor): Tensor {
    signatures.GELU$forward.check(arguments);
    return x.gelu({ approximate: this.approximate });
  }

  override extraRepr(): string {
    return `approximate='${this.approximate}'`;
  }
}

/**
 * `x sigmoid(x)`.
 * @example
 * console.log(new nn.SiLU().forward(tensor([-1, 2])).toString()); // tensor([-0.2689,  1.7616])
 */
export class SiLU extends Module {
  /** Any shape, kept. */
  forward(x: Tensor): Tensor {
    signatures.SiLU$forward.check(arguments);
    return x.silu();
  }
}

/** Options of `Softplus`. */
export interface SoftplusLayerOptions {
  /** Steepness, 1 by default. */
  readonly beta?: number;
  /** Where `beta x` is above this, `x` itself is returned; 20 by default. */
  readonly threshold?: number;
}

/**
 * `log(1 + exp(beta x)) / beta`.
 * @example
 * console.log(new nn.Softplus().forward(tensor([-1, 2])).toString()); // tensor([0.3133, 2.1269])
 */
export class Softplus extends Module {
  /** Steepness. */
  readonly beta: number;
  /** Where `beta x` is above this, `x` itself is returned. */
  readonly threshold: number;

  constructor(options: SoftplusLayerOptions = {}) {
    signatures.Softplus.check(arguments);
    super();
    this.beta = options.beta ?? 1;
    this.threshold = options.threshold ?? 20;
  }

  /** Any shape, kept. */
  forward(x: Tensor): Tensor {
    signatures.Softplus$forward.check(arguments);
    return x.softplus(this);
  }

  override extraRepr(): string {
    return `beta=${python(this.beta)}, threshold=${python(this.threshold)}`;
  }
}

/**
 * `1 / (1 + exp(-x))`.
 * @example
 * console.log(new nn.Sigmoid().forward(tensor([0, 2])).toString()); // tensor([0.5000, 0.8808])
 */
export class Sigmoid extends Module {
  /** Any shape, kept. */
  forward(x: Tensor): Tensor {
    signatures.Sigmoid$forward.check(arguments);
    return x.sigmoid();
  }
}

/**
 * Hyperbolic tangent.
 *
 * Formula: `(exp(x) - exp(-x)) / (exp(x) + exp(-x))`.
 *
 * @example
 * console.log(new nn.Tanh().forward(tensor([0, 2])).toString()); // tensor([0.0000, 0.9640])
 */
export class Tanh extends Module {
  /** Any shape, kept. */
  forward(x: Tensor): Tensor {
    signatures.Tanh$forward.check(arguments);
    return x.tanh();
  }
}

/**
 * Exponentials that sum to 1 along `dim`.
 *
 * Formula: `exp(x_i) / sum_j exp(x_j)`.
 *
 * @example
 * const y = new nn.Softmax(0).forward(tensor([0, 0, 0, 0]));
 * console.log(y.toArray()); // [ 0.25, 0.25, 0.25, 0.25 ]
 */
export class Softmax extends Module {
  /** The dim whose elements sum to 1. */
  readonly dim: number;

  /** `dim` is the last by default. PyTorch leaves it out with a warning and then guesses. */
  constructor(dim = -1) {
    signatures.Softmax.check(arguments);
    super();
    this.dim = dim;
  }

  /** Any shape that has `dim`, kept. */
  forward(x: Tensor): Tensor {
    signatures.Softmax$forward.check(arguments);
    return x.softmax(this.dim);
  }

  override extraRepr(): string {
    return `dim=${this.dim}`;
  }
}

/**
 * Logarithm of the softmax along `dim`.
 *
 * Formula: `x_i - log(sum_j exp(x_j))`.
 *
 * @example
 * const layer = new nn.LogSoftmax(0);
 * console.log(layer.forward(tensor([0, 1])).toString()); // tensor([-1.3133, -0.3133])
 */
export class LogSoftmax extends Module {
  /** The dim whose elements sum to 1. */
  readonly dim: number;

  /** `dim` is the last by default. */
  constructor(dim = -1) {
    signatures.LogSoftmax.check(arguments);
    super();
    this.dim = dim;
  }

  /** Any shape that has `dim`, kept. */
  forward(x: Tensor): Tensor {
    signatures.LogSoftmax$forward.check(arguments);
    return x.logSoftmax(this.dim);
  }

  override extraRepr(): string {
    return `dim=${this.dim}`;
  }
}
