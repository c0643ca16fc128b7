/**
 * Losses between probabilities: binary cross-entropy, of probabilities and of logits, and the
 * Kullback-Leibler divergence. Source: https://pytorch.org/docs/stable/nn.functional.html
 */

import { maximum, type Tensor, where } from '../../tensor/index.js';
import { checkReduction, type LossOptions, type Reduction, reduceLoss } from './reduction.js';
import { checkSameShape } from './regression-losses.js';

/** Options of `binaryCrossEntropy`. */
export interface BinaryCrossEntropyOptions extends LossOptions {
  /** A factor for each element, broadcast to the input. */
  readonly weight?: Tensor | undefined;
}

/** PyTorch's bound: a certain and wrong prediction costs 100, not infinity. */
const lowestLog = -100;

/**
 * `-(target log(input) + (1 - target) log(1 - input))` of probabilities in [0, 1]; logarithms are
 * bounded by -100 from below. Shapes equal, float.
 */
export function binaryCrossEntropy(
  input: Tensor,
  target: Tensor,
  options: BinaryCrossEntropyOptions = {},
): Tensor {
  checkSameShape('binaryCrossEntropy', input, target);
  const log = maximum(input.log(), lowestLog);
  const logOther = maximum(input.neg().log1p(), lowestLog);
  const loss = target.sub(1).mul(logOther).sub(target.mul(log));
  const weighted = options.weight === undefined ? loss : loss.mul(options.weight);
  return reduceLoss('binaryCrossEntropy', weighted, options.reduction);
}

/** Options of `binaryCrossEntropyWithLogits`. */
export interface BinaryCrossEntropyWithLogitsOptions extends BinaryCrossEntropyOptions {
  /** A factor for the positive examples, one per class (broadcast from the last dim). */
  readonly posWeight?: Tensor | undefined;
}

/**
 * Binary cross-entropy of `sigmoid(input)`, computed from the logits so that it neither overflows
 * nor loses digits: `(1 - t) x + (1 + (p - 1) t) log(1 + exp(-x))`.
 */
export function binaryCrossEntropyWithLogits(
  input: Tensor,
  target: Tensor,
  options: BinaryCrossEntropyWithLogitsOptions = {},
): Tensor {
  const { weight, posWeight, reduction } = options;
  checkSameShape('binaryCrossEntropyWithLogits', input, target);
  // log(1 + exp(-x)) = max(-x, 0) + log(1 + exp(-|x|)): the exponent is never positive.
  // (`maximum` gives half of the gradient at 0, which is the sigmoid's there; `relu` gives none.)
  const tail = input.abs().neg().exp().log1p();
  const product = input.mul(target);
  const loss =
    posWeight === undefined
      ? maximum(input, 0).sub(product).add(tail)
      : input.sub(product).add(
          posWeight
            .sub(1)
            .mul(target)
            .add(1)
            .mul(tail.add(maximum(input.neg(), 0))),
        );
  const weighted = weight === undefined ? loss : loss.mul(weight);
  return reduceLoss('binaryCrossEntropyWithLogits', weighted, reduction);
}

/** Options of `klDiv`. */
export interface KLDivOptions {
  /** `'batchmean'` is the sum over everything divided by the first size; `'mean'` by default. */
  readonly reduction?: Reduction | 'batchmean';
  /** Whether the target, too, is given as logarithms; false by default. */
  readonly logTarget?: boolean;
}

/**
 * Kullback-Leibler divergence of `input` (log-probabilities) from `target` (probabilities):
 * `target (log(target) - input)`, 0 where the target is 0. Shapes equal. `'mean'` divides by the
 * number of elements as PyTorch does; the divergence itself is `'batchmean'`.
 */
export function klDiv(input: Tensor, target: Tensor, options: KLDivOptions = {}): Tensor {
  const { reduction = 'mean', logTarget = false } = options;
  checkReduction('klDiv', reduction, ['mean', 'batchmean', 'sum', 'none']);
  checkSameShape('klDiv', input, target);
  const loss = logTarget
    ? target.exp().mul(target.sub(input))
    : // log(1) where the target is 0, so that neither the value nor the gradient is 0 * infinity
      target.mul(where(target.gt(0), target, 1).log().sub(input));
  if (reduction !== 'batchmean') return reduceLoss('klDiv', loss, reduction);
  return loss.sum().div(Math.max(1, input.shape[0] ?? 1));
}
