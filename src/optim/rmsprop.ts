/**
 * RMSprop. Source: Hinton, lecture 6 of "Neural Networks for Machine Learning", 2012;
 * https://pytorch.org/docs/stable/generated/torch.optim.RMSprop.html
 */

import { type Tensor, zerosLike } from '../tensor/index.js';
import { nonNegative } from './hyperparameters.js';
import {
  type Hyperparameters,
  type Kind,
  Optimizer,
  type Update,
  type UpdateInput,
} from './optimizer.js';
import type { Params } from './param-groups.js';

/** Hyper-parameters of `RMSprop`. */
export interface RMSpropHyperparameters extends Hyperparameters {
  /** How slowly the mean square forgets, 0.99 by default. */
  alpha: number;
  /** Added to the root, 1e-8 by default. */
  eps: number;
  /** L2 penalty, 0 by default. */
  weightDecay: number;
  /** How much of the previous direction is kept, 0 by default. */
  momentum: number;
  /** Whether to divide by the deviation rather than the root mean square, false by default. */
  centered: boolean;
}

type RMSpropState = {
  readonly squareAvg: Tensor;
  /** Only when centered. */
  readonly gradAvg?: Tensor;
  /** Only with momentum. */
  readonly momentumBuffer?: Tensor;
};

const kind: Kind<RMSpropHyperparameters> = {
  name: 'RMSprop',
  defaults: { lr: 1e-2, alpha: 0.99, eps: 1e-8, weightDecay: 0, momentum: 0, centered: false },
  ranges: {
    lr: nonNegative,
    alpha: nonNegative,
    eps: nonNegative,
    weightDecay: nonNegative,
    momentum: nonNegative,
  },
};

/**
 * `v = alpha v + (1 - alpha) g^2`, `p = p - lr g / (sqrt(v) + eps)`; centered, `v` less the square
 * of the mean gradient. `lr` is 1e-2 by default.
 */
export class RMSprop extends Optimizer<RMSpropHyperparameters, RMSpropState> {
  constructor(
    params: Params<RMSpropHyperparameters>,
    options: Partial<RMSpropHyperparameters> = {},
  ) {
    super(kind, params, options);
  }

  protected initialState(parameter: Tensor, group: RMSpropHyperparameters): RMSpropState {
    return {
      squareAvg: zerosLike(parameter),
      ...(group.centered ? { gradAvg: zerosLike(parameter) } : {}),
      ...(group.momentum > 0 ? { momentumBuffer: zerosLike(parameter) } : {}),
    };
  }

  protected update(input: UpdateInput<RMSpropHyperparameters, RMSpropState>): Update<RMSpropState> {
    const { parameter, group, state } = input;
    const { lr, alpha, eps, weightDecay, momentum } = group;
    const gradient =
      weightDecay === 0 ? input.gradient : input.gradient.add(parameter.mul(weightDecay));
    const square = state.squareAvg;
    const squareAvg = square.add(
      gradient
        .square()
        .sub(square)
        .mul(1 - alpha),
    );
    const mean = state.gradAvg ?? zerosLike(parameter);
    const gradAvg = group.centered ? mean.add(gradient.sub(mean).mul(1 - alpha)) : undefined;
    const spread = gradAvg === undefined ? squareAvg : squareAvg.sub(gradAvg.square());
    const scaled = gradient.div(spread.sqrt().add(eps));
    const before = state.momentumBuffer;
    const momentumBuffer =
      momentum === 0 ? undefined : (before?.mul(momentum).add(scaled) ?? scaled);
    return {
      parameter: parameter.sub((momentumBuffer ?? scaled).mul(lr)),
      state: {
        squareAvg,
        ...(gradAvg === undefined ? {} : { gradAvg }),
        ...(momentumBuffer === undefined ? {} : { momentumBuffer }),
      },
    };
  }
}
