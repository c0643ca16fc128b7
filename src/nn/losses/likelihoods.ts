/** Losses of likelihoods as modules: each has the options of the function of its name. */

import * as signatures from '../../signatures/nn.js';
import type { Tensor } from '../../tensor/index.js';
import { type CTCLossOptions, ctcLoss } from '../functional/losses/ctc-loss.js';
import {
  type GaussianNLLOptions,
  gaussianNLLLoss,
  type PoissonNLLOptions,
  poissonNLLLoss,
} from '../functional/losses/likelihood-losses.js';
import { Loss } from './bases.js';

/**
 * Counts; see `poissonNLLLoss`.
 *
 * Formula: `exp(x) - y x`; `x - y log(x + eps)` without logInput.
 *
 * @example
 * console.log(new nn.PoissonNLLLoss().forward(tensor([0]), tensor([2])).item()); // 1
 */
export class PoissonNLLLoss extends Loss {
  /** Whether the input is the logarithm of the rate. */
  readonly logInput: boolean;
  /** Whether to add Stirling's term of the target. */
  readonly full: boolean;
  /** Added to the rate before its logarithm. */
  readonly eps: number;

  constructor(options: PoissonNLLOptions = {}) {
    signatures.PoissonNLLLoss.check(arguments);
    super(options);
    this.logInput = options.logInput ?? true;
    this.full = options.full ?? false;
    this.eps = options.eps ?? 1e-8;
  }

  forward(input: Tensor, target: Tensor): Tensor {
    signatures.PoissonNLLLoss$forward.check(arguments);
    return poissonNLLLoss(input, target, this);
  }
}

/**
 * Normal variables; see `gaussianNLLLoss`.
 *
 * Formula: `(log(var) + (x - y)^2 / var) / 2`, var at least eps.
 *
 * @example
 * const result = new nn.GaussianNLLLoss().forward(tensor([1]), tensor([3]), tensor([4]));
 * console.log(result.toString()); // tensor(1.1931)
 */
export class GaussianNLLLoss extends Loss {
  /** Whether to add the constant log(2 pi) / 2. */
  readonly full: boolean;
  /** Least variance. */
  readonly eps: number;

  constructor(options: GaussianNLLOptions = {}) {
    signatures.GaussianNLLLoss.check(arguments);
    super(options);
    this.full = options.full ?? false;
    this.eps = options.eps ?? 1e-6;
  }

  forward(input: Tensor, target: Tensor, variance: Tensor): Tensor {
    signatures.GaussianNLLLoss$forward.check(arguments);
    return gaussianNLLLoss(input, target, variance, this);
  }
}

/**
 * Sequences without an alignment; see `ctcLoss`.
 *
 * Formula: `-log(sum over alignments of prod_t p_t)`.
 *
 * @example
 * const logProbs = zeros([4, 1, 3]).sub(Math.log(3));
 * const targets = tensor([[1, 2]], { dtype: 'int32' });
 * console.log(new nn.CTCLoss().forward(logProbs, targets, [4], [2]).toString()); // tensor(0.8432)
 */
export class CTCLoss extends Loss {
  /** The class that stands for nothing. */
  readonly blank: number;
  /** Whether infinite losses are 0. */
  readonly zeroInfinity: boolean;

  constructor(options: CTCLossOptions = {}) {
    signatures.CTCLoss.check(arguments);
    super(options);
    this.blank = options.blank ?? 0;
    this.zeroInfinity = options.zeroInfinity ?? false;
  }

  forward(
    logProbs: Tensor,
    targets: Tensor,
    inputLengths: Tensor | readonly number[],
    targetLengths: Tensor | readonly number[],
  ): Tensor {
    signatures.CTCLoss$forward.check(arguments);
    return ctcLoss(logProbs, targets, inputLengths, targetLengths, this);
  }
}
