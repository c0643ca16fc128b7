/** Losses of margins and likelihoods as modules: each holds the options of its function. */

import * as signatures from '../../signatures/nn.js';
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

/**
 * Which of two scores is the larger; see `marginRankingLoss`.
 *
 * Formula: `max(0, margin - y (a - b))`.
 *
 * @example
 * const result = new nn.MarginRankingLoss().forward(tensor([1]), tensor([3]), tensor([1]));
 * console.log(result.item()); // 2
 */
export class MarginRankingLoss extends LossWith<MarginOptions> {
  forward(input1: Tensor, input2: Tensor, target: Tensor): Tensor {
    signatures.MarginRankingLoss$forward.check(arguments);
    return marginRankingLoss(input1, input2, target, this.options);
  }
}

/**
 * Distances of pairs; see `hingeEmbeddingLoss`.
 *
 * Formula: `x` where the target is 1, `max(0, margin - x)` where it is -1.
 *
 * @example
 * const result = new nn.HingeEmbeddingLoss().forward(tensor([0.5, 0.5]), tensor([1, -1]));
 * console.log(result.item()); // 0.5
 */
export class HingeEmbeddingLoss extends LossWith<MarginOptions> {
  forward(input: Tensor, target: Tensor): Tensor {
    signatures.HingeEmbeddingLoss$forward.check(arguments);
    return hingeEmbeddingLoss(input, target, this.options);
  }
}

/**
 * Angles of pairs; see `cosineEmbeddingLoss`.
 *
 * Formula: `1 - cos(a, b)` where the target is 1, `max(0, cos(a, b) - margin)` where it is -1.
 *
 * @example
 * const [a, b] = [tensor([[1, 0]]), tensor([[0, 1]])];
 * console.log(new nn.CosineEmbeddingLoss().forward(a, b, tensor([1])).item()); // 1
 */
export class CosineEmbeddingLoss extends LossWith<MarginOptions> {
  forward(input1: Tensor, input2: Tensor, target: Tensor): Tensor {
    signatures.CosineEmbeddingLoss$forward.check(arguments);
    return cosineEmbeddingLoss(input1, input2, target, this.options);
  }
}

/**
 * Anchors nearer to positives than to negatives; see `tripletMarginLoss`.
 *
 * Formula: `max(0, d(a, p) - d(a, n) + margin)`.
 *
 * @example
 * const result = new nn.TripletMarginLoss().forward(tensor([[0]]), tensor([[2]]), tensor([[2.5]]));
 * console.log(result.toString()); // tensor(0.5000)
 */
export class TripletMarginLoss extends LossWith<TripletMarginOptions> {
  forward(anchor: Tensor, positive: Tensor, negative: Tensor): Tensor {
    signatures.TripletMarginLoss$forward.check(arguments);
    return tripletMarginLoss(anchor, positive, negative, this.options);
  }
}

/**
 * The right class above the others; see `multiMarginLoss`. Its weight is a buffer.
 *
 * Formula: `sum_i max(0, margin - x_y + x_i)^p / classes`, over all i but the class y.
 *
 * @example
 * const target = tensor([1], { dtype: 'int32' });
 * console.log(new nn.MultiMarginLoss().forward(tensor([[0.5, 1]]), target).item()); // 0.25
 */
export class MultiMarginLoss extends LossWith<MultiMarginOptions> {
  /** A factor for each class; null for none. */
  weight: Tensor | null;

  constructor(options?: MultiMarginOptions) {
    signatures.MultiMarginLoss.check(arguments);
    super(options);
    this.weight = this.registerBuffer('weight', options?.weight ?? null);
  }

  forward(input: Tensor, target: Tensor): Tensor {
    signatures.MultiMarginLoss$forward.check(arguments);
    return multiMarginLoss(input, target, { ...this.options, weight: this.weight });
  }
}

/**
 * Several right classes above the others; see `multilabelMarginLoss`.
 *
 * Formula: `sum_ij max(0, 1 - (x_yi - x_j)) / classes`, over the right classes yi and all others
 * j.
 *
 * @example
 * const target = tensor([2, -1, 0], { dtype: 'int32' });
 * const result = new nn.MultiLabelMarginLoss().forward(tensor([0, 0.5, 1]), target);
 * console.log(result.toString()); // tensor(0.1667)
 */
export class MultiLabelMarginLoss extends LossWith<LossOptions> {
  forward(input: Tensor, target: Tensor): Tensor {
    signatures.MultiLabelMarginLoss$forward.check(arguments);
    return multilabelMarginLoss(input, target, this.options);
  }
}

/**
 * Binary cross-entropies of classes; see `multilabelSoftMarginLoss`. Its weight is a buffer.
 *
 * Formula: `-mean_c (y log(sigmoid(x)) + (1 - y) log(sigmoid(-x)))`.
 *
 * @example
 * const result = new nn.MultiLabelSoftMarginLoss().forward(tensor([0, 0]), tensor([1, 0]));
 * console.log(result.toString()); // tensor(0.6931)
 */
export class MultiLabelSoftMarginLoss extends LossWith<MultilabelSoftMarginOptions> {
  /** A factor for each class; null for none. */
  weight: Tensor | null;

  constructor(options?: MultilabelSoftMarginOptions) {
    signatures.MultiLabelSoftMarginLoss.check(arguments);
    super(options);
    this.weight = this.registerBuffer('weight', options?.weight ?? null);
  }

  forward(input: Tensor, target: Tensor): Tensor {
    signatures.MultiLabelSoftMarginLoss$forward.check(arguments);
    return multilabelSoftMarginLoss(input, target, { ...this.options, weight: this.weight });
  }
}

/**
 * Logistic loss of targets -1 and 1; see `softMarginLoss`.
 *
 * Formula: `log(1 + exp(-y x))`.
 *
 * @example
 * const result = new nn.SoftMarginLoss().forward(tensor([0, 2]), tensor([1, -1]));
 * console.log(result.toString()); // tensor(1.4100)
 */
export class SoftMarginLoss extends LossWith<LossOptions> {
  forward(input: Tensor, target: Tensor): Tensor {
    signatures.SoftMarginLoss$forward.check(arguments);
    return softMarginLoss(input, target, this.options);
  }
}

/**
 * Counts; see `poissonNLLLoss`.
 *
 * Formula: `exp(x) - y x`; `x - y log(x + eps)` without logInput.
 *
 * @example
 * console.log(new nn.PoissonNLLLoss().forward(tensor([0]), tensor([2])).item()); // 1
 */
export class PoissonNLLLoss extends LossWith<PoissonNLLOptions> {
  forward(input: Tensor, target: Tensor): Tensor {
    signatures.PoissonNLLLoss$forward.check(arguments);
    return poissonNLLLoss(input, target, this.options);
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
export class GaussianNLLLoss extends LossWith<GaussianNLLOptions> {
  forward(input: Tensor, target: Tensor, variance: Tensor): Tensor {
    signatures.GaussianNLLLoss$forward.check(arguments);
    return gaussianNLLLoss(input, target, variance, this.options);
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
export class CTCLoss extends LossWith<CTCLossOptions> {
  forward(
    logProbs: Tensor,
    targets: Tensor,
    inputLengths: Tensor | readonly number[],
    targetLengths: Tensor | readonly number[],
  ): Tensor {
    signatures.CTCLoss$forward.check(arguments);
    return ctcLoss(logProbs, targets, inputLengths, targetLengths, this.options);
  }
}
