/**
 * Adadelta. Source: Zeiler, "ADADELTA: an adaptive learning rate method", 2012;
 * https://pytorch.org/docs/stable/generated/torch.optim.Adadelta.html
 */

import * as signatures from '../../signatures/optim.js';
import { type Tensor, zerosLike } from '../../tensor/index.js';
import { belowOne, nonNegative } from '../hyperparameters.js';
import { type Hyperparameters, type Kind, Optimizer, type Update } from '../optimizer.js';
import type { Params } from '../param-groups.js';
import { decayed, type UpdateInput } from '../update-input.js';

/** Hyper-parameters of `Adadelta`. */
export interface AdadeltaHyperparameters extends Hyperparameters {
  /** How slowly the mean squares forget, 0.9 by default. */
  rho: number;
  /** Added under the roots, 1e-6 by default. */
  eps: number;
  /** L2 penalty, 0 by default. */
  weightDecay: number;
}

type AdadeltaState = { readonly squareAvg: Tensor; readonly accDelta: Tensor };

const kind: Kind<AdadeltaHyperparameters> = {
  name: 'Adadelta',
  defaults: { lr: 1, rho: 0.9, eps: 1e-6, weightDecay: 0 },
  ranges: { lr: nonNegative, rho: belowOne, eps: nonNegative, weightDecay: nonNegative },
};

/**
 * Steps whose size is to the steps so far as the gradient is to the gradients so far. `lr` is 1 by
 * default.
 *
 * Formula: `v = rho v + (1 - rho) g^2`, `d = g sqrt(u + eps) / sqrt(v + eps)`, `p = p - lr d`, then
 * `u = rho u + (1 - rho) d^2`.
 *
 * @example
 * const w = tensor([1], { requiresGrad: true });
 * const optimizer = new optim.Adadelta([w], { lr: 0.1 });
 * w.square().sum().backward();
 * optimizer.step();
 * console.log(w.toString()); // tensor([0.9997], requiresGrad=true)
 */
export class Adadelta extends Optimizer<AdadeltaHyperparameters, AdadeltaState> {
  constructor(
    params: Params<AdadeltaHyperparameters>,
    options: Partial<AdadeltaHyperparameters> = {},
  ) {
    signatures.Adadelta.check(arguments);
    super(kind, params, options);
  }

  protected initialState(parameter: Tensor): AdadeltaState {
    return { squareAvg: zerosLike(parameter), accDelta: zerosLike(parameter) };
  }

  protected update(
    input: UpdateInput<AdadeltaHyperparameters, AdadeltaState>,
  ): Update<AdadeltaState> {
    const { parameter, state } = input;
    const gradient = decayed(input);
    const fresh = input.live(({ rho }) => 1 - rho);
    const eps = input.live((group) => group.eps);
    const { squareAvg: v, accDelta: u } = state;
    const squareAvg = v.add(gradient.square().sub(v).mul(fresh));
    const delta = u.add(eps).sqrt().div(squareAvg.add(eps).sqrt()).mul(gradient);
    const accDelta = u.add(delta.square().sub(u).mul(fresh));
    const lr = input.live((group) => group.lr);
    return { parameter: parameter.sub(delta.mul(lr)), state: { squareAvg, accDelta } };
  }
}
