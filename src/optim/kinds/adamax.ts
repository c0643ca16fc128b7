/**
 * Adamax. Source: Kingma and Ba, "Adam", 2014, section 7;
 * https://pytorch.org/docs/stable/generated/torch.optim.Adamax.html
 */

import * as signatures from '../../signatures/optim.js';
import { maximum, type Tensor, zerosLike } from '../../tensor/index.js';
import { belowOne, nonNegative } from '../hyperparameters.js';
import { type Hyperparameters, type Kind, Optimizer, type Update } from '../optimizer.js';
import type { Params } from '../param-groups.js';
import { decayed, type UpdateInput } from '../update-input.js';

/** Hyper-parameters of `Adamax`. */
export interface AdamaxHyperparameters extends Hyperparameters {
  /** How slowly the mean and the largest gradient forget, `[0.9, 0.999]` by default. */
  betas: readonly [number, number];
  /** Added to the size of the gradient, 1e-8 by default. */
  eps: number;
  /** L2 penalty, 0 by default. */
  weightDecay: number;
}

type AdamaxState = { readonly expAvg: Tensor; readonly expInf: Tensor };

const kind: Kind<AdamaxHyperparameters> = {
  name: 'Adamax',
  defaults: { lr: 2e-3, betas: [0.9, 0.999], eps: 1e-8, weightDecay: 0 },
  ranges: { lr: nonNegative, betas: belowOne, eps: nonNegative, weightDecay: nonNegative },
};

/**
 * Adam by the largest gradient so far. `lr` is 2e-3 by default.
 *
 * Formula: `u = max(b2 u, |g| + eps)`, `p = p - lr m' / u`, with m' of `Adam`.
 *
 * @example
 * const w = tensor([1], { requiresGrad: true });
 * const optimizer = new optim.Adamax([w], { lr: 0.1 });
 * w.square().sum().backward();
 * optimizer.step();
 * console.log(w.toString()); // tensor([0.9000], requiresGrad=true)
 */
export class Adamax extends Optimizer<AdamaxHyperparameters, AdamaxState> {
  constructor(params: Params<AdamaxHyperparameters>, options: Partial<AdamaxHyperparameters> = {}) {
    signatures.Adamax.check(arguments);
    super(kind, params, options);
  }

  protected initialState(parameter: Tensor): AdamaxState {
    return { expAvg: zerosLike(parameter), expInf: zerosLike(parameter) };
  }

  protected update(input: UpdateInput<AdamaxHyperparameters, AdamaxState>): Update<AdamaxState> {
    const { parameter, state } = input;
    const gradient = decayed(input);
    const { expAvg: m, expInf: u } = state;
    const expAvg = m.add(gradient.sub(m).mul(input.live(({ betas }) => 1 - betas[0])));
    const before = u.mul(input.live(({ betas }) => betas[1]));
    const expInf = maximum(before, gradient.abs().add(input.live(({ eps }) => eps)));
    const rate = input.live(({ lr, betas }, step) => lr / (1 - betas[0] ** step));
    return { parameter: parameter.sub(expAvg.div(expInf).mul(rate)), state: { expAvg, expInf } };
  }
}
