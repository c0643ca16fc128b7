/**
 * Critics of an action: networks `[N, observation + action] -> [N, 1]`, of which the smallest value
 * counts. Source: Fujimoto et al., "Addressing function approximation error in actor-critic
 * methods", 2018, https://arxiv.org/abs/1802.09477
 */

import * as nn from '../../nn/index.js';
import { cat, minimum, type Tensor } from '../../tensor/index.js';
import { type MlpOptions, mlp } from './mlp.js';

/** One critic, or two. */
export class Critics extends nn.Module {
  readonly networks: readonly nn.Layer[];

  constructor(count: number, obsSize: number, actionSize: number, options: MlpOptions) {
    super();
    this.networks = Array.from({ length: count }, () => mlp(obsSize + actionSize, 1, options));
  }

  /** The values `[N]` that each critic gives. */
  forward(obs: Tensor, actions: Tensor): Tensor[] {
    const input = cat([obs, actions], 1);
    return this.networks.map((network) => network.forward(input).squeeze(1));
  }

  /** The smallest value `[N]`. */
  least(obs: Tensor, actions: Tensor): Tensor {
    return this.forward(obs, actions).reduce((least, values) => minimum(least, values));
  }

  /** Mean squared errors of all critics, added up. */
  loss(obs: Tensor, actions: Tensor, targets: Tensor): Tensor {
    const losses = this.forward(obs, actions).map((values) => values.sub(targets).square().mean());
    return losses.reduce((sum, loss) => sum.add(loss));
  }
}
