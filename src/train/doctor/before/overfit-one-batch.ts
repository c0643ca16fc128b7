/**
 * Whether a model can learn a single batch by heart. One that cannot has a mistake in it, and more
 * data does not mend it. Source: Karpathy, "A Recipe for Training Neural Networks", 2019, "overfit
 * one batch".
 */

import { ValueError } from '../../../errors.js';
import type { Layer } from '../../../nn/index.js';
import type { Optimizer } from '../../../optim/index.js';
import * as signatures from '../../../signatures/train.js';
import type { Tensor } from '../../../tensor/index.js';
import { type Finding, makeFinding } from '../findings/finding.js';
import { untouched } from './untouched.js';

/** Options of `overfitOneBatch`. */
export interface OverfitOptions {
  /** Most steps to take, 300 by default. */
  readonly steps?: number;
  /** The share of the first loss that counts as learned, 0.05 by default. */
  readonly share?: number;
}

/** What became of the batch. */
export interface OverfitResult {
  readonly passed: boolean;
  /** The loss of each step, measured before its update. */
  readonly losses: readonly number[];
  /** `cannot-overfit-one-batch`; null when it passed. */
  readonly finding: Finding | null;
}

/** Steps in which small networks learn a batch at usual learning rates. */
const STEPS = 300;
/** A twentieth of the first loss: of ten classes that is 0.12, almost every sample right. */
const SHARE = 0.05;

/**
 * Trains on one batch until its loss is almost nothing, and puts model, optimizer and random
 * numbers back. Noise in the model (dropout) makes it harder; switch it off for the test.
 *
 * @throws ValueError when `steps` is not a positive integer or `share` not between 0 and 1.
 * @example
 * const model = new nn.Linear(1, 1);
 * const optimizer = new optim.SGD(model.parameters(), { lr: 0.1 });
 * const batch = [ones([4, 1]), zeros([4, 1])] as const;
 * const { passed } = overfitOneBatch(model, optimizer, nn.functional.mseLoss, batch);
 * console.log(passed); // true
 */
export function overfitOneBatch(
  model: Layer,
  optimizer: Optimizer,
  loss: (output: Tensor, target: Tensor) => Tensor,
  batch: readonly [input: Tensor, target: Tensor],
  options: OverfitOptions = {},
): OverfitResult {
  signatures.overfitOneBatch.check(arguments);
  const [input, target] = batch;
  const { steps = STEPS, share = SHARE } = options;
  if (!Number.isInteger(steps) || steps < 1) {
    throw new ValueError(`overfitOneBatch: steps must be a positive integer, got ${steps}`);
  }
  if (!(share > 0 && share < 1)) {
    throw new ValueError(`overfitOneBatch: share must be between 0 and 1, got ${share}`);
  }
  const losses: number[] = [];
  const isLearned = (): boolean => (losses.at(-1) ?? 1) <= share * Math.abs(losses[0] ?? 0);
  const passed = untouched(model, optimizer, () => {
    for (let step = 0; step < steps; step++) {
      optimizer.zeroGrad();
      const value = loss(model.forward(input), target);
      value.backward();
      optimizer.step();
      losses.push(value.item());
      if (!Number.isFinite(losses.at(-1))) return false;
      if (isLearned()) return true;
    }
    return false;
  });
  if (passed) return { passed, losses, finding: null };
  const [first = Number.NaN, last = Number.NaN] = [losses[0], losses.at(-1)];
  const detail = `from ${first.toPrecision(3)} to ${last.toPrecision(3)} in ${losses.length} steps`;
  return { passed, losses, finding: makeFinding('cannot-overfit-one-batch', 0, detail) };
}
