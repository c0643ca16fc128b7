/**
 * Losses as modules: each holds the options of the function of its name. Weights are buffers, as in
 * PyTorch: part of the state, and converted with the module.
 */

import * as signatures from '../../signatures/nn.js';
import type { Tensor } from '../../tensor/index.js';
import {
  type CrossEntropyOptions,
  crossEntropy,
  type NLLLossOptions,
  nllLoss,
} from '../functional/losses/cross-entropy.js';
import {
  type BinaryCrossEntropyOptions,
  type BinaryCrossEntropyWithLogitsOptions,
  binaryCrossEntropy,
  binaryCrossEntropyWithLogits,
  type KLDivOptions,
  klDiv,
} from '../functional/losses/probability-losses.js';
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
import { Module } from '../module.js';

/** A loss of a prediction and a target. */
abstract class Loss<Options> extends Module {
  readonly options: Options | undefined;

  constructor(options?: Options) {
    super();
    this.options = options;
  }

  /** The loss of `input` against `target`. */
  abstract override forward(input: Tensor, target: Tensor): Tensor;
}

/**
 * Mean squared error; see `mseLoss`.
 *
 * Formula: `(x - y)^2`.
 *
 * @example
 * console.log(new nn.MSELoss().forward(tensor([1, 2]), tensor([1, 4])).item()); // 2
 */
export class MSELoss extends Loss<LossOptions> {
  forward(input: Tensor, target: Tensor): Tensor {
    signatures.MSELoss$forward.check(arguments);
    return mseLoss(input, target, this.options);
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
export class L1Loss extends Loss<LossOptions> {
  forward(input: Tensor, target: Tensor): Tensor {
    signatures.L1Loss$forward.check(arguments);
    return l1Loss(input, target, this.options);
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
export class SmoothL1Loss extends Loss<SmoothL1LossOptions> {
  forward(input: Tensor, target: Tensor): Tensor {
    signatures.SmoothL1Loss$forward.check(arguments);
    return smoothL1Loss(input, target, this.options);
  }
}

/**
 * Squared up to `delta`, then a line; see `huberLoss`.
 *
 * Formula: `d^2 / 2` where `|d| <= delta`, else `delta (|d| - delta / 2)`, for `d = x - y`.
 *
 * @example
 * console.log(new nn.HuberLoss().forward(tensor([1, 2]), tensor([1, 4])).item()); // 0.75
 */
export class HuberLoss extends Loss<HuberLossOptions> {
  forward(input: Tensor, target: Tensor): Tensor {
    signatures.HuberLoss$forward.check(arguments);
    return huberLoss(input, target, this.options);
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
export class HingeLoss extends Loss<HingeLossOptions> {
  forward(input: Tensor, target: Tensor): Tensor {
    signatures.HingeLoss$forward.check(arguments);
    return hingeLoss(input, target, this.options);
  }
}

/**
 * Cross-entropy of logits; see `crossEntropy`.
 *
 * Formula: `log(sum_j exp(x_j)) - x_y` for the class y.
 *
 * @example
 * const target = tensor([0], { dtype: 'int32' });
 * const loss = new nn.CrossEntropyLoss().forward(tensor([[2, 0]]), target);
 * console.log(loss.item().toFixed(4)); // 0.1269
 */
export class CrossEntropyLoss extends Loss<CrossEntropyOptions> {
  /** A factor for each class; null for none. A buffer. */
  weight: Tensor | null;

  constructor(options?: CrossEntropyOptions) {
    signatures.CrossEntropyLoss.check(arguments);
    super(options);
    this.weight = this.registerBuffer('weight', options?.weight ?? null);
  }

  forward(input: Tensor, target: Tensor): Tensor {
    signatures.CrossEntropyLoss$forward.check(arguments);
    return crossEntropy(input, target, { ...this.options, weight: this.weight ?? undefined });
  }
}

/**
 * Negative log-likelihood; see `nllLoss`.
 *
 * Formula: `-x_y` for log-probabilities x and the class y.
 *
 * @example
 * const target = tensor([1], { dtype: 'int32' });
 * console.log(new nn.NLLLoss().forward(tensor([[-2, -0.5]]), target).item()); // 0.5
 */
export class NLLLoss extends Loss<NLLLossOptions> {
  /** A factor for each class; null for none. A buffer. */
  weight: Tensor | null;

  constructor(options?: NLLLossOptions) {
    signatures.NLLLoss.check(arguments);
    super(options);
    this.weight = this.registerBuffer('weight', options?.weight ?? null);
  }

  forward(input: Tensor, target: Tensor): Tensor {
    signatures.NLLLoss$forward.check(arguments);
    return nllLoss(input, target, { ...this.options, weight: this.weight ?? undefined });
  }
}

/**
 * Binary cross-entropy of probabilities; see `binaryCrossEntropy`.
 *
 * Formula: `-(y log(p) + (1 - y) log(1 - p))`.
 *
 * @example
 * console.log(new nn.BCELoss().forward(tensor([0.5]), tensor([1])).item().toFixed(4)); // 0.6931
 */
export class BCELoss extends Loss<BinaryCrossEntropyOptions> {
  /** A factor for each element; null for none. A buffer. */
  weight: Tensor | null;

  constructor(options?: BinaryCrossEntropyOptions) {
    signatures.BCELoss.check(arguments);
    super(options);
    this.weight = this.registerBuffer('weight', options?.weight ?? null);
  }

  forward(input: Tensor, target: Tensor): Tensor {
    signatures.BCELoss$forward.check(arguments);
    return binaryCrossEntropy(input, target, { ...this.options, weight: this.weight ?? undefined });
  }
}

/**
 * Binary cross-entropy of logits; see `binaryCrossEntropyWithLogits`.
 *
 * Formula: `log(1 + exp(x)) - y x`.
 *
 * @example
 * const loss = new nn.BCEWithLogitsLoss().forward(tensor([0]), tensor([1]));
 * console.log(loss.item().toFixed(4)); // 0.6931
 */
export class BCEWithLogitsLoss extends Loss<BinaryCrossEntropyWithLogitsOptions> {
  /** A factor for each element; null for none. A buffer. */
  weight: Tensor | null;
  /** A factor for the positive examples of each class; null for none. A buffer. */
  posWeight: Tensor | null;

  constructor(options?: BinaryCrossEntropyWithLogitsOptions) {
    signatures.BCEWithLogitsLoss.check(arguments);
    super(options);
    this.weight = this.registerBuffer('weight', options?.weight ?? null);
    this.posWeight = this.registerBuffer('posWeight', options?.posWeight ?? null);
  }

  forward(input: Tensor, target: Tensor): Tensor {
    signatures.BCEWithLogitsLoss$forward.check(arguments);
    const weight = this.weight ?? undefined;
    const posWeight = this.posWeight ?? undefined;
    return binaryCrossEntropyWithLogits(input, target, { ...this.options, weight, posWeight });
  }
}

/**
 * Kullback-Leibler divergence; see `klDiv`.
 *
 * Formula: `y (log(y) - x)` for log-probabilities x.
 *
 * @example
 * const loss = new nn.KLDivLoss({ reduction: 'sum' });
 * console.log(loss.forward(tensor([0.5, 0.5]).log(), tensor([0.5, 0.5])).item()); // 0
 */
export class KLDivLoss extends Loss<KLDivOptions> {
  forward(input: Tensor, target: Tensor): Tensor {
    signatures.KLDivLoss$forward.check(arguments);
    return klDiv(input, target, this.options);
  }
}
