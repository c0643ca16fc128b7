/** Losses of numbers as modules: each has the options of the function of its name. */

import * as signatures from '../../signatures/nn.js';
import type { Tensor } from '../../tensor/index.js';
import type { LossOptions } from '../functional/losses/reduction.js';
import {
  type HingeLossOptions,
  type HuberLossOptions,
  hingeLoss,
  huberLoss,
  l1Loss,
  mseLoss,
  type SmoothL1LossOptions,
  smoothL1Loss,
} from '../functional/losses/regression-losses.js';
import { Loss } from './bases.js';

/**
 * Mean squared error; see `mseLoss`.
 *
 * Formula: `(x - y)^2`.
 *
 * @example
 * console.log(new nn.MSELoss().forward(tensor([1, 2]), tensor([1, 4])).item()); // 2
 */
export class MSELoss extends Loss {
  constructor(options: LossOptions = {}) {
    signatures.MSELoss.check(arguments);
    super(options);
  }

  forward(input: Tensor, target: Tensor): Tensor {
    signatures.MSELoss$forward.check(arguments);
    return mseLoss(input, target, this);
  }
}

/**
 * Mean absolute error; see `l1Loss`.
 *
 * Formula: `|x - y|`.
 *
 * @example
 * console.log(new nn.L1Loss().forward(tensor([1, 2]), tensor([1, 4])).item()); // 1
 */
export class L1Loss extends Loss {
  constructor(options: LossOptions = {}) {
    signatures.L1Loss.check(arguments);
    super(options);
  }

  forward(input: Tensor, target: Tensor): Tensor {
    signatures.L1Loss$forward.check(arguments);
    return l1Loss(input, target, this);
  }
}

/**
 * Squared close to zero, absolute further out; see `smoothL1Loss`.
 *
 * Formula: `d^2 / (2 beta)` where `|d| < beta`, else `|d| - beta / 2`, for `d = x - y`.
 *
 * @example
 * console.log(new nn.SmoothL1Loss().forward(tensor([1, 2]), tensor([1, 4])).item()); // 0.75
 */
export class SmoothL1Loss extends Loss {
  /** Where the square ends and the line starts. */
  readonly beta: number;

  constructor(options: SmoothL1LossOptions = {}) {
    signatures.SmoothL1Loss.check(arguments);
    super(options);
    this.beta = options.beta ?? 1;
  }

  forward(input: Tensor, target: Tensor): Tensor {
    signatures.SmoothL1Loss$forward.check(arguments);
    return smoothL1Loss(input, target, this);
  }
}

/**
 * Squared up to `delta`, then a line; see `huberLoss`.
 *
 * Formula: `d^2 / 2` where `|d| < delta`, else `delta (|d| - delta / 2)`, for `d = x - y`.
 *
 * @example
 * console.log(new nn.HuberLoss().forward(tensor([1, 2]), tensor([1, 4])).item()); // 0.75
 */
export class HuberLoss extends Loss {
  /** Where the square ends and the line starts. */
  readonly delta: number;

  constructor(options: HuberLossOptions = {}) {
    signatures.HuberLoss.check(arguments);
    super(options);
    this.delta = options.delta ?? 1;
  }

  forward(input: Tensor, target: Tensor): Tensor {
    signatures.HuberLoss$forward.check(arguments);
    return huberLoss(input, target, this);
  }
}

/**
 * Max-margin loss of targets -1 and +1; see `hingeLoss`.
 *
 * Formula: `max(0, margin - y x)`.
 *
 * @example
 * console.log(new nn.HingeLoss().forward(tensor([0.5, 2]), tensor([1, -1])).item()); // 1.75
 */
export class HingeLoss extends Loss {
  /** How far apart. */
  readonly margin: number;

  constructor(options: HingeLossOptions = {}) {
    signatures.HingeLoss.check(arguments);
    super(options);
    this.margin = options.margin ?? 1;
  }

  forward(input: Tensor, target: Tensor): Tensor {
    signatures.HingeLoss$forward.check(arguments);
    return hingeLoss(input, target, this);
  }
}
