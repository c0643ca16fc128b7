/** AdamW. Source: Loshchilov and Hutter, "Decoupled Weight Decay Regularization", 2017. */

import * as signatures from '../signatures/optim.js';
import type { Tensor } from '../tensor/index.js';
import {
  type AdamHyperparameters,
  type AdamState,
  adamRanges,
  adamState,
  adamUpdate,
} from './adam-update.js';
import { type Kind, Optimizer, type Update } from './optimizer.js';
import type { Params } from './param-groups.js';
import type { UpdateInput } from './update-input.js';

const kind: Kind<AdamHyperparameters> = {
  name: 'AdamW',
  defaults: { lr: 1e-3, betas: [0.9, 0.999], eps: 1e-8, weightDecay: 0.01, amsgrad: false },
  ranges: adamRanges,
};

/**
 * Adam whose decay shrinks the parameters directly, before the update. `lr` is 1e-3, `weightDecay`
 * 0.01 by default.
 *
 * Formula: `p = (1 - lr weightDecay) p - lr m' / (sqrt(v') + eps)`, with m' and v' of `Adam`.
 *
 * @example
 * const w = tensor([1], { requiresGrad: true });
 * const optimizer = new optim.AdamW([w], { lr: 0.5, weightDecay: 0.1 });
 * w.square().sum().backward();
 * optimizer.step();
 * console.log(w.item().toFixed(4)); // 0.4500
 */
export class AdamW extends Optimizer<AdamHyperparameters, AdamState> {
  constructor(params: Params<AdamHyperparameters>, options: Partial<AdamHyperparameters> = {}) {
    signatures.AdamW.check(arguments);
    super(kind, params, options);
  }

  protected initialState(parameter: Tensor, group: AdamHyperparameters): AdamState {
    return adamState(parameter, group);
  }

  protected update(input: UpdateInput<AdamHyperparameters, AdamState>): Update<AdamState> {
    const { parameter, gradient } = input;
    const decays = input.decide(({ weightDecay }) => weightDecay !== 0);
    const kept = input.live(({ lr, weightDecay }) => 1 - lr * weightDecay);
    return adamUpdate(input, decays ? parameter.mul(kept) : parameter, gradient);
  }
}
