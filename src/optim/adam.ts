/** Adam. Source: Kingma and Ba, "Adam: A Method for Stochastic Optimization", 2014. */

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
import { decayed, type UpdateInput } from './update-input.js';

const kind: Kind<AdamHyperparameters> = {
  name: 'Adam',
  defaults: { lr: 1e-3, betas: [0.9, 0.999], eps: 1e-8, weightDecay: 0, amsgrad: false },
  ranges: adamRanges,
};

/**
 * Adam; `weightDecay` is an L2 penalty, part of the gradient. `lr` is 1e-3 by default.
 *
 * Formula: `m = b1 m + (1 - b1) g`, `v = b2 v + (1 - b2) g^2`, `p = p - lr m' / (sqrt(v') + eps)`
 * for `m' = m / (1 - b1^t)` and `v' = v / (1 - b2^t)` at step t.
 *
 * @example
 * const w = tensor([1], { requiresGrad: true });
 * const optimizer = new optim.Adam([w], { lr: 0.5 });
 * w.square().sum().backward();
 * optimizer.step();
 * console.log(w.item().toFixed(4)); // 0.5000
 */
export class Adam extends Optimizer<AdamHyperparameters, AdamState> {
  constructor(params: Params<AdamHyperparameters>, options: Partial<AdamHyperparameters> = {}) {
    signatures.Adam.check(arguments);
    super(kind, params, options);
  }

  protected initialState(parameter: Tensor, group: AdamHyperparameters): AdamState {
    return adamState(parameter, group);
  }

  protected update(input: UpdateInput<AdamHyperparameters, AdamState>): Update<AdamState> {
    return adamUpdate(input, input.parameter, decayed(input));
  }
}
