/**
 * RMSprop. Source: Hinton, lecture 6 of "Neural Networks for Machine Learning", 2012;
 * https://pytorch.org/docs/stable/generated/torch.optim.RMSprop.html
 */

import * as signatures from '../signatures/optim.js';
import { type Tensor, zerosLike } from '../tensor/index.js';
import { nonNegative } from './hyperparameters.js';
import { type Hyperparameters, type Kind, Optimizer, type Update } from './optimizer.js';
import type { Params } from './param-groups.js';
import { decayed, type UpdateInput } from './update-input.js';

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
 * Divides by the root of a running mean of squared gradients. `lr` is 1e-2 by default.
 *
 * Formula: `v = alpha v + (1 - alpha) g^2`, `p = p - lr d` for `d = g / (sqrt(v) + eps)`; centered,
 * v less the square of the running mean of g; with momentum, `b = momentum b + d` in place of d.
 *
 * @example
 * const w = tensor([1], { requiresGrad: true });
 * const optimizer = new optim.RMSprop([w], { lr: 0.05 });
 * w.square().sum().backward();
 * optimizer.step();
 * console.log(w.item().toFixed(4)); // 0.5000
 */
export class RMSprop extends Optimizer<RMSpropHyperparameters, RMSpropState> {
  constructor(
    params: Params<RMSpropHyperparameters>,
    options: Partial<RMSpropHyperparameters> = {},
  ) {
    signatures.RMSprop.check(arguments);
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
    const { parameter, state } = input;
    const gradient = decayed(input);
    const fresh = input.live(({ alpha }) => 1 - alpha);
    const square = state.squareAvg;
    const squareAvg = square.add(gradient.square().sub(square).mul(fresh));
    const mean = state.gradAvg ?? zerosLike(parameter);
    const gradAvg = input.group.centered ? mean.add(gradient.sub(mean).mul(fresh)) : undefined;
    const spread = gradAvg === undefined ? squareAvg : squareAvg.sub(gradAvg.square());
    const scaled = gradient.div(spread.sqrt().add(input.live(({ eps }) => eps)));
    const momentumBuffer = directionOf(scaled, input);
    const lr = input.live((group) => group.lr);
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

/** The new momentum buffer, if there is momentum. */
function directionOf(
  scaled: Tensor,
  input: UpdateInput<RMSpropHyperparameters, RMSpropState>,
): Tensor | undefined {
  if (input.decide(({ momentum }) => momentum === 0)) return undefined;
  const before = input.state.momentumBuffer;
  return before?.mul(input.live(({ momentum }) => momentum)).add(scaled) ?? scaled;
}
