/**
 * RAdam. Source: Liu et al., "On the variance of the adaptive learning rate and beyond", 2019;
 * https://pytorch.org/docs/stable/generated/torch.optim.RAdam.html
 */

import * as signatures from '../../signatures/optim.js';
import { type Tensor, zerosLike } from '../../tensor/index.js';
import { belowOne, nonNegative } from '../hyperparameters.js';
import { type Hyperparameters, type Kind, Optimizer, type Update } from '../optimizer.js';
import type { Params } from '../param-groups.js';
import { decayed, type UpdateInput } from '../update-input.js';

/** Hyper-parameters of `RAdam`. */
export interface RAdamHyperparameters extends Hyperparameters {
  /** How slowly the means of the gradient and of its square forget, `[0.9, 0.999]` by default. */
  betas: readonly [number, number];
  /** Added to the root, 1e-8 by default. */
  eps: number;
  /** L2 penalty, 0 by default. */
  weightDecay: number;
}

type RAdamState = { readonly expAvg: Tensor; readonly expAvgSq: Tensor };

const kind: Kind<RAdamHyperparameters> = {
  name: 'RAdam',
  defaults: { lr: 1e-3, betas: [0.9, 0.999], eps: 1e-8, weightDecay: 0 },
  ranges: { lr: nonNegative, betas: belowOne, eps: nonNegative, weightDecay: nonNegative },
};

/** How many gradients the mean square is worth after so many steps. */
function worth(beta: number, step: number): number {
  return 2 / (1 - beta) - 1 - (2 * step * beta ** step) / (1 - beta ** step);
}

/** How far the mean square can be trusted, from 0 to 1. */
function trust(beta: number, step: number): number {
  const [now, most] = [worth(beta, step), 2 / (1 - beta) - 1];
  return Math.sqrt(((now - 4) * (now - 2) * most) / ((most - 4) * (most - 2) * now));
}

/**
 * Adam that divides by the root mean square only when that can be trusted, and as far. `lr` is 1e-3
 * by default.
 *
 * Formula: `p = p - lr r m' sqrt(1 - b2^t) / (sqrt(v) + eps)` where `n > 5`, with m' and v of
 * `Adam`, else `p = p - lr m'`; `r = sqrt((n - 4) (n - 2) N / ((N - 4) (N - 2) n))`,
 * `N = 2 / (1 - b2) - 1`, `n = N - 2 t b2^t / (1 - b2^t)`.
 *
 * @example
 * const w = tensor([1], { requiresGrad: true });
 * const optimizer = new optim.RAdam([w], { lr: 0.1 });
 * w.square().sum().backward();
 * optimizer.step();
 * console.log(w.toString()); // tensor([0.8000], requiresGrad=true)
 */
export class RAdam extends Optimizer<RAdamHyperparameters, RAdamState> {
  constructor(params: Params<RAdamHyperparameters>, options: Partial<RAdamHyperparameters> = {}) {
    signatures.RAdam.check(arguments);
    super(kind, params, options);
  }

  protected initialState(parameter: Tensor): RAdamState {
    return { expAvg: zerosLike(parameter), expAvgSq: zerosLike(parameter) };
  }

  protected update(input: UpdateInput<RAdamHyperparameters, RAdamState>): Update<RAdamState> {
    const { parameter, state } = input;
    const gradient = decayed(input);
    const { expAvg: m, expAvgSq: v } = state;
    const expAvg = m.add(gradient.sub(m).mul(input.live(({ betas }) => 1 - betas[0])));
    const change = gradient.square().sub(v);
    const expAvgSq = v.add(change.mul(input.live(({ betas }) => 1 - betas[1])));
    const isTrusted = input.decide(({ betas }, step) => worth(betas[1], step) > 5);
    const rate = input.live(({ lr, betas }, step) => {
      const plain = lr / (1 - betas[0] ** step);
      const [, beta] = betas;
      return isTrusted ? plain * Math.sqrt(1 - beta ** step) * trust(beta, step) : plain;
    });
    const direction = isTrusted
      ? expAvg.div(expAvgSq.sqrt().add(input.live(({ eps }) => eps)))
      : expAvg;
    return { parameter: parameter.sub(direction.mul(rate)), state: { expAvg, expAvgSq } };
  }
}
