/**
 * Losses as modules: each holds the options of the function of its name. Weights are buffers, as in
 * PyTorch: part of the state, and converted with the module.
 */

import type { Tensor } from '../../tensor/index.js';
import {
  type CrossEntropyOptions,
  crossEntropy,
  type NLLLossOptions,
  nllLoss,
} from '../functional/cross-entropy.js';
import {
  type BinaryCrossEntropyOptions,
  type BinaryCrossEntropyWithLogitsOptions,
  binaryCrossEntropy,
  binaryCrossEntropyWithLogits,
  type KLDivOptions,
  klDiv,
} from '../functional/probability-losses.js';
import type { LossOptions } from '../functional/reduction.js';
import {
  type HingeLossOptions,
  type HuberLossOptions,
  hingeLoss,
  huberLoss,
  l1Loss,
  mseLoss,
  type SmoothL1LossOptions,
  smoothL1Loss,
} from '../functional/regression-losses.js';
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

/** A loss with a factor for each class, or each element. */
abstract class WeightedLoss<
  Options extends { readonly weight?: Tensor | undefined },
> extends Loss<Options> {
  /** The factors; null for none. */
  weight: Tensor | null;

  constructor(options?: Options) {
    super(options);
    this.weight = this.registerBuffer('weight', options?.weight ?? null);
  }

  /** The options with the factors of this moment. */
  protected weighted(): Options | { readonly weight: Tensor | undefined } {
    return { ...this.options, weight: this.weight ?? undefined };
  }
}

/** Mean squared error; see `mseLoss`. */
export class MSELoss extends Loss<LossOptions> {
  forward(input: Tensor, target: Tensor): Tensor {
    return mseLoss(input, target, this.options);
  }
}

/** Mean absolute error; see `l1Loss`. */
export class L1Loss extends Loss<LossOptions> {
  forward(input: Tensor, target: Tensor): Tensor {
    return l1Loss(input, target, this.options);
  }
}

/** Squared close to zero, absolute further out; see `smoothL1Loss`. */
export class SmoothL1Loss extends Loss<SmoothL1LossOptions> {
  forward(input: Tensor, target: Tensor): Tensor {
    return smoothL1Loss(input, target, this.options);
  }
}

/** Squared up to `delta`, then a line; see `huberLoss`. */
export class HuberLoss extends Loss<HuberLossOptions> {
  forward(input: Tensor, target: Tensor): Tensor {
    return huberLoss(input, target, this.options);
  }
}

/** Max-margin loss of targets -1 and +1; see `hingeLoss`. */
export class HingeLoss extends Loss<HingeLossOptions> {
  forward(input: Tensor, target: Tensor): Tensor {
    return hingeLoss(input, target, this.options);
  }
}

/** Cross-entropy of logits; see `crossEntropy`. */
export class CrossEntropyLoss extends WeightedLoss<CrossEntropyOptions> {
  forward(input: Tensor, target: Tensor): Tensor {
    return crossEntropy(input, target, this.weighted());
  }
}

/** Negative log-likelihood; see `nllLoss`. */
export class NLLLoss extends WeightedLoss<NLLLossOptions> {
  forward(input: Tensor, target: Tensor): Tensor {
    return nllLoss(input, target, this.weighted());
  }
}

/** Binary cross-entropy of probabilities; see `binaryCrossEntropy`. */
export class BCELoss extends WeightedLoss<BinaryCrossEntropyOptions> {
  forward(input: Tensor, target: Tensor): Tensor {
    return binaryCrossEntropy(input, target, this.weighted());
  }
}

/** Binary cross-entropy of logits; see `binaryCrossEntropyWithLogits`. */
export class BCEWithLogitsLoss extends WeightedLoss<BinaryCrossEntropyWithLogitsOptions> {
  /** Factors of the positive examples; null for none. */
  posWeight: Tensor | null;

  constructor(options?: BinaryCrossEntropyWithLogitsOptions) {
    super(options);
    this.posWeight = this.registerBuffer('posWeight', options?.posWeight ?? null);
  }

  forward(input: Tensor, target: Tensor): Tensor {
    const posWeight = this.posWeight ?? undefined;
    return binaryCrossEntropyWithLogits(input, target, { ...this.weighted(), posWeight });
  }
}

/** Kullback-Leibler divergence; see `klDiv`. */
export class KLDivLoss extends Loss<KLDivOptions> {
  forward(input: Tensor, target: Tensor): Tensor {
    return klDiv(input, target, this.options);
  }
}
