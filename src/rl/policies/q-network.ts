/**
 * Networks that give a value for each of n actions: plain, and dueling. Source: Wang et al.,
 * "Dueling network architectures for deep reinforcement learning", 2016,
 * https://arxiv.org/abs/1511.06581
 */

import * as nn from '../../nn/index.js';
import type { Tensor } from '../../tensor/index.js';
import { type MlpOptions, mlp } from './mlp.js';

/** The value of a state, and what each action adds to it: `Q = V + A - mean(A)`. */
export class DuelingNetwork extends nn.Module {
  readonly features: nn.Layer;
  readonly value: nn.Layer;
  readonly advantage: nn.Layer;

  constructor(inputs: number, actions: number, options: MlpOptions) {
    super();
    const width = options.hidden.at(-1) ?? inputs;
    const below = options.hidden.slice(0, -1);
    this.features = mlp(inputs, width, {
      ...options,
      hidden: below,
      outputActivation: options.activation,
    });
    this.value = new nn.Linear(width, 1);
    this.advantage = new nn.Linear(width, actions);
  }

  /** `[N, inputs] -> [N, actions]`. */
  forward(x: Tensor): Tensor {
    const features = this.features.forward(x);
    const advantage = this.advantage.forward(features);
    return this.value.forward(features).add(advantage).sub(advantage.mean(1, true));
  }
}
