/**
 * NAdam. Source: Dozat, "Incorporating Nesterov momentum into Adam", 2016;
 * https://pytorch.org/docs/stable/generated/torch.optim.NAdam.html
 */

import * as signatures from '../../signatures/optim.js';
import { ones, type Tensor, zerosLike } from '../../tensor/index.js';
import { belowOne, nonNegative } from '../hyperparameters.js';
import { type Hyperparameters, type Kind, Optimizer, type Update } from '../optimizer.js';
import type { Params } from '../param-groups.js';
import { decayed, type UpdateInput } from '../update-input.js';

/** Hyper-parameters of `NAdam`. */
export interface NAdamHyperparameters extends Hyperparameters {
  /** How slowly the means of the gradient and of its square forget, `[0.9, 0.999]` by default. */
  betas: readonly [number, number];
  /** Added to the root, 1e-8 by default. */
  eps: number;
  /** L2 penalty, 0 by default. */
  weightDecay: number;
  /** How fast the momentum grows to the first beta, 4e-3 by default. */
  momentumDecay: number;
}

type NAdamState = {
  readonly expAvg: Tensor;
  readonly expAvgSq: Tensor;
  /** The product of the momenta of all steps so far, 0-d. */
  readonly muProduct: Tensor;
};

const kind: Kind<NAdamHyperparameters> = {
  name: 'NAdam',
  defaults: { lr: 2e-3, betas: [0.9, 0.999], eps: 1e-8, weightDecay: 0, momentumDecay: 4e-3 },
  ranges: {
    lr: nonNegative,
    betas: belowOne,
    eps: nonNegative,
    weightDecay: nonNegative,
    momentumDecay: nonNegative,
  },
};

/** The momentum of a step: `b1 (1 - 0.96^(t decay) / 2)`. */
function momentum({ betas, momentumDecay }: NAdamHyperparameters, step: number): number {
  return betas[0] * (1 - 0.5 * 0.96 ** (step * momentumDecay));
}

/**
 * Adam with Nesterov's look ahead: a step along the next momentum and the gradient. `lr` is 2e-3 by
 * default.
 *
 * Formula: `p = p - lr (m b / (1 - A b) + g (1 - a) / (1 - A)) / (sqrt(v') + eps)` with m and v' of
 * `Adam`, for the momenta a of this step and b of the next; A is the product of the momenta of all
 * steps up to this one. At step t, `a = b1 (1 - 0.96^(t momentumDecay) / 2)`.
 *
 * @example
 * const w = tensor([1], { requiresGrad: true });
 * const optimizer = new optim.NAdam([w], { lr: 0.1 });
 * w.square().sum().backward();
 * optimizer.step();
 * console.log(w.item() < 1); // true
 */
export class NAdam extends Optimizer<NAdamHyperparameters, NAdamState> {
  constructor(params: Params<NAdamHyperparameters>, options: Partial<NAdamHyperparameters> = {}) {
    signatures.NAdam.check(arguments);
    super(kind, params, options);
  }

  protected initialState(parameter: Tensor): NAdamState {
    const muProduct = ones([], { dtype: parameter.dtype });
    return { expAvg: zerosLike(parameter), expAvgSq: zerosLike(parameter), muProduct };
  }

  protected update(input: UpdateInput<NAdamHyperparameters, NAdamState>): Update<NAdamState> {
    const { parameter, state } = input;
    const gradient = decayed(input);
    const { expAvg: m, expAvgSq: v } = state;
    const expAvg = m.add(gradient.sub(m).mul(input.live(({ betas }) => 1 - betas[0])));
    const change = gradient.square().sub(v);
    const expAvgSq = v.add(change.mul(input.live(({ betas }) => 1 - betas[1])));
    const correction = input.live(({ betas }, step) => 1 / (1 - betas[1] ** step));
    const size = expAvgSq
      .mul(correction)
      .sqrt()
      .add(input.live(({ eps }) => eps));
    const muProduct = state.muProduct.mul(input.live(momentum));
    const next = muProduct.mul(input.live((group, step) => momentum(group, step + 1)));
    const rate = input.live((group, step) => group.lr * (1 - momentum(group, step)));
    const nextRate = input.live((group, step) => group.lr * momentum(group, step + 1));
    const ofGradient = muProduct.neg().add(1).reciprocal().mul(rate);
    const ofMean = next.neg().add(1).reciprocal().mul(nextRate);
    const direction = gradient.mul(ofGradient).add(expAvg.mul(ofMean));
    const changed = { expAvg, expAvgSq, muProduct };
    return { parameter: parameter.sub(direction.div(size)), state: changed };
  }
}
