/**
 * Losses between a prediction and a target of the same shape, one formula each. Two operands
 * broadcast as in PyTorch, except where sizes differ by accident, which is an error here.
 * Source: https://pytorch.org/docs/stable/nn.functional.html#loss-functions
 */

import { ShapeError, ValueError } from '../../../errors.js';
import { sameShape, show } from '../../../graph/shape.js';
import { internally } from '../../../runtime/values/held.js';
import * as signatures from '../../../signatures/nn.js';
import { sub, type Tensor, where } from '../../../tensor/index.js';
import { type LossOptions, reduceLoss } from './reduction.js';

/**
 * Checks that prediction and target have one shape. PyTorch warns and broadcasts: `[N, 1]` against
 * `[N]` then gives N x N differences and a loss that looks plausible, so it is an error here.
 * @throws ShapeError naming `op` and both shapes.
 */
export function checkSameShape(op: string, input: Tensor, target: Tensor): void {
  if (sameShape(input.shape, target.shape)) return;
  const sameCount = input.numel === target.numel;
  const fix = sameCount
    ? `Did you mean target.reshape(${show(input.shape)})?`
    : 'They must be equal.';
  throw new ShapeError(
    `${op}: input has shape ${show(input.shape)}, target has ${show(target.shape)}. ${fix}`,
  );
}

function checkWidth(op: string, name: string, value: number): void {
  if (value >= 0) return;
  throw new ValueError(`${op}: ${name} must be zero or more, got ${value}`);
}

/**
 * Mean squared error, `(input - target)^2`. Shapes equal; `[]` unless `reduction` is `'none'`.
 * @example
 * console.log(nn.functional.mseLoss(tensor([1, 2]), tensor([1, 4])).item()); // 2
 */
export function mseLoss(input: Tensor, target: Tensor, options: LossOptions = {}): Tensor {
  signatures.mseLoss.check(arguments);
  checkSameShape('mseLoss', input, target);
  return reduceLoss('mseLoss', input.sub(target).square(), options.reduction);
}

/**
 * Mean absolute error, `|input - target|`; its gradient at 0 is 0.
 *
 * Formula: `|x - y|`.
 *
 * @example
 * console.log(nn.functional.l1Loss(tensor([1, 2]), tensor([1, 4])).item()); // 1
 */
export function l1Loss(input: Tensor, target: Tensor, options: LossOptions = {}): Tensor {
  signatures.l1Loss.check(arguments);
  checkSameShape('l1Loss', input, target);
  return reduceLoss('l1Loss', input.sub(target).abs(), options.reduction);
}

/**
 * Half of the square where the difference is not far; an infinite one would be NaN in the gradient.
 * It takes the difference with its sign: the square of an absolute value has no curvature at 0.
 */
function halfSquare(difference: Tensor, isFar: Tensor): Tensor {
  return where(isFar, 0, difference).square().mul(0.5);
}

/** Options of `smoothL1Loss`. */
export interface SmoothL1LossOptions extends LossOptions {
  /** Where the square ends and the line starts, 1 by default; 0 gives `l1Loss`. */
  readonly beta?: number;
}

/**
 * Squared close to zero, absolute further out: `d^2 / (2 beta)` where `|d| < beta`, else
 * `|d| - beta / 2`.
 * @throws ValueError for a negative beta.
 * @example
 * console.log(nn.functional.smoothL1Loss(tensor([1, 2]), tensor([1, 4])).item()); // 0.75
 */
export function smoothL1Loss(
  input: Tensor,
  target: Tensor,
  options: SmoothL1LossOptions = {},
): Tensor {
  signatures.smoothL1Loss.check(arguments);
  const { beta = 1, reduction } = options;
  checkSameShape('smoothL1Loss', input, target);
  checkWidth('smoothL1Loss', 'beta', beta);
  const difference = input.sub(target);
  const distance = difference.abs();
  if (beta === 0) return reduceLoss('smoothL1Loss', distance, reduction);
  const isFar = internally(() => distance.ge(beta));
  const loss = where(isFar, distance.sub(0.5 * beta), halfSquare(difference, isFar).div(beta));
  return reduceLoss('smoothL1Loss', loss, reduction);
}

/** Options of `huberLoss`. */
export interface HuberLossOptions extends LossOptions {
  /** Where the square ends and the line starts, 1 by default; positive. */
  readonly delta?: number;
}

/**
 * `d^2 / 2` where `|d| < delta`, else `delta (|d| - delta / 2)`: `delta` times `smoothL1Loss`.
 * @throws ValueError for a delta that is not positive.
 * @example
 * console.log(nn.functional.huberLoss(tensor([1, 2]), tensor([1, 4])).item()); // 0.75
 */
export function huberLoss(input: Tensor, target: Tensor, options: HuberLossOptions = {}): Tensor {
  signatures.huberLoss.check(arguments);
  const { delta = 1, reduction } = options;
  if (!(delta > 0)) throw new ValueError(`huberLoss: delta must be positive, got ${delta}`);
  checkSameShape('huberLoss', input, target);
  const difference = input.sub(target);
  const distance = difference.abs();
  const isFar = internally(() => distance.ge(delta));
  const near = halfSquare(difference, isFar);
  const far = distance.sub(0.5 * delta).mul(delta);
  const loss = delta === Infinity ? difference.square().mul(0.5) : where(isFar, far, near);
  return reduceLoss('huberLoss', loss, reduction);
}

/** Options of `hingeLoss`. */
export interface HingeLossOptions extends LossOptions {
  /** How far on the right side a score has to be to cost nothing, 1 by default. */
  readonly margin?: number;
}

/**
 * Max-margin loss of scores against targets of -1 and +1: `relu(margin - target * input)`. Not in
 * PyTorch's list (its `hinge_embedding_loss` is about distances).
 * @example
 * console.log(nn.functional.hingeLoss(tensor([0.5, 2]), tensor([1, -1])).item()); // 1.75
 */
export function hingeLoss(input: Tensor, target: Tensor, options: HingeLossOptions = {}): Tensor {
  signatures.hingeLoss.check(arguments);
  const { margin = 1, reduction } = options;
  checkSameShape('hingeLoss', input, target);
  checkWidth('hingeLoss', 'margin', margin);
  return reduceLoss('hingeLoss', sub(margin, input.mul(target)).relu(), reduction);
}
