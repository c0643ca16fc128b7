/**
 * Losses that ask for a margin: between scores, between classes, between distances. Source:
 * https://pytorch.org/docs/stable/nn.functional.html#loss-functions
 */

import { ShapeError, ValueError } from '../../../errors.js';
import { sameShape, show } from '../../../graph/shape.js';
import { internally } from '../../../runtime/values/held.js';
import * as signatures from '../../../signatures/nn.js';
import { arange, type Tensor, where, zeros } from '../../../tensor/index.js';
import { pairwiseDistance } from '../distance.js';
import { type LossOptions, reduceLoss } from './reduction.js';

/** An option that most of these share. */
export interface MarginOptions extends LossOptions {
  /** How far apart; each function has its own default. */
  readonly margin?: number;
}

/**
 * max(0, -target (a - b) + margin): which of two scores should be the larger, target 1 for the
 * first and -1 for the second. Margin 0 by default. Shapes broadcast.
 *
 * Formula: `max(0, margin - y (a - b))`.
 *
 * @example
 * console.log(nn.functional.marginRankingLoss(tensor([1]), tensor([3]), tensor([1])).item()); // 2
 */
export function marginRankingLoss(
  input1: Tensor,
  input2: Tensor,
  target: Tensor,
  options: MarginOptions = {},
): Tensor {
  signatures.marginRankingLoss.check(arguments);
  const { margin = 0, reduction } = options;
  const loss = target.neg().mul(input1.sub(input2)).add(margin).clamp(0);
  return reduceLoss('marginRankingLoss', loss, reduction);
}

/**
 * Distances of pairs: x where the target is 1, max(0, margin - x) where it is -1. Margin 1.
 *
 * Formula: `x` where the target is 1, `max(0, margin - x)` where it is -1.
 *
 * @example
 * console.log(nn.functional.hingeEmbeddingLoss(tensor([0.5, 0.5]), tensor([1, -1])).item()); // 0.5
 */
export function hingeEmbeddingLoss(
  input: Tensor,
  target: Tensor,
  options: MarginOptions = {},
): Tensor {
  signatures.hingeEmbeddingLoss.check(arguments);
  const { margin = 1, reduction } = options;
  const [isFar, isNear] = internally(() => [target.ne(1), target.ne(-1)] as const);
  const loss = where(isFar, input.neg().add(margin).clamp(0), 0).add(where(isNear, input, 0));
  return reduceLoss('hingeEmbeddingLoss', loss, reduction);
}

/**
 * Angles of pairs of vectors, `[N, D]` or `[D]`: 1 - cos where the target is 1, max(0, cos -
 * margin) where it is -1. Margin 0 by default.
 *
 * Formula: `1 - cos(a, b)` where the target is 1, `max(0, cos(a, b) - margin)` where it is -1.
 *
 * @example
 * const [a, b] = [tensor([[1, 0]]), tensor([[0, 1]])];
 * console.log(nn.functional.cosineEmbeddingLoss(a, b, tensor([1])).item()); // 1
 */
export function cosineEmbeddingLoss(
  input1: Tensor,
  input2: Tensor,
  target: Tensor,
  options: MarginOptions = {},
): Tensor {
  signatures.cosineEmbeddingLoss.check(arguments);
  const { margin = 0, reduction } = options;
  const eps = 1e-12;
  const dot = input1.mul(input2).sum(-1);
  const sizes = input1.square().sum(-1).add(eps).mul(input2.square().sum(-1).add(eps));
  const cosine = dot.div(sizes.sqrt());
  const [isSame, isOther] = internally(() => [target.eq(1), target.eq(-1)] as const);
  const loss = where(isSame, cosine.neg().add(1), 0).add(
    where(isOther, cosine.sub(margin).clamp(0), 0),
  );
  return reduceLoss('cosineEmbeddingLoss', loss, reduction);
}

/**
 * log(1 + e^(-target x)) of targets -1 and 1.
 *
 * Formula: `log(1 + exp(-y x))`.
 *
 * @example
 * const result = nn.functional.softMarginLoss(tensor([0, 2]), tensor([1, -1]));
 * console.log(result.toString()); // tensor(1.4100)
 */
export function softMarginLoss(input: Tensor, target: Tensor, options: LossOptions = {}): Tensor {
  signatures.softMarginLoss.check(arguments);
  const loss = target.neg().mul(input).exp().log1p();
  return reduceLoss('softMarginLoss', loss, options.reduction);
}

/** Options of `tripletMarginLoss`. */
export interface TripletMarginOptions extends MarginOptions {
  /** Order of the norm, 2 by default. */
  readonly p?: number;
  /** Added to each difference, 1e-6 by default. */
  readonly eps?: number;
  /** Whether to take the distance of positive and negative, where it is less. Default false. */
  readonly swap?: boolean;
}

/**
 * max(0, d(anchor, positive) - d(anchor, negative) + margin), of vectors along the last dim. Margin
 * 1 by default. Source: Balntas et al., "Learning shallow convolutional feature descriptors with
 * triplet losses", 2016.
 *
 * Formula: `max(0, d(a, p) - d(a, n) + margin)`.
 *
 * @example
 * const result = nn.functional.tripletMarginLoss(tensor([[0]]), tensor([[2]]), tensor([[2.5]]));
 * console.log(result.toString()); // tensor(0.5000)
 */
export function tripletMarginLoss(
  anchor: Tensor,
  positive: Tensor,
  negative: Tensor,
  options: TripletMarginOptions = {},
): Tensor {
  signatures.tripletMarginLoss.check(arguments);
  const { margin = 1, p = 2, eps = 1e-6, swap = false, reduction } = options;
  const near = pairwiseDistance(anchor, positive, { p, eps });
  const direct = pairwiseDistance(anchor, negative, { p, eps });
  const far = swap ? direct.minimum(pairwiseDistance(positive, negative, { p, eps })) : direct;
  return reduceLoss('tripletMarginLoss', near.sub(far).add(margin).clamp(0), reduction);
}

/** Options of `multiMarginLoss`. */
export interface MultiMarginOptions extends MarginOptions {
  /** 1 (default) or 2. */
  readonly p?: 1 | 2;
  /** A factor for each class, `[C]`. */
  readonly weight?: Tensor | null;
}

/** Rows `[N, C]`, and whether there was only one. */
function rowsOf(op: string, input: Tensor): { rows: Tensor; isOne: boolean } {
  if (input.ndim > 2) {
    throw new ShapeError(`${op}: the input must be [N, C] or [C], got ${show(input.shape)}`);
  }
  const isOne = input.ndim < 2;
  return { rows: isOne ? input.reshape([1, -1]) : input, isOne };
}

/**
 * sum over the other classes of max(0, margin - x[target] + x[i])^p / C: `[N, C]` and int32 `[N]`,
 * or `[C]` and `[]`. Margin 1 by default.
 *
 * Formula: `sum_i max(0, margin - x_y + x_i)^p / classes`, over all i but the class y.
 *
 * @throws ShapeError for other shapes; ValueError for another p.
 * @example
 * const target = tensor([1], { dtype: 'int32' });
 * console.log(nn.functional.multiMarginLoss(tensor([[0.5, 1]]), target).item()); // 0.25
 */
export function multiMarginLoss(
  input: Tensor,
  target: Tensor,
  options: MultiMarginOptions = {},
): Tensor {
  signatures.multiMarginLoss.check(arguments);
  const { margin = 1, p = 1, weight = null, reduction } = options;
  if (p !== 1 && p !== 2) throw new ValueError(`multiMarginLoss: p must be 1 or 2, got ${p}`);
  const { rows, isOne } = rowsOf('multiMarginLoss', input);
  const classes = rows.shape[1] ?? 1;
  const index = target.reshape([-1, 1]);
  if (index.shape[0] !== rows.shape[0]) {
    throw new ShapeError(
      `multiMarginLoss: ${show(input.shape)} needs a target for each row, got ${show(target.shape)}`,
    );
  }
  const chosen = rows.gather(1, index);
  // No gradient where the margin is met exactly, as PyTorch has it: that of `clamp` would be 1.
  const excess = rows.sub(chosen).add(margin).relu();
  const powered = p === 1 ? excess : excess.square();
  const weighted =
    weight === null ? powered : powered.mul(weight.gather(0, index.reshape([-1])).unsqueeze(1));
  const isOther = internally(() => arange(classes).ne(index));
  const loss = where(isOther, weighted, 0).sum(1).div(classes);
  return reduceLoss('multiMarginLoss', isOne ? loss.reshape([]) : loss, reduction);
}

/**
 * For rows with several right classes, which the target lists before a -1: sum over right j and
 * wrong i of max(0, 1 - (x[j] - x[i])) / C. Input `[N, C]` or `[C]`, target int32 of the same
 * shape.
 *
 * Formula: `sum_ij max(0, 1 - (x_yi - x_j)) / classes`, over the right classes yi and all others
 * j.
 *
 * @throws ShapeError when the shapes differ.
 * @example
 * // Class 2 is right, and stands before the -1.
 * const target = tensor([2, -1, 0], { dtype: 'int32' });
 * const result = nn.functional.multilabelMarginLoss(tensor([0, 0.5, 1]), target);
 * console.log(result.toString()); // tensor(0.1667)
 */
export function multilabelMarginLoss(
  input: Tensor,
  target: Tensor,
  options: LossOptions = {},
): Tensor {
  signatures.multilabelMarginLoss.check(arguments);
  if (!sameShape(input.shape, target.shape)) {
    throw new ShapeError(
      `multilabelMarginLoss: input ${show(input.shape)} and target ${show(target.shape)} must be equal`,
    );
  }
  const { rows, isOne } = rowsOf('multilabelMarginLoss', input);
  const classes = rows.shape[1] ?? 1;
  const { index, isListed, isRight } = internally(() => {
    const list = target.reshape(rows.shape);
    // From the first -1 on, nothing counts.
    const listed = list.lt(0).cumsum(1).eq(0);
    const safe = where(listed, list, 0);
    const marks = zeros(rows.shape, { dtype: 'int32' }).scatterAdd(1, safe, listed.to('int32'));
    return { index: safe, isListed: listed, isRight: marks.gt(0) };
  });
  const right = rows.gather(1, index).unsqueeze(2);
  const excess = rows.unsqueeze(1).sub(right).add(1).relu();
  const counted = internally(() => isListed.unsqueeze(2).mul(isRight.logicalNot().unsqueeze(1)));
  const loss = where(counted, excess, 0).sum([1, 2]).div(classes);
  return reduceLoss('multilabelMarginLoss', isOne ? loss.reshape([]) : loss, options.reduction);
}

/** Options of `multilabelSoftMarginLoss`. */
export interface MultilabelSoftMarginOptions extends LossOptions {
  /** A factor for each class, `[C]`. */
  readonly weight?: Tensor | null;
}

/**
 * Mean over the classes of binary cross-entropies of logits: `[.., C]` and 0 or 1 alike.
 *
 * Formula: `-mean_c (y log(sigmoid(x)) + (1 - y) log(sigmoid(-x)))`.
 *
 * @example
 * const result = nn.functional.multilabelSoftMarginLoss(tensor([0, 0]), tensor([1, 0]));
 * console.log(result.toString()); // tensor(0.6931)
 */
export function multilabelSoftMarginLoss(
  input: Tensor,
  target: Tensor,
  options: MultilabelSoftMarginOptions = {},
): Tensor {
  signatures.multilabelSoftMarginLoss.check(arguments);
  const { weight = null, reduction } = options;
  const [yes, no] = [input.neg().softplus({ threshold: 1e9 }), input.softplus({ threshold: 1e9 })];
  const each = target.mul(yes).add(target.neg().add(1).mul(no));
  const loss = (weight === null ? each : each.mul(weight)).mean(-1);
  return reduceLoss('multilabelSoftMarginLoss', loss, reduction);
}
