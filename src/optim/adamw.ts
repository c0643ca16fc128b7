/** AdamW. Source: Loshchilov and Hutter, "Decoupled Weight Decay Regularization", 2017. */

import type { Tensor } from '../tensor/index.js';
import {
  type AdamHyperparameters,
  type AdamState,
  adamRanges,
  adamState,
  adamUpdate,
} from './adam-update.js';
import { type Kind, Optimizer, type Update, type UpdateInput } from './optimizer.js';
import type { Params } from './param-groups.js';

const kind: Kind<AdamHyperparameters> = {
  name: 'AdamW',
  defaults: { lr: 1e-3, betas: [0.9, 0.999], eps: 1e-8, weightDecay: 0.01, amsgrad: false },
  ranges: adamRanges,
};

/**
 * Adam whose decay shrinks the parameters directly, `p = (1 - lr weightDecay) p`, before the update.
 * `lr` is 1e-3, `weightDecay` 0.01 by default.
 */
export class AdamW extends Optimizer<AdamHyperparameters, AdamState> {
  constructor(params: Params<AdamHyperparameters>, options: Partial<AdamHyperparameters> = {}) {
    super(kind, params, options);
  }

  protected initialState(parameter: Tensor, group: AdamHyperparameters): AdamState {
    return adamState(parameter, group);
  }

  protected update(input: UpdateInput<AdamHyperparameters, AdamState>): Update<AdamState> {
    const { parameter, gradient, state, group, step } = input;
    const { lr, weightDecay } = group;
    const shrunk = weightDecay === 0 ? parameter : parameter.mul(1 - lr * weightDecay);
    return adamUpdate(shrunk, gradient, state, group, step);
  }
}
