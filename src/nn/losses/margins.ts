/** Losses of margins and likelihoods as modules: each holds the options of its function. */

import type { Tensor } from '../../tensor/index.js';
import { type CTCLossOptions, ctcLoss } from '../functional/losses/ctc-loss.js';
import {
  type GaussianNLLOptions,
  gaussianNLLLoss,
  type PoissonNLLOptions,
  poissonNLLLoss,
} from '../functional/losses/likelihood-losses.js';
import {
  cosineEmbeddingLoss,
  hingeEmbeddingLoss,
  type MarginOptions,
  type MultilabelSoftMarginOptions,
  type MultiMarginOptions,
  marginRankingLoss,
  multilabelMarginLoss,
  multilabelSoftMarginLoss,
  multiMarginLoss,
  softMarginLoss,
  type TripletMarginOptions,
  tripletMarginLoss,
} from '../functional/losses/margin-losses.js';
import type { LossOptions } from '../functional/losses/reduction.js';
import { Module } from '../module.js';

/** Options, and whatever a loss is computed from. */
abstract class LossWith<Options> extends Module {
  readonly options: Options | undefined;

  constructor(options?: Options) {
    super();
    this.options = options;
  }

  abstract override forward(...inputs: never[]): Tensor;
}

/** Which of two scores is the larger; see `marginRankingLoss`. */
export class MarginRankingLoss extends LossWith<MarginOptions> {
  forward(input1: Tensor, input2: Tensor, target: Tensor): Tensor {
    return marginRankingLoss(input1, input2, target, this.options);
  }
}

/** Distances of pairs; see `hingeEmbeddingLoss`. */
export class HingeEmbeddingLoss extends LossWith<MarginOptions> {
  forward(input: Tensor, target: Tensor): Tensor {
    return hingeEmbeddingLoss(input, target, this.options);
  }
}

/** Angles of pairs; see `cosineEmbeddingLoss`. */
export class CosineEmbeddingLoss extends LossWith<MarginOptions> {
  forward(input1: Tensor, input2: Tensor, target: Tensor): Tensor {
    return cosineEmbeddingLoss(input1, input2, target, this.options);
  }
}

/** Anchors nearer to positives than to negatives; see `tripletMarginLoss`. */
export class TripletMarginLoss extends LossWith<TripletMarginOptions> {
  forward(anchor: Tensor, positive: Tensor, negative: Tensor): Tensor {
    return tripletMarginLoss(anchor, positive, negative, this.options);
  }
}

/** The right class above the others; see `multiMarginLoss`. Its weight is a buffer. */
export class MultiMarginLoss extends LossWith<MultiMarginOptions> {
  /** A factor for each class; null for none. */
  weight: Tensor | null;

  constructor(options?: MultiMarginOptions) {
    super(options);
    this.weight = this.registerBuffer('weight', options?.weight ?? null);
  }

  forward(input: Tensor, target: Tensor): Tensor {
    return multiMarginLoss(input, target, { ...this.options, weight: this.weight });
  }
}

/** Several right classes above the others; see `multilabelMarginLoss`. */
export class MultiLabelMarginLoss extends LossWith<LossOptions> {
  forward(input: Tensor, target: Tensor): Tensor {
    return multilabelMarginLoss(input, target, this.options);
  }
}

/** Binary cross-entropies of classes; see `multilabelSoftMarginLoss`. Its weight is a buffer. */
export class MultiLabelSoftMarginLoss extends LossWith<MultilabelSoftMarginOptions> {
  /** A factor for each class; null for none. */
  weight: Tensor | null;

  constructor(options?: MultilabelSoftMarginOptions) {
    super(options);
    this.weight = this.registerBuffer('weight', options?.weight ?? null);
  }

  forward(input: Tensor, target: Tensor): Tensor {
    return multilabelSoftMarginLoss(input, target, { ...this.options, weight: this.weight });
  }
}

/** Logistic loss of targets -1 and 1; see `softMarginLoss`. */
export class SoftMarginLoss extends LossWith<LossOptions> {
  forward(input: Tensor, target: Tensor): Tensor {
    return softMarginLoss(input, target, this.options);
  }
}

/** Counts; see `poissonNLLLoss`. */
export class PoissonNLLLoss extends LossWith<PoissonNLLOptions> {
  forward(input: Tensor, target: Tensor): Tensor {
    return poissonNLLLoss(input, target, this.options);
  }
}

/** Normal variables; see `gaussianNLLLoss`. */
export class GaussianNLLLoss extends LossWith<GaussianNLLOptions> {
  forward(input: Tensor, target: Tensor, variance: Tensor): Tensor {
    return gaussianNLLLoss(input, target, variance, this.options);
  }
}

/** Sequences without an alignment; see `ctcLoss`. */
export class CTCLoss extends LossWith<CTCLossOptions> {
  forward(
    logProbs: Tensor,
    targets: Tensor,
    inputLengths: Tensor | readonly number[],
    targetLengths: Tensor | readonly number[],
  ): Tensor {
    return ctcLoss(logProbs, targets, inputLengths, targetLengths, this.options);
  }
}
