/**
 * Connectionist temporal classification. Source: Graves et al., "Connectionist temporal
 * classification", 2006.
 */

import { ShapeError } from '../../../errors.js';
import { show } from '../../../graph/shape.js';
import { internally } from '../../../runtime/values/held.js';
import * as signatures from '../../../signatures/nn.js';
import { cat, Tensor, tensor, where, zeros } from '../../../tensor/index.js';
import { checkReduction, type Reduction } from './reduction.js';

/** Options of `ctcLoss`. */
export interface CTCLossOptions {
  /** The class that stands for nothing, 0 by default. */
  readonly blank?: number;
  /** `'mean'` (default) divides by the lengths of targets first. */
  readonly reduction?: Reduction;
  /** Whether infinite losses, of inputs shorter than their target, are 0. Default false. */
  readonly zeroInfinity?: boolean;
}

type Lengths = Tensor | readonly number[];

function listOf(lengths: Lengths): number[] {
  return lengths instanceof Tensor ? [...lengths.toTypedArray()] : [...lengths];
}

/** Targets `[N, S]` or one after the other `[sum of S]`, as lists. */
function targetLists(targets: Tensor, lengths: readonly number[]): number[][] {
  const values = [...targets.toTypedArray()];
  let start = 0;
  return lengths.map((length, i) => {
    const from = targets.ndim === 2 ? i * (targets.shape[1] ?? 0) : start;
    start += length;
    return values.slice(from, from + length);
  });
}

/** Logarithm of a sum of exponentials, of which all may be minus infinity. */
function logSum(first: Tensor, others: readonly Tensor[]): Tensor {
  const top = internally(() => {
    let most = first.detach();
    for (const part of others) most = most.maximum(part.detach());
    return where(most.eq(Number.NEGATIVE_INFINITY), 0, most);
  });
  let total = first.sub(top).exp();
  for (const part of others) total = total.add(part.sub(top).exp());
  // Where nothing leads, a constant: its logarithm would have no slope.
  const isNothing = internally(() => total.eq(0));
  return where(isNothing, Number.NEGATIVE_INFINITY, where(isNothing, 1, total).log().add(top));
}

/** What the forward recursion goes over: for each row, labels with blanks between. */
interface Lattice {
  /** `[N, L]`, classes. */
  readonly labels: Tensor;
  /** `[N, L]`, whether a label may follow the one two before. */
  readonly skips: Tensor;
  /** `[N, L]`, whether a path may end there. */
  readonly ends: Tensor;
}

function latticeOf(targets: readonly (readonly number[])[], blank: number): Lattice {
  const width = 2 * Math.max(0, ...targets.map((list) => list.length)) + 1;
  const rows = targets.map((list) => {
    const labels = Array.from({ length: width }, (_, i) =>
      i % 2 === 1 ? (list[(i - 1) / 2] ?? blank) : blank,
    );
    const last = 2 * list.length;
    return {
      labels,
      skips: labels.map((label, i) => i % 2 === 1 && i > 1 && label !== labels[i - 2]),
      ends: labels.map((_, i) => i === last || (i === last - 1 && last > 0)),
    };
  });
  return {
    labels: tensor(
      rows.map(({ labels }) => labels),
      { dtype: 'int32' },
    ),
    skips: tensor(rows.map(({ skips }) => skips)),
    ends: tensor(rows.map(({ ends }) => ends)),
  };
}

/** The logarithms moved by some places, with minus infinity in front. */
function later(alpha: Tensor, places: number): Tensor {
  const [rows = 0, width = 0] = alpha.shape;
  const gap = zeros([rows, Math.min(places, width)], { dtype: alpha.dtype }).add(
    Number.NEGATIVE_INFINITY,
  );
  return width <= places ? gap : cat([gap, alpha.slice(1, 0, width - places)], 1);
}

/**
 * Minus the logarithm of the probability of a target sequence, over all ways in which it can be
 * stretched to the input: log-probabilities `[T, N, C]` (or `[T, C]`), targets int32 `[N, S]` or
 * one after the other in one list, lengths of inputs and targets as lists or int32 tensors. Targets
 * and lengths are read. The gradient is that of this function; PyTorch gives the one that
 * log-softmax would make of it, so that both agree behind a log-softmax.
 * Source: https://pytorch.org/docs/stable/generated/torch.nn.functional.ctc_loss.html
 * @throws ShapeError for other shapes; ValueError for an unknown reduction.
 * @example
 * // Four steps, three classes alike (0 is the blank), one target of two.
 * const logProbs = zeros([4, 1, 3]).sub(Math.log(3));
 * const targets = tensor([[1, 2]], { dtype: 'int32' });
 * console.log(nn.functional.ctcLoss(logProbs, targets, [4], [2]).toString()); // tensor(0.8432)
 */
export function ctcLoss(
  logProbs: Tensor,
  targets: Tensor,
  inputLengths: Lengths,
  targetLengths: Lengths,
  options: CTCLossOptions = {},
): Tensor {
  signatures.ctcLoss.check(arguments);
  const { blank = 0, reduction = 'mean', zeroInfinity = false } = options;
  checkReduction('ctcLoss', reduction, ['mean', 'sum', 'none']);
  if (logProbs.ndim !== 3 && logProbs.ndim !== 2) {
    throw new ShapeError(
      `ctcLoss: logProbs must be [T, N, C] or [T, C], got ${show(logProbs.shape)}`,
    );
  }
  const isOne = logProbs.ndim === 2;
  const scores = isOne ? logProbs.unsqueeze(1) : logProbs;
  const [inputs, lengths] = [listOf(inputLengths), listOf(targetLengths)];
  const given = isOne && targets.ndim === 1 ? targets.unsqueeze(0) : targets;
  const lattice = latticeOf(targetLists(given, lengths), blank);
  const losses = recursion(scores, lattice, inputs);
  const isEndless = internally(() => losses.eq(Number.POSITIVE_INFINITY));
  const finite = zeroInfinity ? where(isEndless, 0, losses) : losses;
  const each = isOne ? finite.reshape([]) : finite;
  if (reduction === 'none') return each;
  if (reduction === 'sum') return each.sum();
  const divisors = tensor(
    lengths.map((n) => Math.max(1, n)),
    { dtype: each.dtype },
  );
  return finite.div(divisors).mean();
}

/** The losses of all rows; a row whose input is over keeps its state. */
function recursion(scores: Tensor, lattice: Lattice, inputs: readonly number[]): Tensor {
  const steps = Math.max(0, ...inputs);
  const width = lattice.labels.shape[1] ?? 1;
  const isStart = tensor(Array.from({ length: width }, (_, i) => i < 2));
  const lengths = tensor([...inputs], { dtype: 'int32' }).unsqueeze(1);
  let alpha = where(isStart, scores.at(0).gather(1, lattice.labels), Number.NEGATIVE_INFINITY);
  for (let t = 1; t < steps; t++) {
    const emitted = scores.at(t).gather(1, lattice.labels);
    const skipped = where(lattice.skips, later(alpha, 2), Number.NEGATIVE_INFINITY);
    const next = logSum(alpha, [later(alpha, 1), skipped]).add(emitted);
    alpha = where(lengths.gt(t), next, alpha);
  }
  const endings = where(lattice.ends, alpha, Number.NEGATIVE_INFINITY);
  const [first = endings, ...others] = endings.unbind(1);
  return logSum(first, others).neg();
}
