/**
 * Rprop. Source: Riedmiller and Braun, "A direct adaptive method for faster backpropagation
 * learning", 1993; https://pytorch.org/docs/stable/generated/torch.optim.Rprop.html
 */

import * as signatures from '../../signatures/optim.js';
import { fullLike, type Tensor, where, zerosLike } from '../../tensor/index.js';
import { nonNegative } from '../hyperparameters.js';
import { type Hyperparameters, type Kind, Optimizer, type Update } from '../optimizer.js';
import type { Params } from '../param-groups.js';
import type { UpdateInput } from '../update-input.js';

/** Hyper-parameters of `Rprop`. */
export interface RpropHyperparameters extends Hyperparameters {
  /** Factors of a step when the gradient turns and when it does not, `[0.5, 1.2]` by default. */
  etas: readonly [number, number];
  /** Least and largest step, `[1e-6, 50]` by default. */
  stepSizes: readonly [number, number];
}

type RpropState = { readonly prev: Tensor; readonly stepSize: Tensor };

const kind: Kind<RpropHyperparameters> = {
  name: 'Rprop',
  defaults: { lr: 1e-2, etas: [0.5, 1.2], stepSizes: [1e-6, 50] },
  ranges: { lr: nonNegative, etas: nonNegative, stepSizes: nonNegative },
};

/**
 * Steps by the sign of the gradient, each parameter with a size of its own that grows while the
 * sign stays and shrinks when it turns. For whole data sets, not for batches. `lr`, 1e-2 by
 * default, is the first size.
 *
 * Formula: `p = p - size sign(g)`, where size was multiplied by `etas[1]` if `g g_before > 0` and
 * by `etas[0]` if it is below 0, and kept within `stepSizes`; where it is below 0, g counts as 0.
 *
 * @example
 * const w = tensor([1], { requiresGrad: true });
 * const optimizer = new optim.Rprop([w], { lr: 0.1 });
 * w.square().sum().backward();
 * optimizer.step();
 * console.log(w.toString()); // tensor([0.9000], requiresGrad=true)
 */
export class Rprop extends Optimizer<RpropHyperparameters, RpropState> {
  constructor(params: Params<RpropHyperparameters>, options: Partial<RpropHyperparameters> = {}) {
    signatures.Rprop.check(arguments);
    super(kind, params, options);
  }

  protected initialState(parameter: Tensor, group: RpropHyperparameters): RpropState {
    return { prev: zerosLike(parameter), stepSize: fullLike(parameter, group.lr) };
  }

  protected update(input: UpdateInput<RpropHyperparameters, RpropState>): Update<RpropState> {
    const { parameter, gradient, state, group } = input;
    const turn = gradient.mul(state.prev).sign();
    const [slower, faster] = group.etas;
    const size = state.stepSize;
    const changed = where(turn.gt(0), size.mul(faster), where(turn.lt(0), size.mul(slower), size));
    const stepSize = changed.clamp(group.stepSizes[0], group.stepSizes[1]);
    // A gradient that has turned waits for the next step.
    const prev = where(turn.lt(0), 0, gradient);
    return { parameter: parameter.sub(prev.sign().mul(stepSize)), state: { prev, stepSize } };
  }
}
