/** Losses of probabilities as modules: each has the options of the function of its name. */

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
import type { Reduction } from '../functional/losses/reduction.js';
import { Loss, WeightedLoss } from './bases.js';

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
export class CrossEntropyLoss extends WeightedLoss {
  /** A target that costs nothing and counts for nothing. */
  readonly ignoreIndex: number;
  /** How much of each target is spread evenly over all classes. */
  readonly labelSmoothing: number;

  constructor(options: CrossEntropyOptions = {}) {
    signatures.CrossEntropyLoss.check(arguments);
    super(options);
    this.ignoreIndex = options.ignoreIndex ?? -100;
    this.labelSmoothing = options.labelSmoothing ?? 0;
  }

  forward(input: Tensor, target: Tensor): Tensor {
    signatures.CrossEntropyLoss$forward.check(arguments);
    return crossEntropy(input, target, this);
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
export class NLLLoss extends WeightedLoss {
  /** A target that costs nothing and counts for nothing. */
  readonly ignoreIndex: number;

  constructor(options: NLLLossOptions = {}) {
    signatures.NLLLoss.check(arguments);
    super(options);
    this.ignoreIndex = options.ignoreIndex ?? -100;
  }

  forward(input: Tensor, target: Tensor): Tensor {
    signatures.NLLLoss$forward.check(arguments);
    return nllLoss(input, target, this);
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
export class BCELoss extends WeightedLoss {
  constructor(options: BinaryCrossEntropyOptions = {}) {
    signatures.BCELoss.check(arguments);
    super(options);
  }

  forward(input: Tensor, target: Tensor): Tensor {
    signatures.BCELoss$forward.check(arguments);
    return binaryCrossEntropy(input, target, this);
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
export class BCEWithLogitsLoss extends WeightedLoss {
  /** A factor for the positive examples of each class; null for none. A buffer. */
  posWeight: Tensor | null;

  constructor(options: BinaryCrossEntropyWithLogitsOptions = {}) {
    signatures.BCEWithLogitsLoss.check(arguments);
    super(options);
    this.posWeight = this.registerBuffer('posWeight', options.posWeight ?? null);
  }

  forward(input: Tensor, target: Tensor): Tensor {
    signatures.BCEWithLogitsLoss$forward.check(arguments);
    return binaryCrossEntropyWithLogits(input, target, this);
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
export class KLDivLoss extends Loss<Reduction | 'batchmean'> {
  /** Whether the target, too, is given as logarithms. */
  readonly logTarget: boolean;

  constructor(options: KLDivOptions = {}) {
    signatures.KLDivLoss.check(arguments);
    super(options);
    this.logTarget = options.logTarget ?? false;
  }

  forward(input: Tensor, target: Tensor): Tensor {
    signatures.KLDivLoss$forward.check(arguments);
    return klDiv(input, target, this);
  }
}
