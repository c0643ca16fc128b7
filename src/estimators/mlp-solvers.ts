/**
 * Adam and gradient descent with momentum as scikit-learn computes them. They differ from those of
 * `optim` where the learning rate changes (here it is part of the momentum) and in what Adam's
 * epsilon is added to. Source: scikit-learn's `neural_network/_stochastic_optimizers.py`
 */

import type { Update, UpdateInput } from '../optim/index.js';
import { type Hyperparameters, type Kind, nonNegative, Optimizer } from '../optim/index.js';
import { type Tensor, zerosLike } from '../tensor/index.js';
import type { MLPSettings } from './mlp-options.js';

interface MomentumHyperparameters extends Hyperparameters {
  momentum: number;
  nesterov: boolean;
}

type MomentumState = { readonly velocity: Tensor };

/** `v = momentum v - lr g`, `p = p + v`; with nesterov `p = p + momentum v - lr g`. */
class MomentumSolver extends Optimizer<MomentumHyperparameters, MomentumState> {
  constructor(params: readonly Tensor[], options: MomentumHyperparameters) {
    const kind: Kind<MomentumHyperparameters> = {
      name: 'sgd',
      defaults: options,
      ranges: { lr: nonNegative, momentum: nonNegative },
    };
    super(kind, params, options);
  }

  protected initialState(parameter: Tensor): MomentumState {
    return { velocity: zerosLike(parameter) };
  }

  protected update(
    input: UpdateInput<MomentumHyperparameters, MomentumState>,
  ): Update<MomentumState> {
    const { parameter, gradient, state, group } = input;
    const step = gradient.mul(group.lr);
    const velocity = state.velocity.mul(group.momentum).sub(step);
    const change = group.nesterov ? velocity.mul(group.momentum).sub(step) : velocity;
    return { parameter: parameter.add(change), state: { velocity } };
  }
}

interface AdamHyperparameters extends Hyperparameters {
  beta1: number;
  beta2: number;
  epsilon: number;
}

type AdamState = { readonly mean: Tensor; readonly square: Tensor };

/** `m = b1 m + (1 - b1) g`, `v = b2 v + (1 - b2) g^2`, `p = p - lr' m / (sqrt(v) + epsilon)`. */
class AdamSolver extends Optimizer<AdamHyperparameters, AdamState> {
  constructor(params: readonly Tensor[], options: AdamHyperparameters) {
    const kind: Kind<AdamHyperparameters> = {
      name: 'adam',
      defaults: options,
      ranges: { lr: nonNegative, epsilon: nonNegative },
    };
    super(kind, params, options);
  }

  protected initialState(parameter: Tensor): AdamState {
    return { mean: zerosLike(parameter), square: zerosLike(parameter) };
  }

  protected update(input: UpdateInput<AdamHyperparameters, AdamState>): Update<AdamState> {
    const { parameter, gradient, state, group, step } = input;
    const { beta1, beta2, epsilon, lr } = group;
    const mean = state.mean.mul(beta1).add(gradient.mul(1 - beta1));
    const square = state.square.mul(beta2).add(gradient.square().mul(1 - beta2));
    const rate = (lr * Math.sqrt(1 - beta2 ** step)) / (1 - beta1 ** step);
    const change = mean.mul(rate).div(square.sqrt().add(epsilon));
    return { parameter: parameter.sub(change), state: { mean, square } };
  }
}

/** What the training loop asks of a solver. */
export interface Solver {
  /** The learning rate, which the schedule changes. */
  lr: number;
  zeroGrad(): void;
  step(): void;
}

/** The solver that the settings name. */
export function makeSolver(params: readonly Tensor[], settings: MLPSettings): Solver {
  const { learningRateInit: lr, beta1, beta2, epsilon, momentum } = settings;
  if (settings.solver === 'adam') return new AdamSolver(params, { lr, beta1, beta2, epsilon });
  return new MomentumSolver(params, { lr, momentum, nesterov: settings.nesterovsMomentum });
}
