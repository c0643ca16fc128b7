/**
 * Losses of a classifier: `crossEntropy` of logits against class indices or probabilities, and
 * `nllLoss` of log-probabilities. Classes are dim 1 (dim 0 of an unbatched `[C]` input).
 * Source: https://pytorch.org/docs/stable/generated/torch.nn.CrossEntropyLoss.html
 */

import { DTypeError, ShapeError, ValueError } from '../../../errors.js';
import { isFloat } from '../../../graph/dtype.js';
import { sameShape, show } from '../../../graph/shape.js';
import { internally } from '../../../runtime/values/held.js';
import * as signatures from '../../../signatures/nn.js';
import { constantOf } from '../../../tensor/handle/constant-of.js';
import { type Tensor, where } from '../../../tensor/index.js';
import { pick } from './pick.js';
import { checkReduction, type LossOptions, type Reduction, reduceLoss } from './reduction.js';

/** Options of `nllLoss`. */
export interface NLLLossOptions extends LossOptions {
  /** A factor for each class, `[C]`; `'mean'` divides by the sum of the factors used. */
  readonly weight?: Tensor | null | undefined;
  /** A target that costs nothing and counts for nothing, -100 by default. */
  readonly ignoreIndex?: number;
}

/** Options of `crossEntropy`. */
export interface CrossEntropyOptions extends NLLLossOptions {
  /** How much of each target is spread evenly over all classes, in [0, 1]; 0 by default. */
  readonly labelSmoothing?: number;
}

const losses: readonly string[] = ['mean', 'sum', 'none'];

function withoutDim(shape: readonly number[], dim: number): number[] {
  return shape.filter((_, d) => d !== dim);
}

function checkIndices(op: string, input: Tensor, target: Tensor, classDim: number): void {
  if (target.dtype !== 'int32') {
    throw new DTypeError(
      `${op}: class indices must be int32, got ${target.dtype}. Did you mean target.to('int32')?`,
    );
  }
  const expected = withoutDim(input.shape, classDim);
  if (sameShape(target.shape, expected)) return;
  throw new ShapeError(
    `${op}: input ${show(input.shape)} has ${input.shape[classDim]} classes in dim ${classDim}, ` +
      `so class indices must have shape ${show(expected)}, got ${show(target.shape)}`,
  );
}

function checkWeight(op: string, weight: Tensor | null, classes: number): void {
  if (weight === null || sameShape(weight.shape, [classes])) return;
  throw new ShapeError(
    `${op}: weight must have one factor per class, shape [${classes}], got ${show(weight.shape)}`,
  );
}

/** The class dim, once input and weight have been checked. */
function classDimOf(op: string, input: Tensor, weight: Tensor | null): number {
  if (input.ndim === 0) throw new ShapeError(`${op}: input must be [C] or [N, C, ...], got []`);
  const classDim = input.ndim === 1 ? 0 : 1;
  checkWeight(op, weight, input.shape[classDim] ?? 1);
  return classDim;
}

/** Targets made safe to look up, and what each of them counts. */
interface Targets {
  readonly index: Tensor;
  /** False where the target is ignored. */
  readonly counted: Tensor;
  /** The factor of each target's class, null when all are 1. */
  readonly weight: Tensor | null;
}

function readTargets(op: string, target: Tensor, options: NLLLossOptions): Targets {
  const { weight = null, ignoreIndex = -100 } = options;
  const counted = target.ne(ignoreIndex);
  const index = where(counted, target, 0);
  if (weight === null) return { index, counted, weight: null };
  const factors = weight.expand([...target.shape, weight.shape[0] ?? 1]);
  return { index, counted, weight: pick(op, factors, target.ndim, index) };
}

function reduceCounted(loss: Tensor, targets: Targets, reduction: Reduction): Tensor {
  const kept = where(targets.counted, loss, 0);
  if (reduction === 'none') return kept;
  if (reduction === 'sum') return kept.sum();
  const shares = targets.weight === null ? targets.counted.to(loss.dtype) : targets.weight;
  return kept.sum().div(where(targets.counted, shares, 0).sum());
}

/**
 * Negative log-likelihood, `-weight[target] * input[target]`, of log-probabilities.
 * `input` `[N, C, ...]` or `[C]`, `target` int32 `[N, ...]` or `[]`. If every target is ignored
 * the mean is NaN, as in PyTorch.
 * @throws ShapeError, DTypeError; IndexError, when computed, for a class that does not exist.
 * @example
 * const target = tensor([1], { dtype: 'int32' });
 * console.log(nn.functional.nllLoss(tensor([[-2, -0.5]]), target).item()); // 0.5
 */
export function nllLoss(input: Tensor, target: Tensor, options: NLLLossOptions = {}): Tensor {
  signatures.nllLoss.check(arguments);
  const { weight = null, reduction = 'mean' } = options;
  checkReduction('nllLoss', reduction, losses);
  const classDim = classDimOf('nllLoss', input, weight);
  checkIndices('nllLoss', input, target, classDim);
  const targets = readTargets('nllLoss', target, options);
  const loss = pick('nllLoss', input, classDim, targets.index).neg();
  return reduceCounted(
    targets.weight === null ? loss : loss.mul(targets.weight),
    targets,
    reduction,
  );
}

/** Weight `[C]` in the shape that multiplies an input whose classes are in `classDim`. */
function alongClasses(weight: Tensor, input: Tensor, classDim: number): Tensor {
  return weight.reshape(input.shape.map((size, d) => (d === classDim ? size : 1)));
}

function fromProbabilities(
  input: Tensor,
  target: Tensor,
  classDim: number,
  options: CrossEntropyOptions,
): Tensor {
  const { weight = null, labelSmoothing = 0, reduction = 'mean' } = options;
  const classes = input.shape[classDim] ?? 1;
  const smooth =
    labelSmoothing === 0 ? target : target.mul(1 - labelSmoothing).add(labelSmoothing / classes);
  const factors = weight === null ? smooth : smooth.mul(alongClasses(weight, input, classDim));
  const loss = input.logSoftmax(classDim).mul(factors).sum(classDim).neg();
  if (reduction !== 'mean') return reduceLoss('crossEntropy', loss, reduction);
  return loss.sum().div(Math.max(1, loss.numel));
}

function fromIndices(
  input: Tensor,
  target: Tensor,
  classDim: number,
  options: CrossEntropyOptions,
): Tensor {
  const { weight = null, labelSmoothing = 0, reduction = 'mean' } = options;
  const targets = readTargets('crossEntropy', target, options);
  // Subtracting the maximum first keeps every digit of log(sum(exp)) - input[target].
  const top = internally(() => constantOf(input).amax(classDim, true));
  const logTotal = input.sub(top).exp().sum(classDim).log();
  const picked = pick('crossEntropy', input, classDim, targets.index);
  const nll = logTotal.sub(picked.sub(internally(() => top.squeeze(classDim))));
  const weighted = targets.weight === null ? nll : nll.mul(targets.weight);
  if (labelSmoothing === 0) return reduceCounted(weighted, targets, reduction);
  const log = input.sub(top).sub(logTotal.unsqueeze(classDim));
  const all = weight === null ? log : log.mul(alongClasses(weight, input, classDim));
  const spread = all.sum(classDim).mul(-labelSmoothing / (input.shape[classDim] ?? 1));
  return reduceCounted(weighted.mul(1 - labelSmoothing).add(spread), targets, reduction);
}

/**
 * Cross-entropy of logits, `-log(softmax(input)[target])`, in one numerically stable piece.
 * `input` `[N, C, ...]` or `[C]`. `target`: class indices, int32 `[N, ...]` or `[]`; or float
 * probabilities of the shape of `input`. `'mean'` divides by the number of targets that count (by
 * the sum of their weights, if given); `ignoreIndex` concerns class indices only.
 * @throws ShapeError, DTypeError, ValueError; IndexError, when computed, for a class that does not
 * exist.
 * @example
 * const target = tensor([1], { dtype: 'int32' });
 * console.log(nn.functional.crossEntropy(tensor([[0, 0]]), target).item().toFixed(4)); // 0.6931
 */
export function crossEntropy(
  input: Tensor,
  target: Tensor,
  options: CrossEntropyOptions = {},
): Tensor {
  signatures.crossEntropy.check(arguments);
  const { weight = null, reduction = 'mean', labelSmoothing = 0 } = options;
  checkReduction('crossEntropy', reduction, losses);
  if (!(labelSmoothing >= 0 && labelSmoothing <= 1)) {
    throw new ValueError(`crossEntropy: labelSmoothing must be in [0, 1], got ${labelSmoothing}`);
  }
  const classDim = classDimOf('crossEntropy', input, weight);
  if (isFloat(target.dtype) && sameShape(input.shape, target.shape)) {
    return fromProbabilities(input, target, classDim, options);
  }
  checkIndices('crossEntropy', input, target, classDim);
  return fromIndices(input, target, classDim, options);
}
