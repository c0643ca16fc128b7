/** Activations made of lines, as layers; each calls the function of its name. */

import * as signatures from '../../signatures/nn.js';
import { full, type Tensor } from '../../tensor/index.js';
import {
  hardshrink,
  hardsigmoid,
  hardswish,
  hardtanh,
  prelu,
  relu6,
  rrelu,
  softshrink,
  threshold,
} from '../functional/activations.js';
import { Module } from '../module.js';
import { Parameter } from '../parameter.js';
import { float, python } from '../text/python-text.js';

/**
 * `min(max(x, 0), 6)`.
 * @example
 * console.log(new nn.ReLU6().forward(tensor([-4, 2, 8])).toArray()); // [ 0, 2, 6 ]
 */
export class ReLU6 extends Module {
  /** Least element of the result. */
  readonly minVal: number = 0;
  /** Largest element of the result. */
  readonly maxVal: number = 6;

  /** Any shape, kept. */
  forward(x: Tensor): Tensor {
    signatures.ReLU6$forward.check(arguments);
    return relu6(x);
  }
}

/**
 * `x` limited to two numbers.
 *
 * Formula: `min(max(x, minVal), maxVal)`.
 *
 * @example
 * console.log(new nn.Hardtanh().forward(tensor([-4, 0.5, 4])).toArray()); // [ -1, 0.5, 1 ]
 */
export class Hardtanh extends Module {
  /** Least element of the result. */
  readonly minVal: number;
  /** Largest element of the result. */
  readonly maxVal: number;

  /** -1 and 1 by default. */
  constructor(minVal = -1, maxVal = 1) {
    signatures.Hardtanh.check(arguments);
    super();
    this.minVal = minVal;
    this.maxVal = maxVal;
  }

  /** Any shape, kept. */
  forward(x: Tensor): Tensor {
    signatures.Hardtanh$forward.check(arguments);
    return hardtanh(x, this.minVal, this.maxVal);
  }

  override extraRepr(): string {
    return `min_val=${float(this.minVal)}, max_val=${float(this.maxVal)}`;
  }
}

/**
 * A line from 0 at -3 to 1 at 3.
 *
 * Formula: `min(max(x + 3, 0), 6) / 6`.
 *
 * @example
 * console.log(new nn.Hardsigmoid().forward(tensor([-4, 0, 4])).toArray()); // [ 0, 0.5, 1 ]
 */
export class Hardsigmoid extends Module {
  /** Any shape, kept. */
  forward(x: Tensor): Tensor {
    signatures.Hardsigmoid$forward.check(arguments);
    return hardsigmoid(x);
  }
}

/**
 * `x hardsigmoid(x)`.
 * @example
 * console.log(new nn.Hardswish().forward(tensor([0, 1.5, 4])).toArray()); // [ 0, 1.125, 4 ]
 */
export class Hardswish extends Module {
  /** Any shape, kept. */
  forward(x: Tensor): Tensor {
    signatures.Hardswish$forward.check(arguments);
    return hardswish(x);
  }
}

/** A number towards 0, or out of the way: `softshrink`, `hardshrink`. */
abstract class Shrink extends Module {
  /** Where the middle, which becomes 0, ends. */
  readonly lambd: number;

  protected constructor(lambd: number) {
    super();
    this.lambd = lambd;
  }

  abstract override forward(x: Tensor): Tensor;

  override extraRepr(): string {
    return python(this.lambd);
  }
}

/**
 * `x` moved towards 0 by lambd, and 0 within.
 *
 * Formula: `sign(x) max(|x| - lambd, 0)`.
 *
 * @example
 * console.log(new nn.Softshrink().forward(tensor([-4, 0.25, 4])).toArray()); // [ -3.5, 0, 3.5 ]
 */
export class Softshrink extends Shrink {
  /** 0.5 by default. */
  constructor(lambd = 0.5) {
    signatures.Softshrink.check(arguments);
    super(lambd);
  }

  /** Any shape, kept. */
  forward(x: Tensor): Tensor {
    signatures.Softshrink$forward.check(arguments);
    return softshrink(x, this.lambd);
  }
}

/**
 * `x` outside of [-lambd, lambd], 0 within.
 *
 * Formula: `x` where `|x| > lambd`, else `0`.
 *
 * @example
 * console.log(new nn.Hardshrink().forward(tensor([-4, 0.3, 4])).toArray()); // [ -4, 0, 4 ]
 */
export class Hardshrink extends Shrink {
  /** 0.5 by default. */
  constructor(lambd = 0.5) {
    signatures.Hardshrink.check(arguments);
    super(lambd);
  }

  /** Any shape, kept. */
  forward(x: Tensor): Tensor {
    signatures.Hardshrink$forward.check(arguments);
    return hardshrink(x, this.lambd);
  }
}

/**
 * `x` above the threshold, else `value`.
 *
 * Formula: `x` where `x > threshold`, else `value`.
 *
 * @example
 * console.log(new nn.Threshold(1, 0).forward(tensor([-4, 0.5, 4])).toArray()); // [ 0, 0, 4 ]
 */
export class Threshold extends Module {
  /** Elements above it stay. */
  readonly threshold: number;
  /** What the others become. */
  readonly value: number;

  constructor(limit: number, value: number) {
    signatures.Threshold.check(arguments);
    super();
    this.threshold = limit;
    this.value = value;
  }

  /** Any shape, kept. */
  forward(x: Tensor): Tensor {
    signatures.Threshold$forward.check(arguments);
    return threshold(x, this.threshold, this.value);
  }

  override extraRepr(): string {
    return `threshold=${python(this.threshold)}, value=${python(this.value)}`;
  }
}

/**
 * `x` where positive, else `x` times a random slope; in evaluation times the mean slope.
 *
 * Formula: `max(0, x) + slope min(0, x)`.
 *
 * @example
 * console.log(new nn.RReLU(0.25, 0.25).forward(tensor([-4, 2])).toArray()); // [ -1, 2 ]
 */
export class RReLU extends Module {
  /** Least slope. */
  readonly lower: number;
  /** Largest slope. */
  readonly upper: number;

  /** Slopes between 1/8 and 1/3 by default. */
  constructor(lower: number = 1 / 8, upper: number = 1 / 3) {
    signatures.RReLU.check(arguments);
    super();
    this.lower = lower;
    this.upper = upper;
  }

  /** Any shape, kept. */
  forward(x: Tensor): Tensor {
    signatures.RReLU$forward.check(arguments);
    return rrelu(x, this.lower, this.upper, this.training);
  }

  override extraRepr(): string {
    return `lower=${python(this.lower)}, upper=${python(this.upper)}`;
  }
}

/** Options of `PReLU`. */
export interface PReLUOptions {
  /** What the slopes start at, 0.25 by default. */
  readonly init?: number;
}

/**
 * `x` where positive, else a learned slope times `x`: one slope, or one for each channel.
 *
 * Formula: `max(0, x) + slope min(0, x)`.
 *
 * @example
 * console.log(new nn.PReLU().forward(tensor([-4, 0.5])).toArray()); // [ -1, 0.5 ]
 */
export class PReLU extends Module {
  /** Slopes: 1, or one for each channel. */
  readonly numParameters: number;
  /** `[numParameters]` */
  weight: Parameter;

  constructor(numParameters = 1, options: PReLUOptions = {}) {
    signatures.PReLU.check(arguments);
    super();
    this.numParameters = numParameters;
    this.weight = new Parameter(full([numParameters], options.init ?? 0.25));
  }

  /** Any shape, kept; channels are dim 1. @throws ShapeError for another number of channels. */
  forward(x: Tensor): Tensor {
    signatures.PReLU$forward.check(arguments);
    return prelu(x, this.weight);
  }

  override extraRepr(): string {
    return `num_parameters=${this.numParameters}`;
  }
}
