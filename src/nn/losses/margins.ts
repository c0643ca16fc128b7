/** Losses of margins as modules: each has the options of the function of its name. */

import * as signatures from '../../signatures/nn.js';
import type { Tensor } from '../../tensor/index.js';
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
import { Loss, WeightedLoss } from './bases.js';

/**
 * Which of two scores is the larger; see `marginRankingLoss`.
 *
 * Formula: `max(0, margin - y (a - b))`.
 *
 * @example
 * const result = new nn.MarginRankingLoss().forward(tensor([1]), tensor([3]), tensor([1]));
 * console.log(result.item()); // 2
 */
export class MarginRankingLoss extends Loss {
  /** How far apart. */
  readonly margin: number;

  constructor(options: MarginOptions = {}) {
    signatures.MarginRankingLoss.check(arguments);
    super(options);
    this.margin = options.margin ?? 0;
  }

  forward(input1: Tensor, input2: Tensor, target: Tensor): Tensor {
    signatures.MarginRankingLoss$forward.check(arguments);
    return marginRankingLoss(input1, input2, target, this);
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
export class HingeEmbeddingLoss extends Loss {
  /** How far apart. */
  readonly margin: number;

  constructor(options: MarginOptions = {}) {
    signatures.HingeEmbeddingLoss.check(arguments);
    super(options);
    this.margin = options.margin ?? 1;
  }

  forward(input: Tensor, target: Tensor): Tensor {
    signatures.HingeEmbeddingLoss$forward.check(arguments);
    return hingeEmbeddingLoss(input, target, this);
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
export class CosineEmbeddingLoss extends Loss {
  /** How far apart. */
  readonly margin: number;

  constructor(options: MarginOptions = {}) {
    signatures.CosineEmbeddingLoss.check(arguments);
    super(options);
    this.margin = options.margin ?? 0;
  }

  forward(input1: Tensor, input2: Tensor, target: Tensor): Tensor {
    signatures.CosineEmbeddingLoss$forward.check(arguments);
    return cosineEmbeddingLoss(input1, input2, target, this);
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
export class TripletMarginLoss extends Loss {
  /** How far apart. */
  readonly margin: number;
  /** Order of the norm. */
  readonly p: number;
  /** Added to each difference. */
  readonly eps: number;
  /** Whether to take the distance of positive and negative, where it is less. */
  readonly swap: boolean;

  constructor(options: TripletMarginOptions = {}) {
    signatures.TripletMarginLoss.check(arguments);
    super(options);
    this.margin = options.margin ?? 1;
    this.p = options.p ?? 2;
    this.eps = options.eps ?? 1e-6;
    this.swap = options.swap ?? false;
  }

  forward(anchor: Tensor, positive: Tensor, negative: Tensor): Tensor {
    signatures.TripletMarginLoss$forward.check(arguments);
    return tripletMarginLoss(anchor, positive, negative, this);
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
export class MultiMarginLoss extends WeightedLoss {
  /** What the excess is raised to. */
  readonly p: 1 | 2;
  /** How far apart. */
  readonly margin: number;

  constructor(options: MultiMarginOptions = {}) {
    signatures.MultiMarginLoss.check(arguments);
    super(options);
    this.p = options.p ?? 1;
    this.margin = options.margin ?? 1;
  }

  forward(input: Tensor, target: Tensor): Tensor {
    signatures.MultiMarginLoss$forward.check(arguments);
    return multiMarginLoss(input, target, this);
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
export class MultiLabelMarginLoss extends Loss {
  constructor(options: LossOptions = {}) {
    signatures.MultiLabelMarginLoss.check(arguments);
    super(options);
  }

  forward(input: Tensor, target: Tensor): Tensor {
    signatures.MultiLabelMarginLoss$forward.check(arguments);
    return multilabelMarginLoss(input, target, this);
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
export class MultiLabelSoftMarginLoss extends WeightedLoss {
  constructor(options: MultilabelSoftMarginOptions = {}) {
    signatures.MultiLabelSoftMarginLoss.check(arguments);
    super(options);
  }

  forward(input: Tensor, target: Tensor): Tensor {
    signatures.MultiLabelSoftMarginLoss$forward.check(arguments);
    return multilabelSoftMarginLoss(input, target, this);
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
export class SoftMarginLoss extends Loss {
  constructor(options: LossOptions = {}) {
    signatures.SoftMarginLoss.check(arguments);
    super(options);
  }

  forward(input: Tensor, target: Tensor): Tensor {
    signatures.SoftMarginLoss$forward.check(arguments);
    return softMarginLoss(input, target, this);
  }
}
