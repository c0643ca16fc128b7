/** Adagrad. Source: Duchi et al., "Adaptive Subgradient Methods", 2011. */

import * as signatures from '../signatures/optim.js';
import { fullLike, type Tensor } from '../tensor/index.js';
import { nonNegative } from './hyperparameters.js';
import { type Hyperparameters, type Kind, Optimizer, type Update } from './optimizer.js';
import type { Params } from './param-groups.js';
import { decayed, type UpdateInput } from './update-input.js';

/** Hyper-parameters of `Adagrad`. */
export interface AdagradHyperparameters extends Hyperparameters {
  /** How the learning rate falls with the steps, 0 by default. */
  lrDecay: number;
  /** L2 penalty, 0 by default. */
  weightDecay: number;
  /** Where the sum of squares starts, 0 by default. */
  initialAccumulatorValue: number;
  /** Added to the root, 1e-10 by default. */
  eps: number;
}

type AdagradState = { readonly sum: Tensor };

const kind: Kind<AdagradHyperparameters> = {
  name: 'Adagrad',
  defaults: { lr: 1e-2, lrDecay: 0, weightDecay: 0, initialAccumulatorValue: 0, eps: 1e-10 },
  ranges: {
    lr: nonNegative,
    lrDecay: nonNegative,
    weightDecay: nonNegative,
    initialAccumulatorValue: nonNegative,
    eps: nonNegative,
  },
};

/**
 * Divides by the root of the sum of all squared gradients so far. `lr` is 1e-2 by default.
 *
 * Formula: `s = s + g^2`, `p = p - lr g / ((1 + (t - 1) lrDecay) (sqrt(s) + eps))` at step t.
 *
 * @example
 * const w = tensor([1], { requiresGrad: true });
 * const optimizer = new optim.Adagrad([w], { lr: 0.5 });
 * w.square().sum().backward();
 * optimizer.step();
 * console.log(w.toArray()); // [ 0.5 ]
 */
export class Adagrad extends Optimizer<AdagradHyperparameters, AdagradState> {
  constructor(
    params: Params<AdagradHyperparameters>,
    options: Partial<AdagradHyperparameters> = {},
  ) {
    signatures.Adagrad.check(arguments);
    super(kind, params, options);
  }

  protected initialState(parameter: Tensor, group: AdagradHyperparameters): AdagradState {
    return { sum: fullLike(parameter, group.initialAccumulatorValue) };
  }

  protected update(input: UpdateInput<AdagradHyperparameters, AdagradState>): Update<AdagradState> {
    const { parameter, state } = input;
    const gradient = decayed(input);
    const sum = state.sum.add(gradient.square());
    const rate = input.live(({ lr, lrDecay }, step) => lr / (1 + (step - 1) * lrDecay));
    const root = sum.sqrt().add(input.live(({ eps }) => eps));
    return { parameter: parameter.sub(gradient.mul(rate).div(root)), state: { sum } };
  }
}
