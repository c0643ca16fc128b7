/** Activations as layers; each calls the tensor operation of its name. */

import type { Tensor } from '../../tensor/index.js';
import { Module } from '../module.js';

/** `max(x, 0)` of each element. */
export class ReLU extends Module {
  /** Any shape, kept. */
  forward(x: Tensor): Tensor {
    return x.relu();
  }
}

/** `x` where positive, else `negativeSlope * x`. */
export class LeakyReLU extends Module {
  readonly negativeSlope: number;

  /** The slope is 0.01 by default. */
  constructor(negativeSlope = 0.01) {
    super();
    this.negativeSlope = negativeSlope;
  }

  /** Any shape, kept. */
  forward(x: Tensor): Tensor {
    return x.leakyRelu(this.negativeSlope);
  }
}

/** `x` where positive, else `alpha (exp(x) - 1)`. */
export class ELU extends Module {
  readonly alpha: number;

  /** `alpha` is 1 by default. */
  constructor(alpha = 1) {
    super();
    this.alpha = alpha;
  }

  /** Any shape, kept. */
  forward(x: Tensor): Tensor {
    return x.elu(this.alpha);
  }
}

/** Options of `GELU`. */
export interface GELUOptions {
  /** `'none'` (default) uses the error function, `'tanh'` its usual approximation. */
  readonly approximate?: 'none' | 'tanh';
}

/** `x` times the normal distribution function at `x`. */
export class GELU extends Module {
  readonly approximate: 'none' | 'tanh';

  constructor(options: GELUOptions = {}) {
    super();
    this.approximate = options.approximate ?? 'none';
  }

  /** Any shape, kept. */
  forward(x: Tensor): Tensor {
    return x.gelu({ approximate: this.approximate });
  }
}

/** `x sigmoid(x)`. */
export class SiLU extends Module {
  /** Any shape, kept. */
  forward(x: Tensor): Tensor {
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

/** `log(1 + exp(beta x)) / beta`. */
export class Softplus extends Module {
  readonly options: SoftplusLayerOptions;

  constructor(options: SoftplusLayerOptions = {}) {
    super();
    this.options = options;
  }

  /** Any shape, kept. */
  forward(x: Tensor): Tensor {
    return x.softplus(this.options);
  }
}

/** `1 / (1 + exp(-x))`. */
export class Sigmoid extends Module {
  /** Any shape, kept. */
  forward(x: Tensor): Tensor {
    return x.sigmoid();
  }
}

/** Hyperbolic tangent. */
export class Tanh extends Module {
  /** Any shape, kept. */
  forward(x: Tensor): Tensor {
    return x.tanh();
  }
}

/** Exponentials that sum to 1 along `dim`. */
export class Softmax extends Module {
  readonly dim: number;

  /** `dim` is the last by default. PyTorch leaves it out with a warning and then guesses. */
  constructor(dim = -1) {
    super();
    this.dim = dim;
  }

  /** Any shape that has `dim`, kept. */
  forward(x: Tensor): Tensor {
    return x.softmax(this.dim);
  }
}

/** Logarithm of the softmax along `dim`. */
export class LogSoftmax extends Module {
  readonly dim: number;

  /** `dim` is the last by default. */
  constructor(dim = -1) {
    super();
    this.dim = dim;
  }

  /** Any shape that has `dim`, kept. */
  forward(x: Tensor): Tensor {
    return x.logSoftmax(this.dim);
  }
}
