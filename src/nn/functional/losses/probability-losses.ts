/**
 * Losses between probabilities: binary cross-entropy, of probabilities and of logits, and the
 * Kullback-Leibler divergence. Source: https://pytorch.org/docs/stable/nn.functional.html
 */

import { customOp } from '../../../autodiff/index.js';
import { both, compare, ensure, full } from '../../../graph/builders/index.js';
import { type DType, promote } from '../../../graph/dtype.js';
import { type MappedTuple, mapTuple } from '../../../list.js';
import * as signatures from '../../../signatures/nn.js';
import { div, maximum, sub, Tensor, where } from '../../../tensor/index.js';
import { checkBroadcasts } from '../operand-checks.js';
import { checkReduction, type LossOptions, type Reduction, reduceLoss } from './reduction.js';
import { checkSameShape } from './regression-losses.js';

/** Options of `binaryCrossEntropy`. */
export interface BinaryCrossEntropyOptions extends LossOptions {
  /** A factor for each element, broadcast to the input. */
  readonly weight?: Tensor | null | undefined;
}

/** PyTorch's bounds: a certain and wrong prediction costs 100, and is corrected by at most 1e12. */
const lowestLog = -100;
const tiny = 1e-12;

const noProbability =
  'is no probability, the input must be between 0 and 1. ' +
  'Did you mean binaryCrossEntropyWithLogits?';

/** The input, which is an error where it is no probability. */
function probabilities({ node }: Tensor): Tensor {
  const [zero, one] = [full(node.shape, 0, node.dtype), full(node.shape, 1, node.dtype)];
  const holds = both(compare('le', zero, node), compare('le', node, one));
  return new Tensor(ensure(node, holds, { name: 'binaryCrossEntropy', problem: noProbability }));
}

/** The tensors in the float dtype that they promote to, as their gradients have one dtype. */
function floats<const T extends readonly Tensor[]>(...tensors: T): MappedTuple<T, Tensor> {
  const dtype = tensors.reduce<DType>((all, x) => promote(all, x.dtype), 'float32');
  return mapTuple(tensors, (x) => x.to(dtype));
}

/** The slope of the loss, and as its own slope PyTorch's, which is bounded in another way. */
const slopeOfEntropy = /* @__PURE__ */ customOp({
  name: 'binaryCrossEntropyBackward',
  forward: (p: Tensor, target: Tensor) =>
    p.sub(target).div(maximum(sub(1, p).mul(p), Math.fround(tiny))),
  backward: (gradient: Tensor, [p, target]: readonly [Tensor, Tensor]) => {
    const spread = p.add(tiny).mul(sub(1, p).add(tiny)).square();
    const bend = p.square().sub(p.mul(target).mul(2)).add(target).div(spread);
    const share = div(-1, maximum(sub(1, p).mul(p), tiny));
    return [gradient.mul(bend), gradient.mul(share)];
  },
});

const entropy = /* @__PURE__ */ customOp({
  name: 'binaryCrossEntropy',
  forward: (p: Tensor, target: Tensor) => {
    const log = maximum(p.log(), lowestLog);
    const logOther = maximum(p.neg().log1p(), lowestLog);
    return target.sub(1).mul(logOther).sub(target.mul(log));
  },
  backward: (gradient: Tensor, [p, target]: readonly [Tensor, Tensor]) => [
    gradient.mul(slopeOfEntropy(p, target)),
    gradient.mul(p.neg().log1p().sub(p.log())),
  ],
});

/**
 * `-(target log(input) + (1 - target) log(1 - input))` of probabilities in [0, 1]; logarithms are
 * bounded by -100 from below, and the gradient as in PyTorch. Shapes equal, float.
 * @throws ShapeError; ValueError, when computed, for an input that is no probability.
 * @example
 * const loss = nn.functional.binaryCrossEntropy(tensor([0.5]), tensor([1]));
 * console.log(loss.item().toFixed(4)); // 0.6931
 */
export function binaryCrossEntropy(
  input: Tensor,
  target: Tensor,
  options: BinaryCrossEntropyOptions = {},
): Tensor {
  signatures.binaryCrossEntropy.check(arguments);
  const { weight = null, reduction } = options;
  checkSameShape('binaryCrossEntropy', input, target);
  checkBroadcasts('binaryCrossEntropy', 'weight', weight, input.shape);
  const [p, t] = floats(input, target);
  const loss = entropy(probabilities(p), t);
  const weighted = weight === null ? loss : loss.mul(weight);
  return reduceLoss('binaryCrossEntropy', weighted, reduction);
}

/** Options of `binaryCrossEntropyWithLogits`. */
export interface BinaryCrossEntropyWithLogitsOptions extends BinaryCrossEntropyOptions {
  /** A factor for the positive examples, one per class (broadcast from the last dim). */
  readonly posWeight?: Tensor | null | undefined;
}

/** `log(1 + exp(-x))`, whose exponent is never positive. */
function softminus(x: Tensor): Tensor {
  return maximum(x.neg(), 0).add(x.abs().neg().exp().log1p());
}

const logitEntropy = /* @__PURE__ */ customOp({
  name: 'binaryCrossEntropyWithLogits',
  forward: (x: Tensor, target: Tensor) => sub(1, target).mul(x).add(softminus(x)),
  // By the sigmoid itself, as the slopes of the parts meet at 0 without a bend.
  backward: (gradient: Tensor, [x, target]: readonly [Tensor, Tensor]) => [
    gradient.mul(x.sigmoid().sub(target)),
    gradient.mul(x.neg()),
  ],
});

const weightedLogitEntropy = /* @__PURE__ */ customOp({
  name: 'binaryCrossEntropyWithLogits',
  forward: (x: Tensor, target: Tensor, posWeight: Tensor) => {
    const share = posWeight.sub(1).mul(target).add(1);
    return sub(1, target)
      .mul(x)
      .add(share.mul(softminus(x)));
  },
  backward: (gradient: Tensor, [x, target, posWeight]: readonly [Tensor, Tensor, Tensor]) => {
    const positive = posWeight.mul(target);
    const slope = positive.add(1).sub(target).mul(x.sigmoid()).sub(positive);
    const costs = softminus(x);
    return [
      gradient.mul(slope),
      gradient.mul(posWeight.mul(costs).sub(softminus(x.neg()))),
      gradient.mul(target.mul(costs)),
    ];
  },
});

/**
 * Binary cross-entropy of `sigmoid(input)`, computed from the logits so that it neither overflows
 * nor loses digits: `(1 - t) x + (1 + (p - 1) t) log(1 + exp(-x))`.
 * @example
 * const { binaryCrossEntropyWithLogits } = nn.functional;
 * console.log(binaryCrossEntropyWithLogits(tensor([2]), tensor([1])).item().toFixed(4)); // 0.1269
 */
export function binaryCrossEntropyWithLogits(
  input: Tensor,
  target: Tensor,
  options: BinaryCrossEntropyWithLogitsOptions = {},
): Tensor {
  signatures.binaryCrossEntropyWithLogits.check(arguments);
  const { weight = null, posWeight = null, reduction } = options;
  const op = 'binaryCrossEntropyWithLogits';
  checkSameShape(op, input, target);
  checkBroadcasts(op, 'weight', weight, input.shape);
  checkBroadcasts(op, 'posWeight', posWeight, input.shape);
  const loss =
    posWeight === null
      ? logitEntropy(...floats(input, target))
      : weightedLogitEntropy(...floats(input, target, posWeight.expand([...input.shape])));
  const weighted = weight === null ? loss : loss.mul(weight);
  return reduceLoss(op, weighted, reduction);
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
 * @example
 * const [q, p] = [tensor([0.5, 0.5]).log(), tensor([1, 0])];
 * console.log(nn.functional.klDiv(q, p, { reduction: 'sum' }).item().toFixed(4)); // 0.6931
 */
export function klDiv(input: Tensor, target: Tensor, options: KLDivOptions = {}): Tensor {
  signatures.klDiv.check(arguments);
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
