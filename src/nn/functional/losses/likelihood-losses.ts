/** Negative log-likelihoods of counts and of normal variables. */

import { ValueError } from '../../../errors.js';
import { internally } from '../../../runtime/values/held.js';
import * as signatures from '../../../signatures/nn.js';
import { constantOf } from '../../../tensor/handle/constant-of.js';
import { type Tensor, where } from '../../../tensor/index.js';
import { type LossOptions, reduceLoss } from './reduction.js';

/** Options of `poissonNLLLoss`. */
export interface PoissonNLLOptions extends LossOptions {
  /** Whether the input is the logarithm of the rate, true by default. */
  readonly logInput?: boolean;
  /** Whether to add Stirling's term of the target, false by default. */
  readonly full?: boolean;
  /** Added to the rate before its logarithm, 1e-8 by default. */
  readonly eps?: number;
}

/**
 * Of counts that are Poisson: e^x - target x, or rate - target log(rate + eps). Shapes broadcast.
 * Source: https://pytorch.org/docs/stable/generated/torch.nn.functional.poisson_nll_loss.html
 *
 * Formula: `exp(x) - y x`; `x - y log(x + eps)` without logInput.
 *
 * @example
 * console.log(nn.functional.poissonNLLLoss(tensor([0]), tensor([2])).item()); // 1
 */
export function poissonNLLLoss(
  input: Tensor,
  target: Tensor,
  options: PoissonNLLOptions = {},
): Tensor {
  signatures.poissonNLLLoss.check(arguments);
  const { logInput = true, full = false, eps = 1e-8, reduction } = options;
  const plain = logInput
    ? input.exp().sub(target.mul(input))
    : input.sub(target.mul(input.add(eps).log()));
  if (!full) return reduceLoss('poissonNLLLoss', plain, reduction);
  const isLarge = internally(() => target.gt(1));
  const count = where(isLarge, target, 2);
  const stirling = count
    .mul(count.log())
    .sub(count)
    .add(
      count
        .mul(2 * Math.PI)
        .log()
        .mul(0.5),
    );
  return reduceLoss('poissonNLLLoss', plain.add(where(isLarge, stirling, 0)), reduction);
}

/** Options of `gaussianNLLLoss`. */
export interface GaussianNLLOptions extends LossOptions {
  /** Whether to add the constant log(2 pi) / 2, false by default. */
  readonly full?: boolean;
  /** Least variance, 1e-6 by default. */
  readonly eps?: number;
}

/**
 * Of normal variables with means `input` and variances `variance` (of its shape, or with a last dim
 * of 1 or none): (log(v) + (input - target)^2 / v) / 2. A variance below eps counts as eps, and
 * gets a gradient all the same.
 * Source: https://pytorch.org/docs/stable/generated/torch.nn.functional.gaussian_nll_loss.html
 *
 * Formula: `(log(var) + (x - y)^2 / var) / 2`, var at least eps.
 *
 * @throws ValueError for an eps that is not positive.
 * @example
 * const result = nn.functional.gaussianNLLLoss(tensor([1]), tensor([3]), tensor([4]));
 * console.log(result.toString()); // tensor(1.1931)
 */
export function gaussianNLLLoss(
  input: Tensor,
  target: Tensor,
  variance: Tensor,
  options: GaussianNLLOptions = {},
): Tensor {
  signatures.gaussianNLLLoss.check(arguments);
  const { full = false, eps = 1e-6, reduction } = options;
  if (!(eps > 0)) throw new ValueError(`gaussianNLLLoss: eps must be positive, got ${eps}`);
  const given = variance.ndim === input.ndim - 1 ? variance.unsqueeze(-1) : variance;
  // Clamped without a bend: the gradient is as if it were not.
  const lifted = internally(() => constantOf(given).clamp(eps).sub(constantOf(given)));
  const spread = given.add(lifted);
  const loss = spread.log().add(input.sub(target).square().div(spread)).mul(0.5);
  const constant = full ? 0.5 * Math.log(2 * Math.PI) : 0;
  return reduceLoss('gaussianNLLLoss', full ? loss.add(constant) : loss, reduction);
}
